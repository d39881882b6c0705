// The program behind `npm run backtest`; what it does is in backtest-command.ts.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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
import { openKeyring } from '#shared/vault/open-keyring';
import { endCommand } from '#shared/runtime/end-command';
import { signalLists } from '../adapters/signal-lists.js';
import { FRAUD_SERVICE } from '../config.js';
import type { SignalSources } from '../signals/read-signals.js';
import { backtestCommand, type PastOfTopics } from './backtest-command.js';
import { pastOfTopics } from '../compose-past.js';

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
  const sealKey = (await openKeyring(config.keyring)).derive('fraud');
  return pastOfTopics({ kafka, codec, topicName: nameOf, sealKey });
}
