// What tests of the conformance kit share: Kafka, MongoDB, topics that go away again, and a run of the kit against a store.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { KAFKA } from '#shared/config/kafka';
import { loadConfig } from '#shared/config/load';
import type { RegistryConfig } from '#shared/config/registry';
import { type KitTopic, openKitTopic } from '#shared/conformance/kit-topic';
import { openProbe } from '#shared/conformance/probes';
import { renderCase } from '#shared/conformance/render-kit';
import { type CaseResult, runKit } from '#shared/conformance/run-kit';
import { createSystemClock } from '#shared/domain/system-clock';
import { createKafka } from '#shared/kafka/create-kafka';
import { createLogger } from '#shared/logging/logger';
import { isolate, type Isolation, stackEnv } from './stack.js';

export interface KitBench extends Isolation {
  readonly mongo: MongoClient;
  /** Address of this bench's database, for probes. */
  readonly mongoAddress: string;
  /** A topic of this bench's own, made with its schema. @param registry default: that of the stack */
  openTopic(store: string, registry?: RegistryConfig): Promise<KitTopic & { readonly name: string }>;
  close(): Promise<void>;
}

export interface Judged {
  readonly marked: KitTopic;
  readonly address: string;
  /** Collection or table. */
  readonly within?: string;
  readonly restart?: () => Promise<void>;
  /** Default 20 s. */
  readonly patienceMs?: number;
}

export function openKitBench(name: string): KitBench {
  const isolation = isolate(name);
  const { mongodbUri, registryUrl, variables } = stackEnv();
  const { kafka: config } = loadConfig({ kafka: KAFKA }, variables);
  const logger = createLogger({ service: 'test', level: 'silent' });
  const kafka = createKafka({ config, clientId: 'kit', logger, clock: createSystemClock(), random: Math.random });
  const mongo = new MongoClient(mongodbUri);
  const made: string[] = [];
  return {
    ...isolation,
    mongo,
    mongoAddress: mongodbUri.replace('/?', `/${isolation.databaseName}?`),
    openTopic: async (store, registry = { url: registryUrl, login: null }) => {
      const topic = `${isolation.topicPrefix}${store}`;
      made.push(topic);
      return { ...(await openKitTopic({ kafka, topic, registry })), name: topic };
    },
    close: async () => {
      const admin = kafka.kafkajs.admin();
      await admin.connect();
      await admin.deleteTopics({ topics: made });
      await admin.disconnect();
      await mongo.db(isolation.databaseName).dropDatabase();
      await mongo.close();
    },
  };
}

/** The kit's verdict on the store at the address. */
export async function judge({ marked, address, within, restart, patienceMs = 20_000 }: Judged) {
  const probe = await openProbe(address, within);
  try {
    return await runKit(
      { send: marked.send, find: probe.find, restart: restart ?? null, sleep, nowMs: Date.now },
      { run: randomBytes(3).toString('hex'), patienceMs },
    );
  } finally {
    await probe.close();
  }
}

export const shown = (results: readonly CaseResult[]): string => results.map(renderCase).join('\n');
