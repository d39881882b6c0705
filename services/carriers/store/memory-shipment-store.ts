// What carriers keeps, in memory: for tests of the flow. Behaves as the MongoDB adapter does.
import type { OrderRef, ShipmentRef } from '#shared/domain/refs';
import type { KnownShipment, Shipment, ShipmentStore, WaitingOrder } from './shipment-store.js';

export function createMemoryShipmentStore(): ShipmentStore {
  const blocks = new Map<OrderRef, Buffer>();
  const shipments = new Map<ShipmentRef, Shipment & { readonly claim: string; erased: boolean }>();
  const waiting = new Map<OrderRef, WaitingOrder>();
  return {
    putBlocks: async (entries) => {
      for (const { orderRef, sealed } of entries) blocks.set(orderRef, Buffer.from(sealed));
    },
    blocksOf: async (orderRefs) =>
      new Map(orderRefs.flatMap((ref) => (blocks.has(ref) ? [[ref, blocks.get(ref) as Buffer]] : []))),
    claimShipments: async (entries) =>
      entries.map((entry) => {
        const there = shipments.get(entry.shipmentRef);
        if (there !== undefined) return there.claim === entry.claim ? 'repeat' : 'lost';
        shipments.set(entry.shipmentRef, { ...entry, erased: false });
        return 'won';
      }),
    shipmentsByRef: async (refs) =>
      new Map(refs.flatMap((ref) => (shipments.has(ref) ? [[ref, known(shipments.get(ref) as never)]] : []))),
    shipmentsOf: async (orderRefs) =>
      [...shipments.values()].filter(({ orderRef }) => orderRefs.includes(orderRef)).map(known),
    putWaiting: async (orders) => {
      // The first claim stays: it is the one that may have released parcels already.
      for (const order of orders)
        waiting.set(order.orderRef, { ...order, claim: waiting.get(order.orderRef)?.claim ?? order.claim });
    },
    waitingIn: async (lane) => [...waiting.values()].filter((order) => order.lane === lane),
    forgetWaiting: async (orderRefs) => {
      for (const orderRef of orderRefs) waiting.delete(orderRef);
    },
    erase: async (orderRefs) => {
      let touched = 0;
      for (const orderRef of orderRefs) {
        if (blocks.delete(orderRef)) touched++;
        if (waiting.delete(orderRef)) touched++;
        for (const shipment of shipments.values()) {
          if (shipment.orderRef !== orderRef) continue;
          shipment.erased = true;
          touched++;
        }
      }
      return touched;
    },
  };
}

function known({ shipmentRef, orderRef, carrierId, parcel, parcels, erased }: KnownShipment): KnownShipment {
  return { shipmentRef, orderRef, carrierId, parcel, parcels, erased };
}
