// Records of `erasure.participants` → the register of stores outside. Operators' tools write them; one that can't be meant is refused by name.
import { topics } from '#schemas/generated/topics';
import type { IncomingRecord, Refusal } from '#shared/pipeline/unit';
import { isErasedTopic } from '../domain/outside-stores.js';
import type { StoreRegister } from '../store/store-register.js';
import { REFERENCE } from './read-commands.js';
import type { NewsCodec } from './read-news.js';

export const STORE_NAME = /^[a-z][a-z0-9-]{0,63}$/;
export const LONGEST_DEADLINE_MS = 30 * 86_400_000;

export interface RegisterDeps {
  readonly codec: NewsCodec;
  readonly register: Pick<StoreRegister, 'put' | 'strikeOff'>;
  /** Whether receipts can be checked with this key. */
  readonly isReceiptKey: (publicKey: string) => boolean;
  /** Services of the broker, whose names no store may take. */
  readonly reserved: readonly string[];
}

/** In the order of the topic; may be done again after a crash with the same result. */
export async function followRegister(deps: RegisterDeps, records: readonly IncomingRecord[]): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const record of records) {
    const refuse = (code: Refusal['code'], fieldPaths: readonly string[] = []): void =>
      void refusals.push({ record, code, fieldPaths, step: 'followRegister' });
    const key = record.key?.toString('utf8') ?? '';
    if (record.value === null) {
      await deps.register.strikeOff(key);
      continue;
    }
    const decoded = deps.codec.decode(record.value, topics.erasureParticipants);
    if (decoded.kind === 'refused') {
      refuse(decoded.code, decoded.fieldPaths);
      continue;
    }
    const { name, topics: mirrored, deadlineMs, publicKey, addedBy } = decoded.value;
    const checks = {
      name: STORE_NAME.test(name) && name === key && !deps.reserved.includes(name),
      topics: mirrored.length > 0 && mirrored.every(isErasedTopic),
      deadlineMs: deadlineMs > 0 && deadlineMs <= LONGEST_DEADLINE_MS,
      publicKey: deps.isReceiptKey(publicKey),
      addedBy: REFERENCE.test(addedBy),
    };
    const faults = Object.entries(checks).flatMap(([field, isSound]) => (isSound ? [] : [field]));
    if (faults.length > 0) refuse('FIELD_INVALID', faults);
    else await deps.register.put({ name, topics: mirrored, deadlineMs, publicKey });
  }
  return refusals;
}
