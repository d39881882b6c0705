// What one event does to one order. Pure: the same state and event give the same outcome, however often they are delivered.
import type { OrderEvent, Placed, PlacementRefused } from './order-event.js';
import type { Facts, OrderState } from './order-state.js';

export type Applied =
  /** The facts changed: publish the new snapshot. */
  | { readonly kind: 'applied'; readonly state: OrderState }
  /** The same record again after a crash: publish the snapshot again, change nothing. */
  | { readonly kind: 'repeated'; readonly state: OrderState }
  /** Its order has not arrived yet: keep it until then. */
  | { readonly kind: 'early' }
  | { readonly kind: 'refused'; readonly code: RefusalCode };

export type RefusalCode = 'EVENT_DUPLICATE' | 'ORDER_DUPLICATE' | 'ORDER_REFUSED' | 'EVENT_OUT_OF_ORDER';

/** Applies `event` to `state` (undefined: nothing known of the order) under the given policy version. */
export function applyEvent(state: OrderState | undefined, event: OrderEvent, policyVersion: number): Applied {
  if (state === undefined) {
    if (event.type === 'placed') return applied(placedFacts(event, 1, policyVersion), undefined, event);
    if (event.type === 'placement-refused') return applied(refusedFacts(event, 1, policyVersion), undefined, event);
    // An address can't be kept until its order comes: there is no key yet to seal it with.
    return event.type === 'address-corrected' ? refused('EVENT_OUT_OF_ORDER') : { kind: 'early' };
  }
  for (const { position, code } of state.refused) if (position === event.position) return refused(code as RefusalCode);
  for (const earlier of state.applied) {
    if (earlier.position === event.position) return { kind: 'repeated', state };
    if (earlier.eventId === event.eventId) return refused('EVENT_DUPLICATE');
  }
  const { facts } = state;
  if (event.type === 'placed') {
    if (facts.state === 'PLACED') return refused('ORDER_DUPLICATE');
    return applied(placedFacts(event, facts.revision + 1, policyVersion), state, event);
  }
  if (event.type === 'placement-refused') {
    if (facts.state === 'PLACED') return refused('ORDER_DUPLICATE');
    return applied(refusedFacts(event, facts.revision + 1, policyVersion), state, event);
  }
  if (facts.state === 'REFUSED') return refused('ORDER_REFUSED');
  const change = changeOf(facts, event);
  if (change === undefined) return refused('EVENT_OUT_OF_ORDER');
  const lastEventAt = Math.max(facts.lastEventAt, event.occurredAt);
  const revision = facts.revision + 1;
  const deliveryRevision = CHANGES_DELIVERY.has(event.type) ? revision : facts.deliveryRevision;
  const addressRevision = event.type === 'address-corrected' ? revision : facts.addressRevision;
  const revisions = { revision, deliveryRevision, addressRevision };
  return applied({ ...facts, ...change, ...revisions, policyVersion, lastEventAt }, state, event);
}

/** What alters which parcels go out, to whom, with what in them. */
const CHANGES_DELIVERY: ReadonlySet<OrderEvent['type']> = new Set([
  'packed',
  'cancelled',
  'rerouted',
  'address-corrected',
]);

/** Of one order, newest: a unit in flight holds far fewer that are not committed yet. */
const MOST_REFUSED = 100;

/** What a later event can make acceptable: a case is opened, an order is placed (again). */
const TURNABLE: ReadonlySet<OrderEvent['type']> = new Set([
  'after-sales-opened',
  'after-sales-closed',
  'address-corrected',
]);

/**
 * The state that knows of this refusal. Most refusals hold for ever and need no memory; a case, however, opens and closes again, and a
 * redelivery must not accept afterwards what was refused before.
 */
