// What fraud control confirms to whoever leads an erasure.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';

export interface Receipts {
  /** None where erasure does not wait for fraud control. @param deletedRecords tombstones written for it */
  of(erasureId: string, orderRef: string, deletedRecords: number): readonly OutgoingRecord[];
}

export const FRAUD_PARTICIPANT = 'fraud';

export const NO_RECEIPTS: Receipts = { of: () => [] };

export interface ReceiptDeps {
  readonly codec: Pick<AvroCodec, 'encode'>;
  readonly topicName: (name: string) => string;
  readonly clock: Clock;
}

export function createReceipts({ codec, topicName, clock }: ReceiptDeps): Receipts {
  return {
    of: (erasureId, orderRef, deletedRecords) => {
      const done = { deletedRecords, deletedDocuments: 0, at: clock.nowMs() };
      const receipt = { erasureId, orderRef, participant: FRAUD_PARTICIPANT, ...done };
      const value = codec.encode(topics.erasureReceipts, receipt);
      const partition = lane(orderRef as OrderRef);
      return [{ topic: topicName(topics.erasureReceipts.name), partition, key: erasureId, value }];
    },
  };
}
