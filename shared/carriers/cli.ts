// `npm run carriers`: who is a carrier, and everything that belongs to it, in one step. Exit code 0: done; 1: refused; 2: could not; 64: usage.
import { existsSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { createAvroCodec } from '#shared/codec/avro-codec';
import { createRegistryClient } from '#shared/codec/registry-client';
import { ERASURE } from '#shared/config/erasure';
import { KAFKA } from '#shared/config/kafka';
import { loadConfig } from '#shared/config/load';
import { REGISTRY } from '#shared/config/registry';
import { TOPICS } from '#shared/config/topics';
import { createSystemClock } from '#shared/domain/system-clock';
import { createKafka } from '#shared/kafka/create-kafka';
import { createLogger } from '#shared/logging/logger';
import { endCommand } from '#shared/runtime/end-command';
import { parseCarriersArguments } from './carriers-arguments.js';
import { runCarriers } from './carriers-command.js';
import { createHandOver } from './hand-over.js';
import { openDesk } from './open-desk.js';
import { policyInForce } from './policy-in-force.js';

const HELP = `npm run carriers -- COMMAND [ID] [OPTIONS]

  list                     the carriers of the policy: state, agreement, delivery, logins
  add ID AGREEMENT         topics, schemas, rights, a login and the entry in the register, in one step or not at all
      [--key-id NAME --public-key BASE64]   records are sealed to this X25519 key instead of delivered plain
  stop ID | resume ID      it is given nothing new | it goes on; what waits is released
  agreement ID AGREEMENT   a renewed agreement
  key ID --key-id NAME --public-key BASE64  the key that records are sealed to from now on; also for a carrier that got them plain
  rotate ID                a second login beside the first; both work
  rotate ID --end-previous the older one ends
  remove ID                nothing more for it, what it holds is taken back, then its logins, topics and schemas go
      [--withdraw-live]    also while it still holds live records
      [--later]            do not wait: run it again after the deadline to finish

AGREEMENT is the non-disclosure agreement: --signed DAY --from DAY --until DAY (2026-01-31).
Credentials are shown once, or written to --credentials-file FILE, which only you can read.
What a carrier gets is decided by its allow-lists in the policy; only a carrier that is listed there can be added.
Exit code 0: done, 1: refused, 2: it could not be done, 64: wrong usage.
Settings come from the environment: KAFKA_*, SCHEMA_REGISTRY_*, TOPIC_PREFIX, ERASURE_DEADLINE_PROFILE (shared/config/README.md).
`;

async function main(args: readonly string[]): Promise<number> {
  const request = parseCarriersArguments(args);
  if (request.kind === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  if (request.kind === 'wrong') {
    process.stderr.write(`${request.why}\n\n${HELP}`);
    return 64;
  }
  if (request.kind === 'change' && request.credentialsFile !== null && existsSync(request.credentialsFile)) {
    process.stderr.write(
      `${request.credentialsFile} is there already: name a file that is not, so that nothing is lost.\n`,
    );
    return 1;
  }
  const config = loadConfig({ kafka: KAFKA, registry: REGISTRY, topics: TOPICS, erasure: ERASURE });
  const { prefix } = config.topics;
  const clock = createSystemClock();
  const logger = createLogger({ service: 'carriers-cli', level: 'silent' });
  const kafka = createKafka({ config: config.kafka, clientId: 'carriers-cli', logger, clock, random: Math.random });
  const registry = createRegistryClient(config.registry);
  const codec = createAvroCodec({ registry, topicPrefix: prefix, clock });
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const policy = () => policyInForce(kafka, codec, prefix);
  const desk = await openDesk({ kafka, codec, registry, policy, prefix, profile: config.erasure.profile });
  const hand = createHandOver({
    file: request.kind === 'change' ? request.credentialsFile : null,
    say,
    brokers: config.kafka.brokers.join(','),
    isTls: config.kafka.ssl !== false,
    registry: config.registry.url,
    prefix,
    carrierId: request.kind === 'change' ? request.carrierId : '',
  });
  try {
    return await runCarriers({ desk, clock, hand, say, sleep: (ms) => after(ms) }, request);
  } finally {
    await desk.close();
  }
}

endCommand(main(process.argv.slice(2)));
