// Intake and carriers as flows over stores in memory: records go in as a lane would hand them over, outputs come back decoded.
import { createFraudHash } from '#shared/refs/fraud-hash';
import { carrierTopics, type TopicHandle, topics } from '#schemas/generated/topics';
import type { SchemaJson } from '#schemas/generated/schemas';
import { opener } from '#test/unit/services/intake/support/ingress-key';
import { createShipmentSealer } from '#services/carriers/adapters/shipment-sealer';
import { createCarriersFlow } from '#services/carriers/flow';
import { createFraudGate, NO_GATE, type Patience } from '#services/carriers/steps/fraud-gate';
import { createWaitingRoom } from '#services/carriers/steps/waiting-room';
import { createMemoryShipmentStore } from '#services/carriers/store/memory-shipment-store';
import { createIntakeFlow } from '#services/intake/flow';
import { createMemoryEarlyEvents } from '#services/intake/store/memory-early-events';
import { createSealDeadLetters } from '#shared/dead-letters/seal-dead-letters';
import type { IncomingRecord, OutgoingRecord, UnitHandler } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { shipmentSchema } from '#shared/policy/shipment-schema';
import { createStaticPolicySource } from '#shared/policy/static-policy-source';
import { createRefs } from '#shared/refs/refs';
import { createMemoryKeyStore } from '#shared/vault/memory-key-store';
import { createMemoryKeyring } from '#shared/vault/memory-keyring';
import { createVault } from '#shared/vault/vault';
import { allTopics, givenCodec } from '#test/unit/shared/codec/support/given-codec';

export type SmallRoad = Awaited<ReturnType<typeof givenRoad>>;

export async function givenRoad(file: Policy = readPolicyFile()) {
  const policy = createStaticPolicySource(file);
  const { codec } = await givenCodec({ prepare: [] });
  const ids = [...policy.current().carriers.keys()];
  for (const id of ids) codec.define(shipmentSchema(policy.current(), id) as unknown as SchemaJson);
  await codec.prepare([
    ...allTopics,
    ...ids.flatMap((id) => [carrierTopics(id).shipments, carrierTopics(id).statuses]),
  ]);
  const keyring = createMemoryKeyring();
  const vault = createVault({ store: createMemoryKeyStore(), keyring });
  const refs = createRefs(keyring.derive('refs'));
  const world = { nowMs: Date.UTC(2026, 5, 1) };
  const clock = { nowMs: () => world.nowMs };
  /** Tests move it. */
  const machine = { nowMs: 0 };
  const machineClock = { nowMs: () => machine.nowMs };
  const topicName = (name: string): string => name;
  const common = {
    codec,
    vault,
    refs,
    policy,
    clock,
    topicName,
    onDeadLetters: () => undefined,
    observer: { step: () => undefined },
  };
  const deadLetters = (service: string, topic: typeof topics.intakeDeadLetters | typeof topics.carriersDeadLetters) =>
    createSealDeadLetters({ service, topic, topicName, codec, vault, policy, clock });
  const store = createMemoryShipmentStore();
  const carrierOf = new Map<string, string>(ids.map((id) => [carrierTopics(id).statuses.name, id]));
  const intake = createIntakeFlow({
    ...common,
    hash: createFraudHash(Buffer.alloc(32, 7)),
    early: createMemoryEarlyEvents(),
    opener,
    sealDeadLetters: deadLetters('intake', topics.intakeDeadLetters),
    onCommitted: () => undefined,
  });
  /** A carriers service that has just started: what it kept in memory is gone, what it stored is there. */
  const startCarriers = async (patience: Patience | null = null): Promise<UnitHandler> => {
    const waitingRoom = createWaitingRoom({ codec, store, onForgetFailed: () => undefined });
    await waitingRoom.open(0);
    return createCarriersFlow({
      ...common,
      store,
      sealer: createShipmentSealer({ clock: common.clock }),
      waitingRoom,
      gate: patience === null ? NO_GATE : createFraudGate({ codec, store, clock, machineClock, patience }),
      machineClock,
      carrierOf: (topic) => carrierOf.get(topic),
      sealDeadLetters: deadLetters('carriers', topics.carriersDeadLetters),
      onReleased: () => undefined,
    });
  };

  let offset = 0;
  const record = (topic: string, key: string | null, value: Buffer | null, partition = 0): IncomingRecord => ({
    topic,
    partition,
    offset: String(offset++),
    timestampMs: 0,
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: {},
  });
  return {
    codec,
    vault,
    refs,
    intake,
    startCarriers,
    world,
    machine,
    record,
    event: <Value extends { readonly orderId: string }>(name: string, value: Value): IncomingRecord =>
      record(
        topics.ordersEvents.name,
        value.orderId,
        codec.encode(topics.ordersEvents, value as never, `fulfilment.orders.${name}`),
      ),
    /** Outputs as another service would read them. */
    asInput: (outputs: readonly OutgoingRecord[]): IncomingRecord[] =>
      outputs.map(({ topic, key, value, partition }) =>
        record(topic, key === null ? null : String(key), value, partition),
      ),
    decoded: <Value>(outputs: readonly OutgoingRecord[], topic: TopicHandle<string, Value>): Value[] =>
      outputs
        .filter((output) => output.topic === topic.name && output.value !== null)
        .map(({ value }) => {
          const decoded = codec.decode(value as Buffer, topic) as { kind: string; value: Value };
          if (decoded.kind !== 'decoded') throw new Error(`${topic.name} holds a record that does not decode`);
          return decoded.value;
        }),
  };
}

/** Runs one unit and, unless a crash comes before it, commits it. */
export async function runUnit(
  flow: UnitHandler,
  records: readonly IncomingRecord[],
  ending: 'commit' | 'crash' = 'commit',
): Promise<readonly OutgoingRecord[]> {
  const { outputs, afterCommit } = await flow({ lane: 0, records, isRevoked: () => false });
  if (ending === 'crash') return [];
  afterCommit?.();
  return outputs;
}
