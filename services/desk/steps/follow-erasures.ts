// What erasure publishes of its work, kept for those who answer for it: the ledger says what began and what is done, receipts who answered, alarms who is late.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, UnitHandler } from '#shared/pipeline/unit';
import type { ErasureChange, ErasureShelf } from '../store/erasure-shelf.js';

export interface FollowErasuresDeps {
  readonly codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>;
  readonly shelf: Pick<ErasureShelf, 'apply'>;
  readonly topicName: (name: string) => string;
}

type Read = (codec: FollowErasuresDeps['codec'], record: IncomingRecord, value: Buffer) => ErasureChange | null;

const READERS: Readonly<Record<string, Read>> = {
  [topics.erasureLedger.name]: (codec, { timestampMs, topic }, value) => {
    const decoded = codec.decode(value, topics.erasureLedger);
    if (decoded.kind === 'refused') throw unreadable(topic);
    const { erasureId, kind, orderRef, reason, categories, policyVersion, participants } = decoded.value;
    // Real time, whatever clock the orders live by: how long it took is about people and machines at work.
    return kind === 'STARTED'
      ? {
          kind: 'begun',
          erasureId,
          orderRef,
          reason,
          categories,
          policyVersion,
          participants,
          begunAtMs: timestampMs,
        }
      : { kind: 'done', erasureId, doneAtMs: timestampMs, answered: participants };
  },
  [topics.erasureAlarms.name]: (codec, { topic }, value) => {
    const decoded = codec.decode(value, topics.erasureAlarms);
    if (decoded.kind === 'refused') throw unreadable(topic);
    const { erasureId, missing, reminders, at } = decoded.value;
    return { kind: 'alarm', erasureId, missing, reminders, atMs: at };
  },
  // Others write these two: what can't be read is for erasure to refuse.
  [topics.erasureReceipts.name]: (codec, _record, value) => {
    const decoded = codec.decode(value, topics.erasureReceipts);
    if (decoded.kind === 'refused') return null;
    const { erasureId, participant } = decoded.value;
    return { kind: 'answered', erasureId, participant };
  },
  [topics.erasureConfirmations.name]: (codec, _record, value) => {
    const decoded = codec.decode(value, topics.erasureConfirmations);
    if (decoded.kind === 'refused') return null;
    const { erasureId, participant } = decoded.value;
    return { kind: 'heard', erasureId, participant };
  },
};

export function createErasuresFlow({ codec, shelf, topicName }: FollowErasuresDeps): UnitHandler {
  const readers = new Map(Object.entries(READERS).map(([name, read]) => [topicName(name), read]));
  return async ({ records }) => {
    const ours = records.filter(({ topic }) => readers.has(topic));
    await codec.ensureSchemas(ours.map(({ value }) => value));
    const changes = ours.map((record) =>
      record.value === null ? null : (readers.get(record.topic)?.(codec, record, record.value) ?? null),
    );
    await shelf.apply(changes.filter((change) => change !== null));
    return { outputs: [] };
  };
}

function unreadable(topic: string): FulfilmentError {
  return new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic });
}
