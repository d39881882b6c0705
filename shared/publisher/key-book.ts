// The ingress keys as they were announced: which one to seal to now.
import type { IngressKey } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { HPKE_ALGORITHM, type RecipientKey } from '#shared/hpke/sealing-session';
import type { IncomingRecord } from '#shared/pipeline/unit';

export interface KeyBook {
  /** Enters what was announced, in its order; a null value takes a key out. What can't be read or used is passed over. */
  enter(records: readonly IncomingRecord[]): Promise<void>;
  /** The newest key that may be sealed to at this time; undefined when there is none. */
  newestAt(nowMs: number): RecipientKey | undefined;
}

export function createKeyBook(codec: Pick<AvroCodec, 'ensureSchemas' | 'decode'>): KeyBook {
  const keys = new Map<string, IngressKey>();
  return {
    enter: async (records) => {
      await codec.ensureSchemas(records.map(({ value }) => value));
      for (const { key, value } of records) {
        const keyId = key?.toString('utf8') ?? '';
        if (value === null) {
          keys.delete(keyId);
          continue;
        }
        const decoded = codec.decode(value, topics.ordersIngressKeys);
        if (decoded.kind === 'decoded' && decoded.value.algorithm === HPKE_ALGORITHM) keys.set(keyId, decoded.value);
      }
    },
    newestAt: (nowMs) => {
      let newest: IngressKey | undefined;
      for (const key of keys.values()) {
        const { validFrom, validUntil } = key;
        // A clock that is behind must not leave us without a key: who has no end yet may be used whatever its beginning.
        if (validUntil !== null && validUntil <= nowMs) continue;
        if (newest === undefined || validFrom > newest.validFrom) newest = key;
      }
      return newest;
    },
  };
}
