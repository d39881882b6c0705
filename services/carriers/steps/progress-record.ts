// How a parcel fares, as one record of `shipments.progress` in the lane of its order.
import type { ShipmentProgress } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { OrderRef } from '#shared/domain/refs';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';
import type { CarriersDeps } from './carriers-deps.js';

/** Of progress that is no hold. */
export const NO_PATHS: readonly string[] = [];

export function progressRecord(
  deps: Pick<CarriersDeps, 'codec' | 'topicName'>,
  progress: ShipmentProgress,
): OutgoingRecord {
  return {
    topic: deps.topicName(topics.shipmentsProgress.name),
    partition: lane(progress.orderRef as OrderRef),
    key: progress.orderRef,
    value: deps.codec.encode(topics.shipmentsProgress, progress),
  };
}
