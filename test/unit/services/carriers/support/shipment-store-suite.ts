// What every store of carriers must do; run against the one in memory and the one in MongoDB.
import { describe, expect, test } from '@jest/globals';
import type { OrderRef, ShipmentRef } from '#shared/domain/refs';
import type { Release, ShipmentStore } from '#services/carriers/store/shipment-store';

let made = 0;

function freshRef<Ref extends OrderRef | ShipmentRef>(): Ref {
  return `${String(made++).padStart(21, 's')}A` as Ref;
}

function release(orderRef: OrderRef, positions: readonly string[], parcels = 1, isTriedAnew = false): Release {
  const numbered = Array.from({ length: parcels }, (_, i) => ({
    shipmentRef: freshRef<ShipmentRef>(),
    parcel: i + 1,
  }));
  return { orderRef, carrierId: 'swiftpost', parcels: numbered, positions, isTriedAnew };
}

/** @param storeOf all tests may share one store: no test uses refs or lanes of another */
export function describeShipmentStore(name: string, storeOf: () => ShipmentStore): void {
  const claim = async (...releases: Release[]) => storeOf().claimReleases(releases);

  describe(`${name}: blocks`, () => {
    test('are kept by order, the last one of a call and the newest of all calls', async () => {
      const [one, other, none] = [freshRef<OrderRef>(), freshRef<OrderRef>(), freshRef<OrderRef>()];
      await storeOf().putBlocks([
        { orderRef: one, sealed: Buffer.from('first') },
        { orderRef: one, sealed: Buffer.from('second') },
      ]);
      expect((await storeOf().blocksOf([one])).get(one)?.toString()).toBe('second');
      await storeOf().putBlocks([
        { orderRef: other, sealed: Buffer.from('other') },
        { orderRef: one, sealed: Buffer.from('third') },
      ]);
      const found = await storeOf().blocksOf([one, other, none]);
      expect([...found].map(([ref, bytes]) => [ref, bytes.toString()])).toEqual(
        expect.arrayContaining([
          [one, 'third'],
          [other, 'other'],
        ]),
      );
      expect(found.size).toBe(2);
    });

    test('of nothing are nothing', async () => {
      await storeOf().putBlocks([]);
      expect(await storeOf().blocksOf([])).toEqual(new Map());
    });
  });

  describe(`${name}: releases`, () => {
    test('are won by the first records that ask, repeated by one of those records, and lost by any other', async () => {
      const [one, other] = [freshRef<OrderRef>(), freshRef<OrderRef>()];
      expect(await claim(release(one, ['f:0:5', 's:0:9']), release(other, ['f:0:6']))).toEqual(['won', 'won']);
      expect(await claim(release(other, ['f:0:7']), release(one, ['s:0:9', 'f:0:8']))).toEqual(['lost', 'repeat']);
      expect(await claim()).toEqual([]);
    });

    test('remember only the last try, since what it was made of is what would come again', async () => {
      const orderRef = freshRef<OrderRef>();
      await claim(release(orderRef, ['f:0:5', 's:0:9']));
      await claim(release(orderRef, ['f:0:5']));
      expect(await claim(release(orderRef, ['s:0:9']))).toEqual(['lost']);
      expect(await claim(release(orderRef, ['f:0:5']))).toEqual(['repeat']);
    });

    test('that no record brought about are repeated by the next look at all that wait, and by nothing else', async () => {
      const orderRef = freshRef<OrderRef>();
      expect(await claim(release(orderRef, [], 1, true))).toEqual(['won']);
      expect(await claim(release(orderRef, ['f:0:5']))).toEqual(['lost']);
      expect(await claim(release(orderRef, ['f:0:5'], 1, true))).toEqual(['repeat']);
      expect(await claim(release(orderRef, [], 1, true))).toEqual(['lost']);
    });

    test('go with all their parcels: a repetition replaces the plan, so that no parcel is awaited that never went', async () => {
      const orderRef = freshRef<OrderRef>();
      const [two, one] = [release(orderRef, ['f:0:5', 'f:0:6'], 2), release(orderRef, ['f:0:5'], 1)];
      await claim(two);
      expect(await storeOf().shipmentsOf([orderRef])).toMatchObject([{ parcels: 2 }, { parcels: 2 }]);
      await claim(one);
      const [parcel] = one.parcels;
      const known = { orderRef, carrierId: 'swiftpost', ...parcel, parcels: 1, erased: false };
      expect(await storeOf().shipmentsOf([orderRef, freshRef()])).toEqual([known]);
      const refs = [...two.parcels, ...one.parcels].map(({ shipmentRef }) => shipmentRef);
      expect(await storeOf().shipmentsByRef(refs)).toEqual(new Map([[parcel?.shipmentRef, known]]));
    });

    test('that were lost change nothing of what went out', async () => {
      const orderRef = freshRef<OrderRef>();
      await claim(release(orderRef, ['f:0:5'], 1));
      const before = await storeOf().shipmentsOf([orderRef]);
      await claim(release(orderRef, ['f:0:9'], 3));
      expect(await storeOf().shipmentsOf([orderRef])).toEqual(before);
    });

    test('are taken back when they were not committed, and told when they were', async () => {
      const [mine, theirs, none] = [freshRef<OrderRef>(), freshRef<OrderRef>(), freshRef<OrderRef>()];
      await claim(release(mine, ['f:0:5']), release(theirs, ['f:0:6']));
      const tries = [release(mine, ['f:0:5']), release(theirs, ['f:0:9']), release(none, ['f:0:1'])];
      expect(await storeOf().withdraw(tries)).toEqual(new Set([theirs]));
      expect(await claim(release(mine, ['f:0:8']), release(theirs, ['f:0:9']))).toEqual(['won', 'lost']);
      expect(await storeOf().withdraw([])).toEqual(new Set());
    });

    test('of more orders than one command holds are all told apart', async () => {
      const many = Array.from({ length: 1_500 }, (_, i) => release(freshRef(), [`f:0:${i}`]));
      expect(new Set(await claim(...many))).toEqual(new Set(['won']));
      const again = many.map((one, i) => (i % 2 === 0 ? one : { ...one, positions: ['f:9:9'] }));
      const outcomes = await claim(...again);
      expect(outcomes).toEqual(many.map((_, i) => (i % 2 === 0 ? 'repeat' : 'lost')));
    });
  });

  describe(`${name}: orders that wait`, () => {
    test('are found by their lane after a restart, with the facts they came with last', async () => {
      const [one, other, lane] = [freshRef<OrderRef>(), freshRef<OrderRef>(), 1_000 + made];
      await storeOf().putWaiting([
        { orderRef: one, lane, facts: Buffer.from('old') },
        { orderRef: other, lane: lane + 1, facts: Buffer.from('elsewhere') },
      ]);
      await storeOf().putWaiting([{ orderRef: one, lane, facts: Buffer.from('new') }]);
      const found = await storeOf().waitingIn(lane);
      expect(found.map(({ orderRef, facts }) => [orderRef, facts.toString()])).toEqual([[one, 'new']]);
      await storeOf().forgetWaiting([one, freshRef()]);
      await storeOf().forgetWaiting([]);
      expect(await storeOf().waitingIn(lane)).toEqual([]);
      expect(await storeOf().waitingIn(lane + 1)).toHaveLength(1);
    });
  });

  describe(`${name}: erasing`, () => {
    test('takes the address and the waiting entry away and leaves a guard that can still name the tombstones', async () => {
      const [mine, theirs, lane] = [freshRef<OrderRef>(), freshRef<OrderRef>(), 1_000 + made];
      const [gone, stays] = [release(mine, ['f:0:1'], 2), release(theirs, ['f:0:2'])];
      await claim(gone, stays);
      const sealed = Buffer.from('sealed');
      await storeOf().putBlocks([mine, theirs].map((orderRef) => ({ orderRef, sealed })));
      await storeOf().putWaiting([mine, theirs].map((orderRef) => ({ orderRef, lane, facts: Buffer.from('facts') })));
      for (const atMs of [5, 6]) await storeOf().erase([mine, freshRef()], atMs);
      await storeOf().erase([], 7);
      expect([...(await storeOf().blocksOf([mine, theirs])).keys()]).toEqual([theirs]);
      expect((await storeOf().waitingIn(lane)).map(({ orderRef }) => orderRef)).toEqual([theirs]);
      const erasedRefs = (await storeOf().shipmentsOf([mine])).map(({ shipmentRef, erased }) => [shipmentRef, erased]);
      expect(erasedRefs).toEqual(gone.parcels.map(({ shipmentRef }) => [shipmentRef, true]));
      expect(await storeOf().shipmentsOf([theirs])).toMatchObject([{ erased: false }]);
      expect(await claim(release(mine, ['f:0:1']))).toEqual(['lost']);
      expect(await storeOf().withdraw([release(mine, ['f:0:1'])])).toEqual(new Set([mine]));
    });
  });
}
