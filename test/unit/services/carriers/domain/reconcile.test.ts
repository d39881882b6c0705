// What has gone out against what should have: a random history of wishes and reports never leaves a parcel at two carriers.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type GoneOut,
  type ParcelAtCarrier,
  reconcile,
  stageAfter,
  type Wanted,
} from '#services/carriers/domain/reconcile';

const parcel = (number: number, carrierId = 'a', stage: ParcelAtCarrier['stage'] = 'released'): ParcelAtCarrier => ({
  shipmentRef: `${carrierId}-${number}`,
  carrierId,
  parcel: number,
  stage,
});
const goneOut = (...parcels: ParcelAtCarrier[]): GoneOut => ({ revision: 2, isPending: false, parcels });
const wanted = (revision: number, carrierId: string, ...numbers: number[]): Wanted => ({
  revision,
  parcels: numbers.map((number) => ({ shipmentRef: `${carrierId}-${number}`, carrierId, parcel: number })),
  isHeld: false,
});
const refs = (parcels: readonly ParcelAtCarrier[] = []): string[] => parcels.map(({ shipmentRef }) => shipmentRef);

describe('reconciling what went out with what is wanted', () => {
  test('changes nothing when the wish is as old as what went out, or older', () => {
    expect(reconcile(goneOut(parcel(1)), wanted(2, 'b', 1), false)).toBeNull();
    expect(reconcile(goneOut(parcel(1)), wanted(1, 'b', 1), false)).toBeNull();
  });

  test('sends the parcels that came to light when the order was packed, and the first one with its new content', () => {
    const change = reconcile(goneOut(parcel(1)), wanted(3, 'a', 1, 2, 3), false);
    expect(refs(change?.send)).toEqual(['a-1', 'a-2', 'a-3']);
    expect(change?.withdraw).toEqual([]);
  });

  test('takes everything back from the first carrier that it does not have in hands, and sends it by the other', () => {
    const before = goneOut(parcel(1, 'a', 'handed-over'), parcel(2), parcel(3, 'a', 'ended'));
    const change = reconcile(before, wanted(3, 'b', 1, 2, 3), false);
    expect(refs(change?.withdraw)).toEqual(['a-2']);
    expect(refs(change?.send)).toEqual(['a-1', 'b-2']);
    expect(change?.after.parcels.map(({ stage }) => stage)).toEqual(['handed-over', 'withdrawn', 'ended', 'released']);
  });

  test('takes back what a cancelled order has not handed over, and nothing else', () => {
    const before = goneOut(parcel(1, 'a', 'handed-over'), parcel(2), parcel(3, 'a', 'ended'));
    const change = reconcile(before, wanted(3, 'a'), false);
    expect(refs(change?.withdraw)).toEqual(['a-2']);
    expect(change?.send).toEqual([]);
  });

  test('waits with what is held, and fills up once it is held no more', () => {
    const held = reconcile(goneOut(parcel(1)), { revision: 3, parcels: [], isHeld: true }, false);
    expect(held?.after).toMatchObject({ isPending: true, parcels: [{ stage: 'withdrawn' }] });
    expect(reconcile(held?.after as GoneOut, { revision: 3, parcels: [], isHeld: true }, false)).toBeNull();
    const filled = reconcile(held?.after as GoneOut, wanted(3, 'b', 1), false);
    expect(refs(filled?.send)).toEqual(['b-1']);
  });

  test('takes back again at every change what it ever took back: the unit that did so first may never have been committed', () => {
    const held = reconcile(goneOut(parcel(1)), { revision: 3, parcels: [], isHeld: true }, false);
    const filled = reconcile(held?.after as GoneOut, wanted(3, 'b', 1), false);
    expect(refs(filled?.withdraw)).toEqual(['a-1']);
  });

  test('sends a repetition also to a carrier that has reported of the parcel meanwhile', () => {
    const before = goneOut(parcel(1, 'a', 'handed-over'), parcel(2, 'a', 'ended'));
    expect(refs(reconcile(before, wanted(3, 'b', 1, 2), true)?.send)).toEqual(['a-1', 'a-2']);
  });

  test('brings a parcel back to a carrier it was taken from, under the same reference', () => {
    const moved = reconcile(goneOut(parcel(1)), wanted(3, 'b', 1), false);
    const back = reconcile(moved?.after as GoneOut, wanted(4, 'a', 1), false);
    expect([refs(back?.send), refs(back?.withdraw)]).toEqual([['a-1'], ['b-1']]);
  });

  test('writes everything again for a repetition, also when less is wanted by now than was written', () => {
    const before = goneOut(parcel(1, 'a', 'withdrawn'), parcel(1, 'b'));
    const change = reconcile(before, wanted(1, 'a', 1), true);
    expect([refs(change?.send), refs(change?.withdraw)]).toEqual([['a-1'], ['b-1']]);
  });

  test('has each parcel at one carrier at most and exactly one after a wish, whatever came before', () => {
    const wish = fc.record({ carrierId: fc.constantFrom('a', 'b', 'c'), count: fc.nat(3), isHeld: fc.boolean() });
    const report = fc.record({ at: fc.nat(9), hasEnded: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.oneof(wish, report), { maxLength: 12 }), (events) => {
        let state: GoneOut = { revision: 0, isPending: false, parcels: [] };
        let newest = 0;
        for (const event of events) {
          if ('at' in event) {
            const { parcels } = state;
            const at = event.at % Math.max(1, parcels.length);
            const next = parcels.map((one, i) =>
              i === at ? { ...one, stage: stageAfter(one.stage, event.hasEnded) } : one,
            );
            state = { ...state, parcels: next };
            continue;
          }
          newest += 1;
          const numbers = event.isHeld ? [] : Array.from({ length: event.count }, (_, i) => i + 1);
          const change = reconcile(
            state,
            { ...wanted(newest, event.carrierId, ...numbers), isHeld: event.isHeld },
            false,
          );
          state = change?.after as GoneOut;
          const live = state.parcels.filter(({ stage }) => stage !== 'withdrawn');
          const byNumber = live.map((one) => one.parcel);
          expect(new Set(byNumber).size).toBe(byNumber.length);
          for (const number of numbers) expect(byNumber).toContain(number);
          expect(refs(change?.withdraw).filter((ref) => refs(live).includes(ref))).toEqual([]);
        }
      }),
    );
  });
});
