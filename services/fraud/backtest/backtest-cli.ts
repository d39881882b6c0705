// The program behind `npm run backtest`; what it does is in backtest-command.ts.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { topics } from '#schemas/generated/topics';
import { createAvroCodec } from '#shared/codec/avro-codec';
import { createRegistryClient } from '#shared/codec/registry-client';
import { KAFKA } from '#shared/config/kafka';
import { KEYRING } from '#shared/config/keyring';
import { loadConfig } from '#shared/config/load';
import { REGISTRY } from '#shared/config/registry';
import { TOPICS } from '#shared/config/topics';
import { createSystemClock } from '#shared/domain/system-clock';
import { createKafka } from '#shared/kafka/create-kafka';
import { createLogger } from '#shared/logging/logger';
import { createFraudHash } from '#shared/refs/fraud-hash';
import { createFraudSeal } from '#shared/refs/fraud-seal';
import { openKeyring } from '#shared/vault/open-keyring';
import { endCommand } from '#shared/runtime/end-command';
import { signalLists } from '../adapters/signal-lists.js';
import { readTopicValues } from '../adapters/topic-values.js';
import { FRAUD_SERVICE } from '../config.js';
import { EntityLists } from '../domain/entity-lists.js';
import type { Label } from '../domain/backtest/measure.js';
import type { SignIn } from '../domain/sign-in.js';
import type { SignalSources } from '../signals/read-signals.js';
import { signInOf } from '../steps/sign-in-record.js';
import { listEntry } from '../steps/read-lists.js';
import { type KeptOrder, keptOrder } from '../steps/observation-record.js';
import { backtestCommand, type PastOfTopics } from './backtest-command.js';
import { noteLabel } from './read-labels.js';

const KEY_BYTES = 32;

// Whoever reads the output may stop early (`| head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

endCommand(
  backtestCommand(process.argv.slice(2), {
    columns: process.stdout.columns,
    now: () => performance.now(),
    readFile: (file) => readFileSync(path.resolve(file), 'utf8'),
    writeFile: (file, text) => {
      mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
      writeFileSync(path.resolve(file), text);
    },
    openSources,
    readTopics,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  }),
);

/** Hashes with a key that ends with this run: nothing here joins with anything else. */
async function openSources(): Promise<SignalSources> {
  const { fraud } = loadConfig({ fraud: FRAUD_SERVICE });
  const clock = createSystemClock();
  const logger = createLogger({ service: 'fraud', level: 'error' });
  const lists = signalLists({
    directory: fraud.listsDirectory,
    staleAfterMs: fraud.listsStaleAfterMs,
    clock,
    logger,
  });
  const { value } = await lists.start();
  return { ...value.sources, hash: createFraudHash(randomBytes(KEY_BYTES)) };
}

async function readTopics(): Promise<PastOfTopics> {
  const config = loadConfig({ kafka: KAFKA, registry: REGISTRY, topics: TOPICS, keyring: KEYRING });
  const clock = createSystemClock();
  const logger = createLogger({ service: 'fraud', level: 'error' });
  const kafka = createKafka({ config: config.kafka, clientId: 'backtest', logger, clock, random: Math.random });
  const registry = createRegistryClient(config.registry);
  const codec = createAvroCodec({ registry, topicPrefix: config.topics.prefix, clock });
  const nameOf = (name: string): string => `${config.topics.prefix}${name}`;
  const seal = createFraudSeal((await openKeyring(config.keyring)).derive('fraud'));
  const orders = new Map<string, KeptOrder>();
  await readTopicValues(kafka, codec, topics.fraudObservations, nameOf(topics.fraudObservations.name), (key, value) => {
    if (value === null) orders.delete(key);
    else orders.set(key, keptOrder(value, seal.open));
  });
  const labels = new Map<string, Label>();
  await readTopicValues(kafka, codec, topics.fraudOutcomes, nameOf(topics.fraudOutcomes.name), (_, value) => {
    if (value === null) return;
    const truth = value.truth === 'CHARGEBACK' ? 'fraud' : 'good';
    noteLabel(labels, value.orderId, { truth, knownAt: value.knownAt });
  });
  const lists = new EntityLists();
  await readTopicValues(kafka, codec, topics.fraudLists, nameOf(topics.fraudLists.name), (entryId, value) => {
    if (value === null) lists.remove(entryId);
    else lists.put(listEntry(value));
  });
  const signIns = new Map<string, SignIn>();
  await readTopicValues(kafka, codec, topics.fraudSignIns, nameOf(topics.fraudSignIns.name), (signInRef, value) => {
    if (value === null) signIns.delete(signInRef);
    else if (value.signal === 'SIGNED_IN') signIns.set(signInRef, signInOf(value));
  });
  return { orders: [...orders.values()], labels, lists, signIns: [...signIns.values()] };
}
