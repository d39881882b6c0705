// What carriers keeps, in memory: for tests of the flow. Passes the same suite as the MongoDB one.
import type { OrderRef } from '#shared/domain/refs';
import { type Clearance, joined } from '../domain/clearance.js';
import type { ParcelAtCarrier } from '../domain/reconcile.js';
import { marksOf } from '../domain/release-try.js';
import {
  type Release,
  type ReleasedOrder,
  type ShipmentStore,
  toShipments,
  type WaitingOrder,
} from './shipment-store.js';

export function createMemoryShipmentStore(): ShipmentStore {
  const blocks = new Map<OrderRef, Buffer>();
  const releases = new Map<OrderRef, ReleasedOrder>();
  const waiting = new Map<OrderRef, WaitingOrder>();
  const clearances = new Map<OrderRef, Clearance>();
  return {
    putBlocks: async (entries) => {
      for (const { orderRef, sealed } of entries) blocks.set(orderRef, Buffer.from(sealed));
    },
    blocksOf: async (orderRefs) => picked(blocks, orderRefs),
    claimReleases: async (entries) =>
      entries.map((entry) => {
        const before = releases.get(entry.orderRef);
        if (before === undefined) releases.set(entry.orderRef, stored(entry, 0));
        return before ?? null;
      }),
    releasesOf: async (orderRefs) => picked(releases, orderRefs),
    changeReleases: async (changes) => {
      let all = true;
      for (const { before, release } of changes) {
        if (releases.get(before.orderRef)?.version === before.version)
          releases.set(before.orderRef, { ...stored(release, before.version + 1), erased: before.erased });
        else all = false;
      }
      return all;
    },
    advance: async (steps) => {
      let all = true;
      for (const { shipment, stage } of steps) {
        const { orderRef, shipmentRef } = shipment;
        const order = releases.get(orderRef);
        const isAsRead = (one: ParcelAtCarrier): boolean =>
          one.shipmentRef === shipmentRef && one.stage === shipment.stage;
        if (order?.parcels.some(isAsRead) === true) {
          const parcels = order.parcels.map((one) => (isAsRead(one) ? { ...one, stage } : one));
          releases.set(orderRef, { ...order, parcels, version: order.version + 1 });
        } else all = false;
      }
      return all;
    },
    shipmentsByRef: async (refs) => {
      const all = [...releases.values()].flatMap(toShipments);
      return new Map(all.flatMap((one) => (refs.includes(one.shipmentRef) ? [[one.shipmentRef, one]] : [])));
    },
    shipmentsOf: async (orderRefs) => [...picked(releases, orderRefs).values()].flatMap(toShipments),
    putClearances: async (entries) => {
      for (const [orderRef, news] of entries) clearances.set(orderRef, joined(clearances.get(orderRef), news));
    },
    clearancesOf: async (orderRefs) => picked(clearances, orderRefs),
    putWaiting: async (orders) => {
      for (const order of orders) waiting.set(order.orderRef, { ...order, facts: Buffer.from(order.facts) });
    },
    waitingIn: async (lane) => [...waiting.values()].filter((order) => order.lane === lane),
    forgetWaiting: async (orderRefs) => {
      for (const orderRef of orderRefs) waiting.delete(orderRef);
    },
    erase: async (orderRefs) => {
      for (const orderRef of orderRefs) {
        blocks.delete(orderRef);
        waiting.delete(orderRef);
        clearances.delete(orderRef);
        const release = releases.get(orderRef);
        if (release !== undefined) releases.set(orderRef, { ...release, erased: true, version: release.version + 1 });
      }
    },
  };
}

function picked<T>(from: ReadonlyMap<OrderRef, T>, orderRefs: readonly OrderRef[]): Map<OrderRef, T> {
  return new Map(
    orderRefs.flatMap((ref) => {
      const found = from.get(ref);
      return found === undefined ? [] : [[ref, found]];
    }),
  );
}

function stored(release: Release, version: number): ReleasedOrder {
  return { orderRef: release.orderRef, ...release.goneOut, marks: marksOf(release), version, erased: false };
}
