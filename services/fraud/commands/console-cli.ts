// The program behind the rules page of the console: reads one question on standard input; what it does is in console-command.ts.
import { readFileSync } from 'node:fs';
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
import { endCommand } from '#shared/runtime/end-command';
import { openKeyring } from '#shared/vault/open-keyring';
import { openRuleSetLog, publishRuleSet, readRuleSets } from '../adapters/published-rules.js';
import { pastOfTopics } from '../compose-past.js';
import { FRAUD_SERVICE, OWN_RULES } from '../config.js';
import { consoleCommand } from './console-command.js';

const STANDARD_INPUT = 0;

endCommand(answer());

async function answer(): Promise<number> {
  const clock = createSystemClock();
  const config = loadConfig({
    kafka: KAFKA,
    registry: REGISTRY,
    topics: TOPICS,
    keyring: KEYRING,
    fraud: FRAUD_SERVICE,
  });
  const logger = createLogger({ service: 'rules', level: 'error' });
  const kafka = createKafka({ config: config.kafka, clientId: 'rules-console', logger, clock, random: Math.random });
  const { prefix } = config.topics;
  const codec = createAvroCodec({ registry: createRegistryClient(config.registry), topicPrefix: prefix, clock });
  const topicName = (name: string): string => `${prefix}${name}`;
  const topic = topicName(topics.fraudRuleSets.name);
  await consoleCommand(readFileSync(STANDARD_INPUT, 'utf8'), {
    clock,
    ownText: readFileSync(config.fraud.rulesFile ?? OWN_RULES, 'utf8'),
    openDesk: async () => {
      const log = await openRuleSetLog(kafka, topic);
      return {
        versions: async () => (await readRuleSets(log, codec)).versions,
        publish: async (next, atLeast) => {
          await codec.prepare([topics.fraudRuleSets]);
          await publishRuleSet({ kafka, codec, log, topic, prefix }, next, atLeast);
        },
        close: () => log.close(),
      };
    },
    readTopics: async () =>
      pastOfTopics({ kafka, codec, topicName, sealKey: (await openKeyring(config.keyring)).derive('fraud') }),
    tell: (line) => void process.stdout.write(`${JSON.stringify(line)}\n`),
  });
  return 0;
}