export function rememberRefusal(state: OrderState, event: OrderEvent, code: RefusalCode): OrderState {
  if (!TURNABLE.has(event.type) || (code !== 'EVENT_OUT_OF_ORDER' && code !== 'ORDER_REFUSED')) return state;
  const { position } = event;
  if (state.refused.some((earlier) => earlier.position === position)) return state;
  return { ...state, refused: [...state.refused, { position, code }].slice(-MOST_REFUSED) };
}

/** The changed fields, or undefined when the event contradicts what is already known. */
function changeOf(facts: Facts, event: Exclude<OrderEvent, Placed | PlacementRefused>): Partial<Facts> | undefined {
  switch (event.type) {
    case 'payment-confirmed':
      if (facts.paidAt !== null || facts.cancelledAt !== null) return undefined;
      return { paidAt: event.occurredAt };
    case 'cancelled':
      if (facts.cancelledAt !== null) return undefined;
      return { cancelledAt: event.occurredAt, cancelReason: event.reason };
    case 'packed':
      if (facts.cancelledAt !== null || facts.parcels.length > 0) return undefined;
      return { parcels: event.parcels };
    case 'rerouted': {
      if (facts.cancelledAt !== null) return undefined;
      const { carrierId, serviceLevel } = event;
      return { carrierId, serviceLevel };
    }
    case 'address-corrected': {
      if (facts.cancelledAt !== null) return undefined;
      const { destinationCountry, carrierId, serviceLevel, deliveryKind } = event;
      return { destinationCountry, carrierId, serviceLevel, deliveryKind };
    }
    case 'after-sales-opened':
      if (facts.openCases.includes(event.caseId)) return undefined;
      return { openCases: [...facts.openCases, event.caseId].sort() };
    case 'after-sales-closed':
      if (!facts.openCases.includes(event.caseId)) return undefined;
      return {
        openCases: facts.openCases.filter((caseId) => caseId !== event.caseId),
        caseClosedAt: Math.max(facts.caseClosedAt ?? 0, event.occurredAt),
      };
  }
}

function placedFacts(event: Placed, revision: number, policyVersion: number): Facts {
  return {
    orderRef: event.orderRef,
    orderId: event.orderId,
    customerRef: event.customerRef,
    policyVersion,
    revision,
    placedAt: event.occurredAt,
    destinationCountry: event.destinationCountry,
    carrierId: event.carrierId,
    serviceLevel: event.serviceLevel,
    deliveryKind: event.deliveryKind,
    items: event.items,
    amount: event.amount,
    currency: event.currency,
    state: 'PLACED',
    refusalCodes: [],
    paidAt: null,
    cancelledAt: null,
    cancelReason: null,
    parcels: [],
    openCases: [],
    caseClosedAt: null,
    lastEventAt: event.occurredAt,
    deliveryRevision: revision,
    addressRevision: revision,
    refusalPaths: [],
  };
}

function refusedFacts(event: PlacementRefused, revision: number, policyVersion: number): Facts {
  return {
    orderRef: event.orderRef,
    orderId: event.orderId,
    customerRef: null,
    policyVersion,
    revision,
    placedAt: null,
    destinationCountry: null,
    carrierId: null,
    serviceLevel: null,
    deliveryKind: null,
    items: [],
    amount: null,
    currency: null,
    state: 'REFUSED',
    refusalCodes: event.codes,
    paidAt: null,
    cancelledAt: null,
    cancelReason: null,
    parcels: [],
    openCases: [],
    caseClosedAt: null,
    lastEventAt: event.occurredAt,
    deliveryRevision: revision,
    addressRevision: revision,
    refusalPaths: event.fieldPaths,
  };
}

function applied(facts: Facts, before: OrderState | undefined, event: OrderEvent): Applied {
  const entry = { eventId: event.eventId, position: event.position };
  return {
    kind: 'applied',
    state: { facts, applied: [...(before?.applied ?? []), entry], refused: before?.refused ?? [] },
  };
}

function refused(code: RefusalCode): Applied {
  return { kind: 'refused', code };
}
