// The program behind `npm run rules`; what it does is in rules-command.ts.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { topics } from '#schemas/generated/topics';
import { createAvroCodec } from '#shared/codec/avro-codec';
import { createRegistryClient } from '#shared/codec/registry-client';
import { KAFKA } from '#shared/config/kafka';
import { loadConfig } from '#shared/config/load';
import { REGISTRY } from '#shared/config/registry';
import { TOPICS } from '#shared/config/topics';
import { createSystemClock } from '#shared/domain/system-clock';
import { createKafka } from '#shared/kafka/create-kafka';
import { createLogger } from '#shared/logging/logger';
import { endCommand } from '#shared/runtime/end-command';
import { openRuleSetLog, publishRuleSet, readRuleSets } from '../adapters/published-rules.js';
import { FRAUD_SERVICE, OWN_RULES } from '../config.js';
import { type RulesDesk, rulesCommand } from './rules-command.js';

const clock = createSystemClock();

// Whoever reads the output may stop early (`| head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

endCommand(
  rulesCommand(process.argv.slice(2), {
    columns: process.stdout.columns,
    clock,
    ownText: readFileSync(loadConfig({ fraud: FRAUD_SERVICE }).fraud.rulesFile ?? OWN_RULES, 'utf8'),
    readFile: (file) => readFileSync(path.resolve(file), 'utf8'),
    openDesk,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  }),
);

async function openDesk(): Promise<RulesDesk> {
  const config = loadConfig({ kafka: KAFKA, registry: REGISTRY, topics: TOPICS });
  const logger = createLogger({ service: 'rules', level: 'error' });
  const kafka = createKafka({ config: config.kafka, clientId: 'rules-cli', logger, clock, random: Math.random });
  const { prefix } = config.topics;
  const codec = createAvroCodec({ registry: createRegistryClient(config.registry), topicPrefix: prefix, clock });
  const topic = `${prefix}${topics.fraudRuleSets.name}`;
  const log = await openRuleSetLog(kafka, topic);
  return {
    versions: async () => (await readRuleSets(log, codec)).versions,
    publish: async (next, atLeast) => {
      await codec.prepare([topics.fraudRuleSets]);
      await publishRuleSet({ kafka, codec, log, topic, prefix }, next, atLeast);
    },
    close: () => log.close(),
  };
}
