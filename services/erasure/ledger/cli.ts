// `npm run ledger -- verify`: reads the whole erasure ledger and checks the chain. Exit code 0: sound; 1: broken; 2: could not be read; 64: usage.
import { topics } from '#schemas/generated/topics';
import { createAvroCodec } from '#shared/codec/avro-codec';
import { createRegistryClient } from '#shared/codec/registry-client';
import { KAFKA } from '#shared/config/kafka';
import { loadConfig } from '#shared/config/load';
import { REGISTRY } from '#shared/config/registry';
import { TOPICS } from '#shared/config/topics';
import { createSystemClock } from '#shared/domain/system-clock';
import { CATALOGUE } from '#shared/errors/catalogue';
import { classify } from '#shared/errors/classify';
import { isFulfilmentError } from '#shared/errors/fulfilment-error';
import { createKafka } from '#shared/kafka/create-kafka';
import { createLogger } from '#shared/logging/logger';
import { createKafkaLedgerSource } from '../adapters/kafka-ledger-source.js';
import { renderVerification } from './render-verification.js';
import { verifyLedger } from './verify-ledger.js';

const HELP = `npm run ledger -- verify
Reads the erasure ledger from its first entry to its last and checks that nothing was changed, removed, inserted,
re-ordered or doubled, and that every completed erasure was started before. Prints counts, what is still under way, and
the first fault with its place.
Exit code 0: the chain is sound, 1: it is not, 2: it could not be read.
Settings come from the environment: KAFKA_*, SCHEMA_REGISTRY_URL, TOPIC_PREFIX (shared/config/README.md). Without KAFKA_BROKERS
it reads the local stack that is up in STACK_DIR (default .stack).
`;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  if (args.length !== 1 || args[0] !== 'verify') {
    process.stderr.write(HELP);
    return 64;
  }
  const config = loadConfig({ kafka: KAFKA, registry: REGISTRY, topics: TOPICS });
  const clock = createSystemClock();
  const logger = createLogger({ service: 'ledger', level: 'error' });
  const kafka = createKafka({ config: config.kafka, clientId: 'ledger-cli', logger, clock, random: Math.random });
  const registry = createRegistryClient(config.registry);
  const codec = createAvroCodec({ registry, topicPrefix: config.topics.prefix, clock });
  const source = createKafkaLedgerSource(kafka, `${config.topics.prefix}${topics.erasureLedger.name}`);
  const verification = await verifyLedger(codec, source);
  process.stdout.write(renderVerification(verification));
  return verification.fault === null ? 0 : 1;
}

function explain(error: unknown): string {
  const { code } = classify(error);
  const message = isFulfilmentError(error) ? error.message : `${code}: ${CATALOGUE[code].summary}`;
  return `The ledger could not be read. ${message}\nWhat to do: ${CATALOGUE[code].whatToDo}\n`;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(explain(error));
    process.exit(2);
  },
);
