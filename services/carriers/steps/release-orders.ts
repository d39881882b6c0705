// Releasable orders → one minimal record per parcel for its carrier, a pick for the warehouse, and word of it to the order's life.
// The address is opened here, in memory, projected onto the carrier's allow-list, and forgotten.
import { carrierTopics, topics } from '#schemas/generated/topics';
import type { Shipping } from '#schemas/generated/records';
import type { OrderRef, ShipmentRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { minimise } from '#shared/policy/minimise';
import type { Policy } from '#shared/policy/policy';
import type { ShipmentRecord } from '#shared/policy/release/release-order';
import { lane } from '#shared/refs/lane';
import type { KeysFound } from '#shared/vault/look-up';
import { type PlannedParcel, planParcels } from '../domain/plan-parcels.js';
import type { CarriersDeps, ReleasableOrder } from './carriers-deps.js';
import { progressRecord } from './progress-record.js';

export interface Released {
  readonly outputs: readonly OutgoingRecord[];
  /** Orders that can't go yet: their block has not arrived, or the policy holds them. */
  readonly waiting: readonly ReleasableOrder[];
  /** Orders that are settled: released now or before, or erased. */
  readonly settled: readonly OrderRef[];
}

interface Candidate {
  readonly order: ReleasableOrder;
  readonly shipmentRef: ShipmentRef;
  readonly parcel: PlannedParcel;
  readonly parcels: number;
  readonly record: ShipmentRecord;
}

type Opened =
  | { readonly kind: 'opened'; readonly shipping: Shipping }
  | { readonly kind: 'erased' }
  | { readonly kind: 'held'; readonly code: string };

/** @param arrived blocks of this very unit, which need not be looked up */
export async function releaseOrders(
  deps: CarriersDeps,
  policy: Policy,
  orders: readonly ReleasableOrder[],
  arrived: ReadonlyMap<OrderRef, Buffer>,
  nowMs: number,
): Promise<Released> {
  if (orders.length === 0) return { outputs: [], waiting: [], settled: [] };
  const refs = orders.map(({ orderRef }) => orderRef);
  const [stored, keys] = await Promise.all([
    deps.store.blocksOf(refs.filter((ref) => !arrived.has(ref))),
    deps.vault.keysFor(refs),
  ]);
  const blocks = refs.flatMap((ref) => arrived.get(ref) ?? stored.get(ref) ?? []);
  await deps.codec.ensureSchemas(blocks);

  const outputs: OutgoingRecord[] = [];
  const waiting: ReleasableOrder[] = [];
  const settled: OrderRef[] = [];
  const candidates: Candidate[] = [];
  for (const order of orders) {
    const block = arrived.get(order.orderRef) ?? stored.get(order.orderRef);
    const opened =
      block === undefined ? undefined : openShipping(deps, order.orderRef, keys.get(order.orderRef), block);
    if (keys.get(order.orderRef)?.kind === 'erased' || opened?.kind === 'erased') {
      settled.push(order.orderRef);
    } else if (opened === undefined) {
      waiting.push(order);
    } else {
      const outcome = opened.kind === 'held' ? opened.code : project(deps, policy, order, opened.shipping, nowMs);
      if (typeof outcome === 'string') {
        outputs.push(heldProgress(deps, policy, order, outcome, nowMs));
        waiting.push(order);
      } else candidates.push(...outcome);
    }
  }
  const claims = await deps.store.claimShipments(candidates.map(toShipment));
  candidates.forEach((candidate, index) => {
    settled.push(candidate.order.orderRef);
    // Another position released this parcel before: it is on its way, nothing to add.
    if (claims[index] !== 'lost') outputs.push(...releasedRecords(deps, policy, candidate, nowMs));
  });
  return { outputs, waiting, settled };
}

function openShipping(deps: CarriersDeps, orderRef: OrderRef, found: KeysFound | undefined, block: Buffer): Opened {
  if (found === undefined || found.kind === 'unknown')
    throw new FulfilmentError('KEY_UNREADABLE', { reason: 'unknown' });
  if (found.kind === 'unreadable') throw new FulfilmentError('KEY_UNREADABLE', { reason: found.reason });
  if (found.kind === 'erased') return { kind: 'erased' };
  const sealed = deps.codec.decode(block, topics.ordersSealed);
  if (sealed.kind === 'refused')
    throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.ordersSealed.name });
  const { schemaName } = sealed.value;
  const opened = deps.vault.open(found.keys, orderRef, 'shipping', schemaName, sealed.value.block);
  if (opened.kind === 'erased') return { kind: 'erased' };
  // A block that was tampered with is held for a person to look at; the road goes on for everybody else.
  if (opened.kind === 'corrupt') return { kind: 'held', code: 'BLOCK_CORRUPT' };
  const shipping = deps.codec.decodeBare('fulfilment.orders.Shipping', opened.plain);
  opened.plain.fill(0);
  if (shipping.kind === 'refused')
    throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.ordersSealed.name });
  return { kind: 'opened', shipping: shipping.value };
}

