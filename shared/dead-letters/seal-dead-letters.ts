// Refused records → dead letters: code and field paths in clear, the original sealed. It opens with the key of its order and dies with it;
// what belongs to no order is sealed with the key of its day. Of an erased order nothing is kept.
import { serialize } from 'node:v8';
import type { DeadLetter } from '#schemas/generated/records';
import type { TopicHandle } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import { type OrderRef, parseOrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { SealDeadLetters } from '#shared/pipeline/settle-outcomes';
import type { IncomingRecord, Refusal } from '#shared/pipeline/unit';
import type { PolicySource } from '#shared/policy/ports';
import { lane } from '#shared/refs/lane';
import type { OrderKeys, SealedBlock, Vault } from '#shared/vault/vault';

export interface DeadLetterDeps {
  readonly service: string;
  readonly topic: TopicHandle<string, DeadLetter>;
  readonly topicName: (name: string) => string;
  readonly codec: Pick<AvroCodec, 'encode'>;
  readonly vault: Pick<Vault, 'keysFor' | 'deadLetterKeys' | 'seal'>;
  readonly policy: Pick<PolicySource, 'current'>;
  readonly clock: Clock;
}

/** Name bound into the seal: what `original` holds is the refused record as serialized by `packOriginal`. */
export const ORIGINAL = 'fulfilment.deadletters.Original';

/** Larger originals are named but not kept: a dead letter must itself fit into a record. */
const MOST_ORIGINAL_BYTES = 6 * 1_048_576;

interface SealingKey {
  readonly keyRef: OrderRef;
  readonly keys: OrderKeys;
}

/** @throws what the vault throws: then the unit fails and its offsets stay; a refusal is never lost */
export function createSealDeadLetters(deps: DeadLetterDeps): SealDeadLetters {
  return async function sealDeadLetters(refusals) {
    if (refusals.length === 0) return [];
    const nowMs = deps.clock.nowMs();
    const keyOf = await keysOf(deps, refusals, nowMs);
    return refusals.map((refusal) => {
      const { record } = refusal;
      const orderRef = parseOrderRef(refusal.orderRef);
      const key = keyOf(orderRef);
      const letter: DeadLetter = {
        code: refusal.code,
        fieldPaths: refusal.fieldPaths,
        step: refusal.step,
        service: deps.service,
        sourceTopic: record.topic,
        sourcePartition: record.partition,
        sourceOffset: Number(record.offset),
        orderRef: orderRef ?? null,
        schemaId: schemaIdOf(record.value),
        policyVersion: deps.policy.current().version,
        at: nowMs,
        original: key === null ? null : seal(deps, key, record),
      };
      return {
        topic: deps.topicName(deps.topic.name),
        partition: orderRef === undefined ? record.partition % deps.topic.partitions : lane(orderRef),
        key: orderRef ?? `${record.topic}:${record.partition}:${record.offset}`,
        value: deps.codec.encode(deps.topic, letter),
      };
    });
  };
}

/** The key for a refusal's original; null when the order was erased, so that nothing of it is kept. */
async function keysOf(
  deps: DeadLetterDeps,
  refusals: readonly Refusal[],
  nowMs: number,
): Promise<(orderRef: OrderRef | undefined) => SealingKey | null> {
  const refs = [...new Set(refusals.flatMap((refusal) => parseOrderRef(refusal.orderRef) ?? []))];
  const found = refs.length === 0 ? new Map<OrderRef, never>() : await deps.vault.keysFor(refs);
  const needsDay = refusals.some(({ orderRef }) => {
    const ref = parseOrderRef(orderRef);
    return ref === undefined || found.get(ref)?.kind === 'unknown';
  });
  const day = needsDay
    ? await deps.vault.deadLetterKeys(deps.service, new Date(nowMs).toISOString().slice(0, 10))
    : null;
  if (day?.kind === 'unreadable') throw new FulfilmentError('KEY_UNREADABLE', { reason: day.reason });
  const ofDay: SealingKey | null = day?.kind === 'keys' ? { keyRef: day.keyRef, keys: day.keys } : null;
  return (orderRef) => {
    if (orderRef === undefined) return ofDay;
    const known = found.get(orderRef);
    if (known === undefined || known.kind === 'unknown') return ofDay;
    if (known.kind === 'unreadable') throw new FulfilmentError('KEY_UNREADABLE', { reason: known.reason });
    return known.kind === 'erased' ? null : { keyRef: orderRef, keys: known.keys };
  };
}

function seal(deps: DeadLetterDeps, { keyRef, keys }: SealingKey, record: IncomingRecord): SealedBlock | null {
  if ((record.value?.length ?? 0) > MOST_ORIGINAL_BYTES) return null;
  const plain = packOriginal(record);
  const block = deps.vault.seal(keys, keyRef, 'refused', ORIGINAL, plain);
  plain.fill(0);
  return block;
}

/** Key, value and headers as they came, in V8's structured-clone format (`v8.deserialize` reads it). */
function packOriginal({ key, value, headers }: IncomingRecord): Buffer {
  return serialize({ key, value, headers });
}

function schemaIdOf(value: Buffer | null): number | null {
  if (value === null || value.length < 5 || value[0] !== 0) return null;
  return value.readInt32BE(1);
}
