// Typed events → checked events: formats, forbidden data, addresses, carriers; personal blocks are split off the facts.
// A refused OrderPlaced still reaches the order's state, so that the order service is told; other refused events end here.
import type { OrderPlaced, Shipping } from '#schemas/generated/records';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import { isPlausibleTime } from '#shared/domain/plausible-time';
import type { OrderRef } from '#shared/domain/refs';
import type { RefusalCode } from '#shared/errors/catalogue';
import { findEventFaults, gravest } from '#shared/order-rules/event-faults';
import { isSoundOrderId } from '#shared/order-rules/event-schemas';
import type { Fault } from '#shared/order-rules/find-faults';
import { addressOf, plainOf } from '#shared/order-rules/plain-parts';
import { deadLetter, ok, type Outcome } from '#shared/pipeline/outcome';
import type { Item, Step } from '#shared/pipeline/step';
import type { Policy } from '#shared/policy/policy';
import type { PolicySource } from '#shared/policy/ports';
import type { Refs } from '#shared/refs/refs';
import type { HashContact } from '#shared/order-rules/fraud-part';
import type { OrderEvent } from '../domain/order-event.js';
import { type CheckedEvent, type PlainBlock, positionOf } from './checked-event.js';
import type { EventRecord } from './decode-events.js';
import type { OpenedEvent } from './open-blocks.js';
import { addressBlock, plainBlocks } from './placed-order.js';

export interface CheckDeps {
  readonly codec: Pick<AvroCodec, 'encodeBare'>;
  readonly refs: Pick<Refs, 'orderRef' | 'customerRef'>;
  /** In the domain of fraud control. */
  readonly hash: HashContact;
  readonly policy: Pick<PolicySource, 'current'>;
  /** The time in which retention runs. */
  readonly clock: Clock;
}

const NO_BLOCKS: readonly PlainBlock[] = [];
/** Paths that the order service is told of one refusal: the facts of an order stay small however much is wrong with it. */
const MOST_TOLD = 20;

export function createCheckEvents(deps: CheckDeps): Step<OpenedEvent, CheckedEvent> {
  return function checkEvents(items) {
    const policy = deps.policy.current();
    return items.map((item) => checkOne(deps, policy, item));
  };
}

function checkOne(deps: CheckDeps, policy: Policy, item: Item<OpenedEvent>): Outcome<CheckedEvent> {
  const { record, value: event } = item;
  const { orderId } = event.value;
  // Without a sound order id there is no order to tell of the refusal.
  if (!isSoundOrderId(orderId)) return deadLetter('FIELD_INVALID', ['orderId']);
  const orderRef = deps.refs.orderRef(orderId);
  const faults = findEventFaults(policy, event);
  if (event.blockFaults !== undefined) faults.push(...event.blockFaults);
  if (record.key?.toString('utf8') !== orderId) faults.push({ code: 'KEY_MISMATCH', path: 'orderId' });
  for (const path of event.unknownFields) faults.push({ code: codeOfUnknownField(policy, path), path });
  if (faults.length > 0) return refuseEvent(deps, item, orderRef, faults);
  const blocks = blocksOf(deps, event);
  // Sealed at the source under a key we do not hold: by name, not by a crash.
  if (blocks === null) return refuseEvent(deps, item, orderRef, [{ code: 'BLOCK_KEY_UNKNOWN', path: 'shipping' }]);
  const isPlaced = event.recordName === 'fulfilment.orders.OrderPlaced';
  const change = isPlaced ? placed(deps, item, orderRef, event.value) : laterEvent(item, orderRef, event);
  return ok({ record, orderRef, event: change, blocks });
}

/** Null when one of them is still sealed. */
function blocksOf(deps: CheckDeps, event: OpenedEvent): readonly PlainBlock[] | null {
  if (event.recordName === 'fulfilment.orders.OrderPlaced') return plainBlocks(deps, event.value);
  if (event.recordName !== 'fulfilment.orders.AddressCorrected') return NO_BLOCKS;
  const address = addressOf(event.value);
  return address === null ? null : [addressBlock(deps.codec, address)];
}

function baseOf({ record, value: { value } }: Item<EventRecord>, orderRef: OrderRef) {
  const { eventId, orderId, occurredAt } = value;
  return { eventId, orderId, occurredAt, orderRef, position: positionOf(record) };
}

