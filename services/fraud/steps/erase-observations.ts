// Erasure requests → what fraud control observed of these orders is taken out of the log, and the history and all assessments follow it. Only
// what somebody asked for: when an order's own time is over, fraud control goes on by the clock of its own category, and says so at once.
import type { ErasureRequest } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import type { Receipts } from './receipts.js';

interface EraseDeps {
  readonly codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>;
  readonly topicName: (name: string) => string;
  readonly receipts: Receipts;
}

/** As erasure names the end of a clock of the order. */
const RETENTION_ENDED = 'RETENTION_ENDED';
const OWN_CATEGORIES = ['fraud', 'signals'];

export async function eraseObservations(
  { codec, topicName, receipts }: EraseDeps,
  records: readonly IncomingRecord[],
): Promise<readonly OutgoingRecord[]> {
  if (records.length === 0) return [];
  await codec.ensureSchemas(records.map(({ value }) => value));
  return records.flatMap(({ topic, value }): readonly OutgoingRecord[] => {
    if (value === null) return [];
    const decoded = codec.decode(value, topics.erasureRequests);
    if (decoded.kind === 'refused') throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic });
    const { orderRef, erasureId, reason, policyVersion } = decoded.value;
    // Nothing of it is fraud control's to delete now. What is, is confirmed by whoever deletes the conclusions as well.
    if (!concernsFraud(decoded.value)) return receipts.of(erasureId, orderRef, 0);
    const headers = { 'erasure-id': erasureId, reason, 'policy-version': String(policyVersion) };
    return [{ topic: topicName(topics.fraudObservations.name), partition: 0, key: orderRef, value: null, headers }];
  });
}

function concernsFraud({ reason, categories }: ErasureRequest): boolean {
  if (reason === RETENTION_ENDED) return false;
  return categories.length === 0 || categories.some((category) => OWN_CATEGORIES.includes(category));
}
