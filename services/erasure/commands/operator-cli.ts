// What all operators' commands share: what they reach of the broker, and how they end.
import { userInfo } from 'node:os';
import type { ErasureCommand, Participant } from '#schemas/generated/records';
import { type TopicHandle, topics } from '#schemas/generated/topics';
import { createAvroCodec } from '#shared/codec/avro-codec';
import { createRegistryClient } from '#shared/codec/registry-client';
import { KAFKA } from '#shared/config/kafka';
import { KEYRING } from '#shared/config/keyring';
import { loadConfig } from '#shared/config/load';
import { MONGO } from '#shared/config/mongo';
import { REGISTRY } from '#shared/config/registry';
import { TOPICS } from '#shared/config/topics';
import { createSystemClock } from '#shared/domain/system-clock';
import type { OrderRef } from '#shared/domain/refs';
import { explainFailure } from '#shared/runtime/end-command';
import { createKafka } from '#shared/kafka/create-kafka';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { createLogger } from '#shared/logging/logger';
import { mongoComponent } from '#shared/mongo/connect';
import { lane } from '#shared/refs/lane';
import { createRefs, type Refs } from '#shared/refs/refs';
import { openKeyring } from '#shared/vault/open-keyring';
import { REFERENCE } from '../steps/read-commands.js';
import type { CommandLog } from '../store/command-log.js';
import { createMongoCommandLog } from '../store/mongo-command-log.js';
import { createMongoOrderStore } from '../store/mongo-order-store.js';
import { createMongoStoreRegister } from '../store/mongo-store-register.js';
import type { OrderStore } from '../store/order-store.js';
import type { StoreRegister } from '../store/store-register.js';

export const EXIT = { done: 0, refused: 1, unreachable: 2, usage: 64 } as const;

/** What an operator's command reaches: it reads what erasure keeps and writes commands, nothing else. */
export interface OperatorDesk {
  readonly refs: Refs;
  readonly store: OrderStore;
  readonly log: CommandLog;
  /** The register of outside stores, as the service has it. */
  stores(): ReturnType<StoreRegister['all']>;
  send(command: ErasureCommand): Promise<void>;
  /** Registers a store, or strikes it off (null). */
  register(name: string, store: Participant | null): Promise<void>;
}

export class UsageError extends Error {}

const SEND_TIMEOUT_MS = 15_000;

/** Opens the desk, lets `work` use it, closes it. @throws ConfigError and whatever keeps Kafka, registry or MongoDB from answering */
export async function atDesk<T>(work: (desk: OperatorDesk) => Promise<T>): Promise<T> {
  const config = loadConfig({ kafka: KAFKA, registry: REGISTRY, topics: TOPICS, keyring: KEYRING, mongo: MONGO });
  const clock = createSystemClock();
  const logger = createLogger({ service: 'operator', level: 'error' });
  const refs = createRefs((await openKeyring(config.keyring)).derive('refs'));
  async function publish<T>(
    topic: TopicHandle<string, T>,
    key: string,
    value: T | null,
    partition: number,
  ): Promise<void> {
    const kafka = createKafka({ config: config.kafka, clientId: 'operator', logger, clock, random: Math.random });
    const registry = createRegistryClient(config.registry);
    const codec = createAvroCodec({ registry, topicPrefix: config.topics.prefix, clock });
    await codec.prepare([topic]);
    const producer = await startPlainProducer(kafka, { deliveryTimeoutMs: SEND_TIMEOUT_MS });
    const bytes = value === null ? null : codec.encode(topic, value);
    try {
      await producer.send([{ topic: `${config.topics.prefix}${topic.name}`, partition, key, value: bytes }]);
    } finally {
      await producer.stop();
    }
  }

  const mongo = await mongoComponent({ config: config.mongo, appName: 'operator', maxPoolSize: 2 }).start();
  try {
    return await work({
      refs,
      store: await createMongoOrderStore(mongo.value.db),
      log: createMongoCommandLog(mongo.value.db),
      stores: () => createMongoStoreRegister(mongo.value.db, clock).all(),
      send: (command) => publish(topics.erasureCommands, command.orderRef, command, lane(command.orderRef as OrderRef)),
      register: (name, store) => publish(topics.erasureParticipants, name, store, 0),
    });
  } finally {
    await mongo.stop();
  }
}

/** The account that is named in the audit. @throws UsageError when it is no plain account name */
export function accountOf(given: string | undefined): string {
  const account = given ?? userInfo().username;
  if (!REFERENCE.test(account))
    throw new UsageError('--by must be an account: letters, digits and . _ : / -, no blanks');
  return account;
}

/** Runs a command to its exit code: usage on standard error with 64, failures in the words of the catalogue with 2. */
export function runCommand(help: string, main: (args: readonly string[]) => Promise<number>): void {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(help);
    return;
  }
  main(args).then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(error instanceof UsageError ? `${error.message}\n\n${help}` : explainFailure(error).text);
      process.exit(error instanceof UsageError ? EXIT.usage : EXIT.unreachable);
    },
  );
}
