// The sealed roads of the sample: one carrier whose records only it can open, and an order service that seals orders itself.
import { createAvroCodec } from '#shared/codec/avro-codec';
import { createRegistryClient } from '#shared/codec/registry-client';
import { entryOf } from '#shared/carriers/carrier-entry';
import { openDesk } from '#shared/carriers/open-desk';
import { policyInForce } from '#shared/carriers/policy-in-force';
import { ERASURE } from '#shared/config/erasure';
import { KAFKA } from '#shared/config/kafka';
import { type Environment, loadConfig } from '#shared/config/load';
import { REGISTRY } from '#shared/config/registry';
import { createSecret } from '#shared/config/secret';
import { TOPICS } from '#shared/config/topics';
import { createSystemClock } from '#shared/domain/system-clock';
import { newKeyPair } from '#shared/hpke/suite';
import { createKafka } from '#shared/kafka/create-kafka';
import { createSilentLogger } from '#shared/logging/logger';
import type { Publisher } from '#shared/publisher/publisher';
import { startPublisher } from '#shared/publisher/start-publisher';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import type { OutsideConnection } from '#shared/sample/outside/connection';

/** A carrier that makes a key pair of its own and has its records sealed to it from now on. @returns its private key, by name */
export async function sealToCarrier(
  environment: Environment,
  carrierId: string,
): Promise<(keyId: string) => Buffer | undefined> {
  const config = loadConfig({ kafka: KAFKA, registry: REGISTRY, topics: TOPICS, erasure: ERASURE }, environment);
  const { prefix } = config.topics;
  const clock = createSystemClock();
  const kafka = createKafka({
    config: config.kafka,
    clientId: 'sample',
    logger: createSilentLogger(),
    clock,
    random: Math.random,
  });
  const registry = createRegistryClient(config.registry);
  const codec = createAvroCodec({ registry, topicPrefix: prefix, clock });
  const policy = () => policyInForce(kafka, codec, prefix);
  const desk = await openDesk({ kafka, codec, registry, policy, prefix, profile: config.erasure.profile });
  try {
    const known = await desk.known();
    const entry = entryOf(known.policy, known.register, carrierId);
    if (entry === null) throw new Error(`The policy lists no carrier ${carrierId} with an agreement.`);
    const { privateKey, publicKey } = newKeyPair();
    const keyId = `${carrierId}-${clock.nowMs()}`;
    await desk.enter({
      ...entry,
      deliveryMode: 'SEALED',
      sealingKey: { keyId, publicKey },
      revision: entry.revision + 1,
      changedAt: clock.nowMs(),
    });
    return (asked) => (asked === keyId ? privateKey : undefined);
  } finally {
    await desk.close();
  }
}

/** Publishes as the order service with the library: whoever reads the topic finds no person in these orders. */
export async function startSealingShop(
  environment: Environment,
  { login }: OutsideConnection,
): Promise<{ readonly place: (order: PlainOrder) => Promise<void>; readonly stop: () => Promise<void> }> {
  const { kafka, registry, topics } = loadConfig({ kafka: KAFKA, registry: REGISTRY, topics: TOPICS }, environment);
  const sasl = login === null ? null : { ...login, password: createSecret(login.password) };
  const publisher: Publisher = await startPublisher({
    kafka: { ...kafka, sasl },
    registryUrl: registry.url,
    topicPrefix: topics.prefix,
    logger: createSilentLogger(),
  });
  return {
    place: async (order) => {
      const outcome = await publisher.publish('OrderPlaced', { ...order, ...blocksOf(order) });
      if (outcome.kind === 'refused')
        throw new Error(`An order of the sample was refused at the source: ${outcome.code}`);
    },
    stop: () => publisher.close(),
  };
}
