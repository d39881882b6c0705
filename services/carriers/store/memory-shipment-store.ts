// What carriers keeps, in memory: for tests of the flow. Passes the same suite as the MongoDB one.
import type { OrderRef } from '#shared/domain/refs';
import {
  isSameTry,
  type KnownShipment,
  marksOf,
  type Release,
  type ShipmentStore,
  type WaitingOrder,
} from './shipment-store.js';

interface Released extends Release {
  readonly marks: readonly string[];
  readonly erased: boolean;
}

export function createMemoryShipmentStore(): ShipmentStore {
  const blocks = new Map<OrderRef, Buffer>();
  const releases = new Map<OrderRef, Released>();
  const waiting = new Map<OrderRef, WaitingOrder>();
  return {
    putBlocks: async (entries) => {
      for (const { orderRef, sealed } of entries) blocks.set(orderRef, Buffer.from(sealed));
    },
    blocksOf: async (orderRefs) => picked(blocks, orderRefs),
    claimReleases: async (entries) =>
      entries.map((entry) => {
        const before = releases.get(entry.orderRef);
        if (before !== undefined && (before.erased || !isSameTry(entry, before.marks))) return 'lost';
        releases.set(entry.orderRef, { ...entry, marks: marksOf(entry), erased: false });
        return before === undefined ? 'won' : 'repeat';
      }),
    withdraw: async (tries) => {
      const released = new Set<OrderRef>();
      for (const one of tries) {
        const before = releases.get(one.orderRef);
        if (before === undefined) continue;
        if (!before.erased && isSameTry(one, before.marks)) releases.delete(one.orderRef);
        else released.add(one.orderRef);
      }
      return released;
    },
    shipmentsByRef: async (refs) => {
      const all = [...releases.values()].flatMap(toShipments);
      return new Map(all.flatMap((one) => (refs.includes(one.shipmentRef) ? [[one.shipmentRef, one]] : [])));
    },
    shipmentsOf: async (orderRefs) => [...picked(releases, orderRefs).values()].flatMap(toShipments),
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
        const release = releases.get(orderRef);
        if (release !== undefined) releases.set(orderRef, { ...release, erased: true });
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

function toShipments({ orderRef, carrierId, parcels, erased }: Released): KnownShipment[] {
  return parcels.map((parcel) => ({ ...parcel, orderRef, carrierId, parcels: parcels.length, erased }));
}