/** All parcels of the order, or the code that holds it: an order goes out whole or not at all. */
function project(
  deps: CarriersDeps,
  policy: Policy,
  order: ReleasableOrder,
  shipping: Shipping,
  nowMs: number,
): readonly Candidate[] | string {
  const { orderId } = order.facts;
  const carrierId = order.facts.carrierId ?? '';
  const planned = planParcels(order.facts);
  const candidates: Candidate[] = [];
  for (const parcel of planned) {
    const shipmentRef = deps.refs.shipmentRef(carrierId, orderId, parcel.parcel);
    const { items, weightGrams } = parcel;
    const decision = minimise(policy, carrierId, { shipmentRef, shipping, items, weightGrams }, nowMs);
    if (decision.kind === 'held') return decision.code;
    candidates.push({ order, shipmentRef, parcel, parcels: planned.length, record: decision.record });
  }
  return candidates;
}

function toShipment({ order, shipmentRef, parcel, parcels }: Candidate) {
  const { orderRef, claim, facts } = order;
  return { shipmentRef, orderRef, carrierId: facts.carrierId ?? '', parcel: parcel.parcel, parcels, claim };
}

function releasedRecords(deps: CarriersDeps, policy: Policy, candidate: Candidate, nowMs: number): OutgoingRecord[] {
  const { order, shipmentRef, parcel, parcels, record } = candidate;
  const { orderRef, facts } = order;
  const carrierId = facts.carrierId ?? '';
  const partition = lane(shipmentRef);
  const shipments = shipmentsTopic(carrierId);
  const pick = {
    shipmentRef,
    items: parcel.items.map(({ sku, quantity }) => ({ sku, quantity })),
    policyVersion: policy.version,
    at: nowMs,
  };
  const progress = {
    orderRef,
    shipmentRef,
    carrierId,
    parcel: parcel.parcel,
    parcels,
    state: 'RELEASED' as const,
    reasonCode: null,
    policyVersion: policy.version,
    at: nowMs,
  };
  return [
    {
      topic: deps.topicName(shipments.name),
      partition,
      key: shipmentRef,
      value: deps.codec.encode(shipments, record as unknown as Readonly<Record<string, unknown>>),
    },
    {
      topic: deps.topicName(topics.warehousePicks.name),
      partition,
      key: shipmentRef,
      value: deps.codec.encode(topics.warehousePicks, pick),
    },
    progressRecord(deps, progress),
  ];
}

/** One handle per carrier: making it anew for each parcel would cost more than encoding the parcel. */
const handles = new Map<string, ReturnType<typeof carrierTopics>['shipments']>();

function shipmentsTopic(carrierId: string): ReturnType<typeof carrierTopics>['shipments'] {
  let handle = handles.get(carrierId);
  if (handle === undefined) {
    handle = carrierTopics(carrierId).shipments;
    handles.set(carrierId, handle);
  }
  return handle;
}

function heldProgress(
  deps: CarriersDeps,
  policy: Policy,
  order: ReleasableOrder,
  code: string,
  nowMs: number,
): OutgoingRecord {
  const { orderRef, facts } = order;
  return progressRecord(deps, {
    orderRef,
    shipmentRef: null,
    carrierId: facts.carrierId ?? '',
    parcel: 0,
    parcels: Math.max(1, facts.parcels.length),
    state: 'HELD',
    reasonCode: code,
    policyVersion: policy.version,
    at: nowMs,
  });
}