function placed(deps: CheckDeps, item: Item<EventRecord>, orderRef: OrderRef, order: OrderPlaced): OrderEvent {
  const { shipping, payment } = plainOf(order);
  const { destinationCountry, carrierId, serviceLevel, deliveryKind } = destinationOf(shipping);
  // Written out, not spread from `baseOf`: of all events these are the many, and copying fields one by one costs more than naming them.
  return {
    type: 'placed',
    customerRef: deps.refs.customerRef(order.customerId),
    destinationCountry,
    carrierId,
    serviceLevel,
    deliveryKind,
    items: order.items,
    amount: payment?.amount ?? '',
    currency: payment?.currency ?? '',
    eventId: order.eventId,
    orderId: order.orderId,
    occurredAt: order.occurredAt,
    orderRef,
    position: positionOf(item.record),
  };
}

/** What is no secret of an address. */
function destinationOf(shipping: Shipping | null) {
  return {
    destinationCountry: shipping?.countryCode ?? '',
    carrierId: shipping?.carrierId ?? '',
    serviceLevel: shipping?.serviceLevel ?? '',
    deliveryKind: (shipping?.pickupPoint ?? null) === null ? ('HOME' as const) : ('PICKUP_POINT' as const),
  };
}

function laterEvent(
  item: Item<EventRecord>,
  orderRef: OrderRef,
  event: Exclude<EventRecord, { recordName: 'fulfilment.orders.OrderPlaced' }>,
): OrderEvent {
  const base = baseOf(item, orderRef);
  switch (event.recordName) {
    case 'fulfilment.orders.PaymentConfirmed':
      return { type: 'payment-confirmed', ...base };
    case 'fulfilment.orders.OrderCancelled':
      return { type: 'cancelled', reason: event.value.reason, ...base };
    case 'fulfilment.orders.OrderPacked':
      return { type: 'packed', parcels: event.value.parcels, ...base };
    case 'fulfilment.orders.OrderRerouted':
      return { type: 'rerouted', carrierId: event.value.carrierId, serviceLevel: event.value.serviceLevel, ...base };
    case 'fulfilment.orders.AddressCorrected':
      return { type: 'address-corrected', ...destinationOf(addressOf(event.value)), ...base };
    case 'fulfilment.orders.AfterSalesOpened':
      return { type: 'after-sales-opened', caseId: event.value.caseId, ...base };
    case 'fulfilment.orders.AfterSalesClosed':
      return { type: 'after-sales-closed', caseId: event.value.caseId, ...base };
  }
}

function refuseEvent(
  { clock }: Pick<CheckDeps, 'clock'>,
  item: Item<EventRecord>,
  orderRef: OrderRef,
  faults: readonly Fault[],
): Outcome<CheckedEvent> {
  const code = gravest(faults);
  const fieldPaths = [...new Set(faults.map(({ path }) => path))];
  if (item.value.recordName !== 'fulfilment.orders.OrderPlaced') return deadLetter(code, fieldPaths, orderRef);
  const { record } = item;
  const codes = [...new Set(faults.map((fault) => fault.code))];
  const told = fieldPaths.slice(0, MOST_TOLD);
  const base = baseOf(item, orderRef);
  // The clock of refused orders runs from this time: from another century it would forget the order before it can be placed again.
  const occurredAt = isPlausibleTime(base.occurredAt) ? base.occurredAt : clock.nowMs();
  const event: OrderEvent = { type: 'placement-refused', codes, fieldPaths: told, ...base, occurredAt };
  return ok({
    record,
    orderRef,
    event,
    blocks: NO_BLOCKS,
    refusal: { record, code, fieldPaths, step: 'checkEvents', orderRef },
  });
}

/** A field nobody asked for: by the name of what must never be collected when it sounds like that, else simply unknown. */
function codeOfUnknownField(policy: Policy, path: string): RefusalCode {
  const name = (path.split('.').at(-1) ?? '').toLowerCase().replace(/[^a-z0-9]/g, '');
  for (const { code, fieldNames } of policy.forbidden.rules.values()) if (fieldNames.includes(name)) return code;
  return 'FIELD_UNKNOWN';
}
