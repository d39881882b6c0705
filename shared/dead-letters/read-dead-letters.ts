// The dead letters of a service as they lie on its topic, and what was refused: opened with the key of its order, or of its day.
import { deserialize } from 'node:v8';
import type { DeadLetter } from '#schemas/generated/records';
import { type TopicHandle, topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { parseOrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { openTopicLog } from '#shared/kafka/partition-log';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { Vault } from '#shared/vault/vault';
import { ORIGINAL } from './seal-dead-letters.js';

export interface FoundLetter {
  readonly service: string;
  readonly partition: number;
  readonly offset: string;
  readonly letter: DeadLetter;
}

export type FoundOriginal =
  | { readonly kind: 'opened'; readonly key: Buffer | null; readonly value: Buffer | null }
  /** Its order is erased, or it was too large to keep. */
  | { readonly kind: 'gone' };

export const DEAD_LETTERS: Readonly<Record<string, TopicHandle<string, DeadLetter>>> = {
  intake: topics.intakeDeadLetters,
  carriers: topics.carriersDeadLetters,
  erasure: topics.erasureDeadLetters,
  notifications: topics.notificationsDeadLetters,
  fraud: topics.fraudDeadLetters,
};

const PATIENCE_MS = 500;

export interface LetterReader {
  readonly kafka: KafkaClient;
  readonly codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>;
  readonly topicName: (name: string) => string;
}

/** Oldest first. */
export async function readDeadLetters(reader: LetterReader, service: string): Promise<readonly FoundLetter[]> {
  const topic = DEAD_LETTERS[service];
  if (topic === undefined) throw new RangeError(`${service} has no dead letters`);
  const log = await openTopicLog(reader.kafka, reader.topicName(topic.name));
  const records: IncomingRecord[] = [];
  try {
    for (let partition = 0; partition < topic.partitions; partition++) {
      const one = log.log(partition);
      const end = await one.end();
      for (let from = await one.start(); from < end; ) {
        const piece = await one.read(from, PATIENCE_MS);
        if (piece.nextOffset === from) break;
        records.push(...piece.records);
        from = piece.nextOffset;
      }
    }
  } finally {
    await log.close();
  }
  await reader.codec.ensureSchemas(records.map(({ value }) => value));
  const found = records.map(({ partition, offset, value }) => {
    const decoded = value === null ? null : reader.codec.decode(value, topic);
    if (decoded === null || decoded.kind === 'refused')
      throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topic.name, partition, offset });
    return { service, partition, offset, letter: decoded.value };
  });
  return found.sort((one, other) => one.letter.at - other.letter.at);
}

/** @throws KEY_UNREADABLE when the keyring is another one */
export async function openOriginal(
  vault: Pick<Vault, 'keysFor' | 'deadLetterRef' | 'open'>,
  { service, letter }: Pick<FoundLetter, 'service' | 'letter'>,
): Promise<FoundOriginal> {
  if (letter.original === null) return { kind: 'gone' };
  const dayRef = vault.deadLetterRef(service, new Date(letter.at).toISOString().slice(0, 10));
  const orderRef = parseOrderRef(letter.orderRef ?? undefined);
  const refs = orderRef === undefined ? [dayRef] : [orderRef, dayRef];
  const keys = await vault.keysFor(refs);
  for (const ref of refs) {
    const found = keys.get(ref);
    if (found?.kind === 'erased') return { kind: 'gone' };
    if (found?.kind === 'unreadable') throw new FulfilmentError('KEY_UNREADABLE', { reason: found.reason });
    if (found?.kind !== 'keys') continue;
    const opened = vault.open(found.keys, ref, 'refused', ORIGINAL, letter.original);
    if (opened.kind === 'erased') return { kind: 'gone' };
    if (opened.kind !== 'opened') continue;
    const { key, value } = deserialize(opened.plain) as Record<'key' | 'value', Uint8Array | null>;
    return { kind: 'opened', key: bytes(key), value: bytes(value) };
  }
  throw new FulfilmentError('KEY_UNREADABLE', { reason: 'dead letter' });
}

function bytes(given: Uint8Array | null): Buffer | null {
  return given === null ? null : Buffer.from(given);
}
