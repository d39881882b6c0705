// What goes out for an order: per parcel the carrier's record, the pick and the news of it; tombstones; or the news that it is held.
import { topics } from '#schemas/generated/topics';
import type { OrderRef } from '#shared/domain/refs';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import { lane } from '#shared/refs/lane';
import type { ParcelAtCarrier } from '../domain/reconcile.js';
import type { CarriersDeps, ReleasableOrder } from './carriers-deps.js';
import { NO_PATHS, progressRecord } from './progress-record.js';
import type { ReadyParcel } from './project-order.js';
import { shipmentValue, topicsOf } from './shipment-value.js';

type RecordDeps = Pick<CarriersDeps, 'codec' | 'topicName'>;

/** @param count how many parcels the order goes out in, those of before included */
export function releasedRecords(
  deps: RecordDeps & Pick<CarriersDeps, 'sealer'>,
  policy: Policy,
  { orderRef }: ReleasableOrder,
  parcels: readonly ReadyParcel[],
  count: number,
  nowMs: number,
): OutgoingRecord[] {
  const partition = partitionOf(orderRef);
  const outputs: OutgoingRecord[] = [];
  for (const { shipmentRef, carrierId, plan, record } of parcels) {
    const { shipments } = topicsOf(carrierId);
    const pick = {
      shipmentRef,
      items: plan.items.map(({ sku, quantity }) => ({ sku, quantity })),
      policyVersion: policy.version,
      at: nowMs,
    };
    const progress = {
      orderRef,
      shipmentRef,
      carrierId,
      parcel: plan.parcel,
      parcels: count,
      state: 'RELEASED' as const,
      reasonCode: null,
      policyVersion: policy.version,
      at: nowMs,
      fieldPaths: NO_PATHS,
    };
    outputs.push(
      {
        topic: deps.topicName(shipments.name),
        partition,
        key: shipmentRef,
        value: shipmentValue(deps, policy, carrierId, record),
      },
      {
        topic: deps.topicName(topics.warehousePicks.name),
        partition,
        key: shipmentRef,
        value: deps.codec.encode(topics.warehousePicks, pick),
      },
      progressRecord(deps, progress),
    );
  }
  return outputs;
}

/**
 * Where the parcels of an order lie, values and tombstones: all in its own lane. By the parcels' own refs they would lie in every partition,
 * and what a unit writes to each partition costs the broker as much as hundreds of records do.
 */
export function partitionOf(orderRef: OrderRef): number {
  return lane(orderRef);
}

export type WithdrawalReason = 'ORDER_CANCELLED' | 'SENT_OTHERWISE';

/**
 * Tombstones for parcels that are taken back. The same headers as of an erasure but for its id: nothing is erased by them, so that nobody
 * is waiting for a receipt.
 */
export function withdrawnRecords(
  deps: Pick<CarriersDeps, 'topicName'>,
  policy: Policy,
  orderRef: OrderRef,
  parcels: readonly ParcelAtCarrier[],
  reason: WithdrawalReason,
): OutgoingRecord[] {
  const headers = { reason, 'policy-version': String(policy.version) };
  const partition = partitionOf(orderRef);
  return parcels.flatMap(({ shipmentRef, carrierId }) =>
    namesForTombstones(policy, carrierId).map((name) => ({
      topic: deps.topicName(name),
      partition,
      key: shipmentRef,
      value: null,
      headers,
    })),
  );
}

/** Where a parcel's records are taken back. The topic of a carrier that was removed is gone, with all that lay on it. */
export function namesForTombstones(policy: Policy, carrierId: string): readonly string[] {
  const isGone = policy.carriers.get(carrierId)?.standing === 'removed';
  return isGone ? [topics.warehousePicks.name] : [topicsOf(carrierId).shipments.name, topics.warehousePicks.name];
}

export function heldProgress(
  deps: RecordDeps,
  policy: Policy,
  order: ReleasableOrder,
  hold: { readonly code: string; readonly missing: readonly string[]; readonly at?: number | undefined },
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
    reasonCode: hold.code,
    policyVersion: policy.version,
    at: hold.at ?? nowMs,
    fieldPaths: hold.missing,
  });
}
