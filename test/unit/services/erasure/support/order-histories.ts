// Whole lives of orders, as the records that intake and carriers publish about them.
import type { OrderFacts, ShipmentProgress } from '#schemas/generated/records';
import { orderRefOf } from './tracked-orders.js';

export interface OrderHistory {
  readonly orderId: string;
  readonly orderRef: string;
  readonly facts: readonly OrderFacts[];
  readonly progress: readonly ShipmentProgress[];
  /** The last status before ERASED and its outcome. */
  readonly outcome: 'DELIVERED' | 'RETURNED' | 'LOST' | 'CANCELLED' | 'REFUSED';
}

export const HISTORY_KINDS = [
  'delivered',
  'two-parcels',
  'returned',
  'lost',
  'cancelled',
  'cancelled-under-way',
  'refused',
  'placed-again',
  'after-sales',
] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

/** Everything happens in the first seconds of time 0: what counts is how long after. */
export function historyOf(name: string, kind: HistoryKind): OrderHistory {
  const orderId = `order-${name}`;
  const orderRef = orderRefOf(name);
  const facts = (revision: number, changes: Partial<OrderFacts> = {}): OrderFacts => ({
    orderRef,
    orderId,
    customerRef: null,
    policyVersion: 1,
    revision,
    placedAt: 10,
    destinationCountry: 'DE',
    carrierId: 'swiftpost',
    serviceLevel: 'standard',
    deliveryKind: 'HOME',
    items: [],
    amount: null,
    currency: null,
    state: 'PLACED',
    refusalCodes: [],
    refusalPaths: [],
    paidAt: null,
    cancelledAt: null,
    cancelReason: null,
    parcels: [],
    openCases: [],
    caseClosedAt: null,
    lastEventAt: revision * 10,
    deliveryRevision: 1,
    addressRevision: 1,
    ...changes,
  });
  const step = (
    state: ShipmentProgress['state'],
    at: number,
    changes: Partial<ShipmentProgress> = {},
  ): ShipmentProgress => ({
    orderRef,
    shipmentRef: null,
    carrierId: 'swiftpost',
    parcel: 1,
    parcels: 1,
    state,
    reasonCode: null,
    policyVersion: 1,
    fieldPaths: [],
    at,
    ...changes,
  });
  const placed = [facts(1), facts(2, { paidAt: 20 })];
  const cancelled = facts(3, { paidAt: 20, cancelledAt: 30, cancelReason: 'CUSTOMER' });
  const refused = facts(1, { state: 'REFUSED', placedAt: null, refusalCodes: ['COUNTRY_UNKNOWN'] });
  const trip = [step('RELEASED', 25), step('ACCEPTED', 40), step('IN_TRANSIT', 50), step('OUT_FOR_DELIVERY', 60)];
  const second = { parcel: 2, parcels: 2 };
  const lives: Readonly<Record<HistoryKind, Omit<OrderHistory, 'orderId' | 'orderRef'>>> = {
    delivered: {
      facts: placed,
      progress: [step('HELD', 22, { parcel: 0, reasonCode: 'X' }), ...trip, step('DELIVERED', 70)],
      outcome: 'DELIVERED',
    },
    'two-parcels': {
      facts: placed,
      progress: [
        step('RELEASED', 25, { parcels: 2 }),
        step('RELEASED', 25, second),
        step('DELIVERED', 70, { parcels: 2 }),
        step('DELIVERED', 90, second),
      ],
      outcome: 'DELIVERED',
    },
    returned: { facts: placed, progress: [...trip, step('RETURNED', 70), step('DELIVERED', 80)], outcome: 'RETURNED' },
    lost: { facts: placed, progress: [...trip, step('LOST', 70)], outcome: 'LOST' },
    cancelled: { facts: [...placed, cancelled], progress: [step('RELEASED', 25)], outcome: 'CANCELLED' },
    'cancelled-under-way': {
      facts: [...placed, cancelled],
      progress: [...trip, step('RETURNED', 70)],
      outcome: 'RETURNED',
    },
    refused: { facts: [refused], progress: [], outcome: 'REFUSED' },
    'placed-again': { facts: [refused, facts(2)], progress: [...trip, step('DELIVERED', 70)], outcome: 'DELIVERED' },
    'after-sales': {
      facts: [...placed, facts(3, { openCases: ['case-1'] }), facts(4, { openCases: [] })],
      progress: [...trip, step('DELIVERED', 28)],
      outcome: 'DELIVERED',
    },
  };
  return { orderId, orderRef, ...lives[kind] };
}
