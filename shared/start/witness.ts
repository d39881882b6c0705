// Remembers one order per carrier and what that carrier got of it, so that the summary can lay the two side by side.
import type { Refs } from '#shared/refs/refs';
import type { ShipmentSeen } from '#shared/sample/carrier-system';
import type { PlainOrder } from '#shared/sample/orders/plain-order';

export interface Observed {
  readonly carrierId: string;
  readonly order: PlainOrder;
  readonly shipmentRef: string;
  readonly seen: ShipmentSeen;
}

export interface Witness {
  placed(order: PlainOrder): void;
  carrierSaw(carrierId: string, shipmentRef: string, seen: ShipmentSeen): void;
  /** One order per carrier, the first that both sides were seen of. */
  observed(): readonly Observed[];
}

/** Orders looked at per carrier: the first ones may be cancelled before a carrier gets them. */
const CANDIDATES = 40;

export function createWitness(refs: Pick<Refs, 'shipmentRef'>): Witness {
  const expected = new Map<string, PlainOrder>();
  const perCarrier = new Map<string, number>();
  const observed = new Map<string, Observed>();
  return {
    placed: (order) => {
      const shipping = order.shipping['fulfilment.orders.Shipping'];
      const count = perCarrier.get(shipping.carrierId) ?? 0;
      if (count >= CANDIDATES) return;
      perCarrier.set(shipping.carrierId, count + 1);
      expected.set(refs.shipmentRef(shipping.carrierId, order.orderId, 1), order);
    },
    carrierSaw: (carrierId, shipmentRef, seen) => {
      const order = expected.get(shipmentRef);
      if (order !== undefined && !observed.has(carrierId))
        observed.set(carrierId, { carrierId, order, shipmentRef, seen });
    },
    observed: () => [...observed.values()],
  };
}
