// What every store of carriers must do; run against the one in memory and the one in MongoDB.
import { describe, expect, test } from '@jest/globals';
import type { OrderRef, ShipmentRef } from '#shared/domain/refs';
import type { Clearance } from '#services/carriers/domain/clearance';
import type { ParcelAtCarrier, Stage } from '#services/carriers/domain/reconcile';
import { isSameTry } from '#services/carriers/domain/release-try';
import type { KnownShipment, Release, ReleasedOrder, ShipmentStore } from '#services/carriers/store/shipment-store';

let made = 0;

const assessed = (revision: number, verdict: Clearance['verdict'], at = 1): Clearance => {
  return { revision, verdict, ruling: null, ruledAt: -1, at };
};

const decided = (ruling: Clearance['ruling'], ruledAt: number, at: number): Clearance => {
  return { revision: -1, verdict: null, ruling, ruledAt, at };
};

function freshRef<Ref extends OrderRef | ShipmentRef>(): Ref {
  return `${String(made++).padStart(21, 's')}A` as Ref;
}

function release(orderRef: OrderRef, positions: readonly string[], parcels = 1, isTriedAnew = false): Release {
  const numbered = Array.from({ length: parcels }, (_, i): ParcelAtCarrier => {
    return { shipmentRef: freshRef<ShipmentRef>(), carrierId: 'swiftpost', parcel: i + 1, stage: 'released' };
  });
  return { orderRef, goneOut: { revision: 1, isPending: false, parcels: numbered }, positions, isTriedAnew };
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
    const stored = async (orderRef: OrderRef): Promise<ReleasedOrder> =>
      (await storeOf().releasesOf([orderRef])).get(orderRef) as ReleasedOrder;
    const shipmentOf = async ({ goneOut }: Release, at = 0): Promise<KnownShipment> => {
      const shipmentRef = goneOut.parcels[at]?.shipmentRef as ShipmentRef;
      return (await storeOf().shipmentsByRef([shipmentRef])).get(shipmentRef) as KnownShipment;
    };

    test('are taken by the first who asks; everybody else is told what is there and changes nothing', async () => {
      const [one, other] = [release(freshRef(), ['f:0:5', 's:0:9'], 2), release(freshRef(), ['f:0:6'])];
      expect(await claim(one, other)).toEqual([null, null]);
      const there = { orderRef: one.orderRef, ...one.goneOut, version: 0, marks: one.positions, erased: false };
      expect(await claim(release(freshRef(), []), release(one.orderRef, ['f:0:7'], 3))).toEqual([null, there]);
      expect(await storeOf().releasesOf([one.orderRef, freshRef()])).toEqual(new Map([[one.orderRef, there]]));
      expect(await claim()).toEqual([]);
      expect(await storeOf().releasesOf([])).toEqual(new Map());
    });

    test('are found by the reference of each of their parcels, with how many there are', async () => {
      const two = release(freshRef(), ['f:0:5'], 2);
      await claim(two, release(freshRef(), ['f:0:6']));
      const { orderRef, goneOut } = two;
      const known = goneOut.parcels.map((parcel) => ({ ...parcel, orderRef, parcels: 2, erased: false }));
      expect(await storeOf().shipmentsOf([orderRef, freshRef()])).toEqual(known);
      const [, second] = known;
      expect(await storeOf().shipmentsByRef([second?.shipmentRef as ShipmentRef, freshRef()])).toEqual(
        new Map([[second?.shipmentRef, second]]),
      );
    });

    test('change with parcels that come, go and are withdrawn, and wait for what is held', async () => {
      const { orderRef, goneOut, ...rest } = release(freshRef(), ['f:0:5']);
      await claim({ orderRef, goneOut, ...rest });
      const [first] = goneOut.parcels as [ParcelAtCarrier];
      const elsewhere = { ...first, shipmentRef: freshRef<ShipmentRef>(), carrierId: 'parcelway' };
      const moved = { revision: 3, isPending: false, parcels: [{ ...first, stage: 'withdrawn' as Stage }, elsewhere] };
      const change = async (next: Release['goneOut'], positions: string[]): Promise<boolean> =>
        storeOf().changeReleases([
          { before: await stored(orderRef), release: { orderRef, goneOut: next, positions, isTriedAnew: false } },
        ]);
      expect(await change(moved, ['f:0:8'])).toBe(true);
      expect(await stored(orderRef)).toEqual({ orderRef, ...moved, version: 1, marks: ['f:0:8'], erased: false });
      expect(await storeOf().shipmentsOf([orderRef])).toMatchObject([{ parcels: 1 }, { parcels: 1 }]);
      const held = { revision: 4, isPending: true, parcels: moved.parcels };
      expect(await change(held, ['f:0:9'])).toBe(true);
      expect(await stored(orderRef)).toMatchObject({ isPending: true, revision: 4 });
      expect(await change(moved, ['f:0:10'])).toBe(true);
      expect(await stored(orderRef)).toMatchObject({ isPending: false, version: 3 });
    });

    test('are not changed by who has not read the newest of them, and the others of the call are', async () => {
      const [one, other] = [release(freshRef(), ['f:0:1']), release(freshRef(), ['f:0:2'])];
      await claim(one, other);
      const [oldOne, oldOther] = [await stored(one.orderRef), await stored(other.orderRef)];
      await storeOf().advance([{ shipment: await shipmentOf(one), stage: 'handed-over' }]);
      const next = { ...other.goneOut, revision: 9 };
      const changes = [
        { before: oldOne, release: { ...one, goneOut: { ...one.goneOut, revision: 9 } } },
        { before: oldOther, release: { ...other, goneOut: next } },
      ];
      expect(await storeOf().changeReleases(changes)).toBe(false);
      expect(await stored(one.orderRef)).toMatchObject({ revision: 1, parcels: [{ stage: 'handed-over' }] });
      expect(await stored(other.orderRef)).toMatchObject({ revision: 9 });
      expect(await storeOf().changeReleases([])).toBe(true);
    });

    test('remember how far each parcel got, and say when somebody else moved it first', async () => {
      const two = release(freshRef(), ['f:0:5'], 2);
      await claim(two);
      const [first, second] = [await shipmentOf(two, 0), await shipmentOf(two, 1)];
      expect(await storeOf().advance([{ shipment: second, stage: 'handed-over' }])).toBe(true);
      expect(await storeOf().advance([{ shipment: await shipmentOf(two, 1), stage: 'ended' }])).toBe(true);
      const both = [
        { shipment: first, stage: 'ended' as const },
        { shipment: second, stage: 'handed-over' as const },
      ];
      expect(await storeOf().advance(both)).toBe(false);
      expect((await stored(two.orderRef)).parcels.map(({ stage }) => stage)).toEqual(['ended', 'ended']);
      expect(await storeOf().advance([])).toBe(true);
    });

    test('that no record brought about are known again by the next look at all that wait', async () => {
      const orderRef = freshRef<OrderRef>();
      await claim(release(orderRef, [], 1, true));
      const { marks } = await stored(orderRef);
      expect(isSameTry(release(orderRef, ['f:0:5'], 1, true), marks)).toBe(true);
      expect(isSameTry(release(orderRef, ['f:0:5']), marks)).toBe(false);
      expect(isSameTry(release(orderRef, ['f:0:5', 's:0:1']), ['s:0:1'])).toBe(true);
    });

    test('of more orders than one command holds are all told apart', async () => {
      const many = Array.from({ length: 1_500 }, (_, i) => release(freshRef(), [`f:0:${i}`]));
      expect(new Set(await claim(...many))).toEqual(new Set([null]));
      const again = await claim(...many.map((one, i) => (i % 2 === 0 ? one : release(freshRef(), ['f:9:9']))));
      expect(again.map((one) => one?.orderRef ?? null)).toEqual(
        many.map((one, i) => (i % 2 === 0 ? one.orderRef : null)),
      );
    });
  });

  describe(`${name}: orders that wait`, () => {
    test('are found by their lane after a restart, with the facts they came with last', async () => {
      const [one, other, lane] = [freshRef<OrderRef>(), freshRef<OrderRef>(), 1_000 + made];
      await storeOf().putWaiting([
        { orderRef: one, lane, facts: Buffer.from('old'), since: 4 },
        { orderRef: other, lane: lane + 1, facts: Buffer.from('elsewhere'), since: 4 },
      ]);
      await storeOf().putWaiting([{ orderRef: one, lane, facts: Buffer.from('new'), since: 5 }]);
      const found = await storeOf().waitingIn(lane);
      expect(found.map(({ orderRef, facts, since }) => [orderRef, facts.toString(), since])).toEqual([[one, 'new', 5]]);
      await storeOf().forgetWaiting([one, freshRef()]);
      await storeOf().forgetWaiting([]);
      expect(await storeOf().waitingIn(lane)).toEqual([]);
      expect(await storeOf().waitingIn(lane + 1)).toHaveLength(1);
    });
  });

  describe(`${name}: what fraud control said`, () => {
    const put = (orderRef: OrderRef, clearance: Clearance) => storeOf().putClearances(new Map([[orderRef, clearance]]));
    const known = async (orderRef: OrderRef) => (await storeOf().clearancesOf([orderRef])).get(orderRef);

    test('is the highest revision and the newest decision, in whatever order they come', async () => {
      const [one, none] = [freshRef<OrderRef>(), freshRef<OrderRef>()];
      await put(one, assessed(5, 'REVIEW', 50));
      await put(one, assessed(4, 'RELEASE', 60));
      await put(one, assessed(5, 'REVIEW', 70));
      expect(await known(one)).toEqual(assessed(5, 'REVIEW', 50));
      await put(one, decided('REFUSE', 9, 80));
      await put(one, decided('RELEASE', 8, 90));
      await put(one, decided('RELEASE', 9, 90));
      expect(await known(one)).toEqual({ ...decided('REFUSE', 9, 80), revision: 5, verdict: 'REVIEW' });
      await put(one, assessed(6, 'RELEASE', 95));
      expect(await known(one)).toEqual({ ...decided('REFUSE', 9, 95), revision: 6, verdict: 'RELEASE' });
      expect(await known(none)).toBeUndefined();
    });

    test('may be a decision before anything was assessed', async () => {
      const one = freshRef<OrderRef>();
      await put(one, decided('RELEASE', 9, 80));
      expect(await known(one)).toEqual(decided('RELEASE', 9, 80));
      await put(one, assessed(0, 'BLOCK', 85));
      expect(await known(one)).toEqual({ ...decided('RELEASE', 9, 85), revision: 0, verdict: 'BLOCK' });
    });
  });

  describe(`${name}: erasing`, () => {
    test('takes the address and the waiting entry away and leaves a guard that can still name the tombstones', async () => {
      const [mine, theirs, lane] = [freshRef<OrderRef>(), freshRef<OrderRef>(), 1_000 + made];
      const [gone, stays] = [release(mine, ['f:0:1'], 2), release(theirs, ['f:0:2'])];
      await claim(gone, stays);
      const sealed = Buffer.from('sealed');
      await storeOf().putBlocks([mine, theirs].map((orderRef) => ({ orderRef, sealed })));
      const facts = Buffer.from('facts');
      await storeOf().putWaiting([mine, theirs].map((orderRef) => ({ orderRef, lane, facts, since: 1 })));
      await storeOf().putClearances(new Map([mine, theirs].map((orderRef) => [orderRef, assessed(1, 'RELEASE')])));
      for (const atMs of [5, 6]) await storeOf().erase([mine, freshRef()], atMs);
      await storeOf().erase([], 7);
      expect([...(await storeOf().blocksOf([mine, theirs])).keys()]).toEqual([theirs]);
      expect((await storeOf().waitingIn(lane)).map(({ orderRef }) => orderRef)).toEqual([theirs]);
      expect([...(await storeOf().clearancesOf([mine, theirs])).keys()]).toEqual([theirs]);
      const erasedRefs = (await storeOf().shipmentsOf([mine])).map(({ shipmentRef, erased }) => [shipmentRef, erased]);
      expect(erasedRefs).toEqual(gone.goneOut.parcels.map(({ shipmentRef }) => [shipmentRef, true]));
      expect(await storeOf().shipmentsOf([theirs])).toMatchObject([{ erased: false }]);
      expect(await claim(release(mine, ['f:0:1']))).toMatchObject([{ erased: true }]);
    });
  });
}
