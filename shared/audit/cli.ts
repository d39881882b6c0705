// `npm run audit:topics`. Exit code 0: the promise can be kept; 1: it can't; 2: could not be read; 64: usage.
import { ERASURE } from '#shared/config/erasure';
import { KAFKA } from '#shared/config/kafka';
import { loadConfig } from '#shared/config/load';
import { TOPICS } from '#shared/config/topics';
import { createSystemClock } from '#shared/domain/system-clock';
import { createKafka } from '#shared/kafka/create-kafka';
import { createLogger } from '#shared/logging/logger';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { endCommand } from '#shared/runtime/end-command';
import { auditTopics } from './audit-topics.js';
import { isSound, renderAudit } from './render-audit.js';
import { topicsToAudit } from './topics-to-audit.js';

const HELP = `npm run audit:topics
  Asks Kafka for the settings of every topic that may hold plaintext, those of carriers and third parties among them, works
  out how long bytes can stay on disk after their tombstone or truncation, and compares that with the promise
  (ERASURE_DEADLINE_PROFILE: default 15 minutes, fast 60 seconds).
  Names each setting that breaks the promise and prints those that keep it. Nothing is changed.
  On a broker that does not tell its own settings Kafka's defaults are assumed.
Exit code 0: the promise can be kept, 1: it can't, 2: Kafka could not be asked, 64: usage.
Settings: KAFKA_*, TOPIC_PREFIX, ERASURE_DEADLINE_PROFILE (shared/config/README.md).
`;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  if (args.length > 0) {
    process.stderr.write(`This command takes nothing.\n\n${HELP}`);
    return 64;
  }
  const config = loadConfig({ kafka: KAFKA, topics: TOPICS, erasure: ERASURE });
  const logger = createLogger({ service: 'audit', level: 'silent' });
  const clock = createSystemClock();
  const kafka = createKafka({ config: config.kafka, clientId: 'audit-cli', logger, clock, random: Math.random });
  const admin = kafka.kafkajs.admin();
  await admin.connect();
  try {
    const topicName = (name: string): string => `${config.topics.prefix}${name}`;
    const handles = topicsToAudit(await admin.listTopics(), readPolicyFile(), config.topics.prefix);
    const report = await auditTopics({ admin, handles, topicName, profile: config.erasure });
    process.stdout.write(renderAudit(report));
    return isSound(report) ? 0 : 1;
  } finally {
    await admin.disconnect();
  }
}

endCommand(main(process.argv.slice(2)));
