// Intake as a flow over stores in memory, several times over the same stores if need be: one instance per lane, one after each crash.
import { topics } from '#schemas/generated/topics';
import type { DeadLetter, OrderFacts } from '#schemas/generated/records';
import { createIntakeFlow } from '#services/intake/flow';
import { createMemoryEarlyEvents } from '#services/intake/store/memory-early-events';
import type { EarlyEvents } from '#services/intake/store/early-events';
import { createSealDeadLetters } from '#shared/dead-letters/seal-dead-letters';
import type { IncomingRecord, OutgoingRecord, UnitHandler } from '#shared/pipeline/unit';
import type { PolicySource } from '#shared/policy/ports';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { createStaticPolicySource } from '#shared/policy/static-policy-source';
import { createFraudHash } from '#shared/refs/fraud-hash';
import { createRefs } from '#shared/refs/refs';
import { createMemoryKeyring } from '#shared/vault/memory-keyring';
import { createMemoryKeyStore } from '#shared/vault/memory-key-store';
import { createVault, type Vault } from '#shared/vault/vault';
import { opener } from './ingress-key.js';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';

export const { codec, registry } = await givenCodec();
const ownPolicy = createStaticPolicySource(readPolicyFile());
const keyring = createMemoryKeyring();
export const refs = createRefs(keyring.derive('refs'));
export const NOW_MS = Date.UTC(2026, 5, 1);
const topicName = (name: string): string => name;

export interface SmallIntakeOptions {
  /** Puts something between the flow and its stores: trouble, or delays. */
  readonly wrapVault?: (vault: Vault) => Vault;
  readonly wrapEarly?: (early: EarlyEvents) => EarlyEvents;
  /** Default: the policy of the repository, for ever. */
  readonly policy?: PolicySource;
}

export function createSmallIntake(options: SmallIntakeOptions = {}) {
  const { policy = ownPolicy } = options;
  const bareVault = createVault({ store: createMemoryKeyStore(), keyring });
  const vault = options.wrapVault?.(bareVault) ?? bareVault;
  const bareEarly = createMemoryEarlyEvents();
  const early = options.wrapEarly?.(bareEarly) ?? bareEarly;
  const clock = { nowMs: () => NOW_MS };
  const handler: UnitHandler = createIntakeFlow({
    codec,
    vault,
    refs,
    hash: createFraudHash(keyring.derive('fraud')),
    policy,
    clock,
    early,
    opener,
    topicName,
    sealDeadLetters: createSealDeadLetters({
      service: 'intake',
      topic: topics.intakeDeadLetters,
      topicName,
      codec,
      vault,
      policy,
      clock,
    }),
    onCommitted: () => undefined,
    onDeadLetters: () => undefined,
    observer: { step: () => undefined },
  });
  return {
    vault: bareVault,
    early: bareEarly,
    /** Outputs as the wire would copy them; a crash before the commit leaves none. */
    work: async (records: readonly IncomingRecord[], crash = false): Promise<readonly OutgoingRecord[]> => {
      const result = await handler({ lane: 0, records, isRevoked: () => false });
      if (crash) return [];
      result.afterCommit?.();
      return result.outputs.map((output) => ({
        ...output,
        value: output.value === null ? null : Buffer.from(output.value),
      }));
    },
  };
}

export type SmallIntake = ReturnType<typeof createSmallIntake>;

export function incoming(
  key: string | null,
  value: Buffer | null,
  offset: number,
  partition = 0,
  topic: string = topics.ordersEvents.name,
): IncomingRecord {
  return {
    topic,
    partition,
    offset: String(offset),
    timestampMs: 0,
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: {},
  };
}

/** @param name of the record, without its namespace */
export function eventBytes(name: string, value: object): Buffer {
  return Buffer.from(codec.encode(topics.ordersEvents, value as never, `fulfilment.orders.${name}`));
}

export function factsIn(outputs: readonly OutgoingRecord[]): OrderFacts[] {
  return decodedIn(outputs, topics.ordersFacts);
}

export function lettersIn(outputs: readonly OutgoingRecord[]): DeadLetter[] {
  return decodedIn(outputs, topics.intakeDeadLetters);
}

export function decodedIn<T>(
  outputs: readonly OutgoingRecord[],
  topic: Parameters<typeof codec.decode>[1] & { readonly valueType?: T },
): T[] {
  return outputs.flatMap(({ topic: name, value }) => {
    if (name !== topic.name || value === null) return [];
    const decoded = codec.decode(value, topic);
    if (decoded.kind === 'refused') throw new Error(`not readable: ${decoded.code}`);
    return [decoded.value];
  });
}
