// Tells publishers the public keys: each on the compacted topic, again whenever something changes; destroys keys that nothing needs any
// more and takes them off the topic. Several instances may do so at once: they write the same.
import type { IngressKey as IngressKeyRecord } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import { HPKE_ALGORITHM } from '#shared/hpke/sealing-session';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import type { IngressKeys } from './file-ingress-keys.js';
import { type IngressKey, opensUntil, outlived } from './ingress-key.js';

export interface AnnounceDeps {
  readonly keys: IngressKeys;
  readonly codec: Pick<AvroCodec, 'encode'>;
  readonly topicName: (name: string) => string;
  /** Machine time: the age of a key has nothing to do with the time of orders. */
  readonly clock: Clock;
  readonly graceMs: number;
  /** How long events may wait on the ingress topic. */
  readonly retentionMs: number;
  readonly send: (records: readonly OutgoingRecord[]) => Promise<void>;
}

/** Looks once; to be called again and again. Resolves when what there was to tell is acknowledged. */
export function createAnnounceKeys(deps: AnnounceDeps): () => Promise<void> {
  const { keys, codec, topicName, clock, graceMs, retentionMs, send } = deps;
  const topic = topicName(topics.ordersIngressKeys.name);
  let told = '';

  function recordOf(key: IngressKey): OutgoingRecord {
    const value: IngressKeyRecord = {
      keyId: key.keyId,
      algorithm: HPKE_ALGORITHM,
      publicKey: key.publicKey,
      validFrom: key.madeAtMs,
      validUntil: key.retiredAtMs,
      opensUntil: opensUntil(key, graceMs),
    };
    return { topic, partition: 0, key: key.keyId, value: codec.encode(topics.ordersIngressKeys, value) };
  }

  return async () => {
    const gone = outlived(keys.list(), clock.nowMs(), { graceMs, retentionMs });
    const last = gone.at(-1);
    if (last !== undefined) keys.destroy(last.number);
    const there = keys.list();
    const state = there.map(({ keyId }) => keyId).join(' ');
    if (state === told) return;
    const tombstones = gone.map(({ keyId }) => ({ topic, partition: 0, key: keyId, value: null }));
    await send([...there.map(recordOf), ...tombstones]);
    told = state;
  };
}
