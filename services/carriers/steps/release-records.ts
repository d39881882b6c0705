// What goes out for an order: per parcel the carrier's record, the pick and the news of it; or the news that it is held.
import { carrierTopics, topics } from '#schemas/generated/topics';
import type { ShipmentRef } from '#shared/domain/refs';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import type { ShipmentRecord } from '#shared/policy/release/release-order';
import { lane } from '#shared/refs/lane';
import type { PlannedParcel } from '../domain/plan-parcels.js';
import type { CalledOrder, CarriersDeps, ReleasableOrder } from './carriers-deps.js';
import { progressRecord } from './progress-record.js';

export interface Candidate {
  readonly order: CalledOrder;
  readonly parcels: readonly ReadyParcel[];
}

export interface ReadyParcel {
  readonly shipmentRef: ShipmentRef;
  readonly plan: PlannedParcel;
  readonly record: ShipmentRecord;
}

type RecordDeps = Pick<CarriersDeps, 'codec' | 'topicName'>;

export function releasedRecords(
  deps: RecordDeps,
  policy: Policy,
  { order, parcels }: Candidate,
  nowMs: number,
): OutgoingRecord[] {
  const { orderRef, facts } = order;
  const carrierId = facts.carrierId ?? '';
  const shipments = shipmentsTopic(carrierId);
  return parcels.flatMap(({ shipmentRef, plan, record }) => {
    const partition = lane(shipmentRef);
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
      parcels: parcels.length,
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
  });
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

export function heldProgress(
  deps: RecordDeps,
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
