// The program behind `npm run fraud`; what it does is in fraud-command.ts.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Assessment, Claim, Decision, ListEntry } from '#schemas/generated/records';
import { type TopicHandle, topics } from '#schemas/generated/topics';
import { createAvroCodec } from '#shared/codec/avro-codec';
import { createRegistryClient } from '#shared/codec/registry-client';
import { KAFKA } from '#shared/config/kafka';
import { KEYRING } from '#shared/config/keyring';
import { loadConfig } from '#shared/config/load';
import { REGISTRY } from '#shared/config/registry';
import { TOPICS } from '#shared/config/topics';
import { afterClaim } from '#shared/domain/analysts/claims';
import type { OrderRef } from '#shared/domain/refs';
import { createSystemClock } from '#shared/domain/system-clock';
import { createKafka } from '#shared/kafka/create-kafka';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { createLogger } from '#shared/logging/logger';
import { loadPolicy } from '#shared/policy/load-policy';
import { readPolicyText } from '#shared/policy/read-policy-file';
import { lane } from '#shared/refs/lane';
import { createRefs } from '#shared/refs/refs';
import { openKeyring } from '#shared/vault/open-keyring';
import { endCommand } from '#shared/runtime/end-command';
import { readTopicValues } from '../adapters/topic-values.js';
import { FRAUD_SERVICE, OWN_RULES } from '../config.js';
import { createLiveRules } from '../rule-sets/live-rules.js';
import { readRuleSet } from '../rule-sets/parse-rule-set.js';
import { keepMs } from '../steps/keep-ms.js';
import type { AnalystDesk } from './analyst-desk.js';
import { fraudCommand } from './fraud-command.js';

const SEND_TIMEOUT_MS = 15_000;

const clock = createSystemClock();

// Whoever reads the output may stop early (`| head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

endCommand(
  fraudCommand(process.argv.slice(2), {
    columns: process.stdout.columns,
    clock,
    newId: randomUUID,
    openDesk,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  }),
);

async function openDesk(): Promise<AnalystDesk> {
  const config = loadConfig({ kafka: KAFKA, registry: REGISTRY, topics: TOPICS, keyring: KEYRING });
  const logger = createLogger({ service: 'analyst', level: 'error' });
  const kafka = createKafka({ config: config.kafka, clientId: 'analyst', logger, clock, random: Math.random });
  const registry = createRegistryClient(config.registry);
  const codec = createAvroCodec({ registry, topicPrefix: config.topics.prefix, clock });
  const refs = createRefs((await openKeyring(config.keyring)).derive('refs'));
  const nameOf = (name: string): string => `${config.topics.prefix}${name}`;

  async function send<T>(topic: TopicHandle<string, T>, key: string, partition: number, value: T): Promise<void> {
    await codec.prepare([topic]);
    const producer = await startPlainProducer(kafka, { deliveryTimeoutMs: SEND_TIMEOUT_MS });
    try {
      await producer.send([{ topic: nameOf(topic.name), partition, key, value: codec.encode(topic, value) }]);
    } finally {
      await producer.stop();
    }
  }

  /** The newest of each key, by what makes one newer. */
  async function newest<T>(
    topic: TopicHandle<string, T> & { readonly partitions: number },
    isNewer: (one: T, other: T) => boolean,
  ): Promise<ReadonlyMap<string, T>> {
    const values = new Map<string, T>();
    await readTopicValues(kafka, codec, topic, nameOf(topic.name), (key, value) => {
      const known = values.get(key);
      if (value === null) values.delete(key);
      else if (known === undefined || isNewer(value, known)) values.set(key, value);
    });
    return values;
  }

  return {
    assessments: () => newest<Assessment>(topics.fraudAssessments, ({ revision }, known) => revision >= known.revision),
    decisions: () => newest<Decision>(topics.fraudDecisions, ({ decidedAt }, known) => decidedAt >= known.decidedAt),
    outcomes: async () => {
      const known = await newest(topics.fraudOutcomes, ({ knownAt }, before) => knownAt >= before.knownAt);
      return new Map(
        [...known.values()].map(({ orderId, truth, knownAt }) => [
          refs.orderRef(orderId),
          { truth: truth === 'CHARGEBACK' ? ('fraud' as const) : ('good' as const), knownAt },
        ]),
      );
    },
    claims: async () => {
      const claims = new Map<string, Claim>();
      await readTopicValues(kafka, codec, topics.fraudClaims, nameOf(topics.fraudClaims.name), (key, value) => {
        if (value !== null) claims.set(key, afterClaim(claims.get(key) ?? null, value));
      });
      return claims;
    },
    claim: (claim) => send(topics.fraudClaims, claim.orderRef, lane(claim.orderRef as OrderRef), claim),
    entries: () => newest<ListEntry>(topics.fraudLists, ({ writtenAt }, known) => writtenAt >= known.writtenAt),
    list: (entry) => send(topics.fraudLists, entry.entryId, 0, entry),
    ruleCodes: async () => {
      const own = readRuleSet(readFileSync(loadConfig({ fraud: FRAUD_SERVICE }).fraud.rulesFile ?? OWN_RULES, 'utf8'));
      const rules = createLiveRules(() => own.ruleSet);
      const published = await newest(topics.fraudRuleSets, ({ version }, known) => version >= known.version);
      const ofName = published.get(own.ruleSet.name);
      if (ofName !== undefined) rules.takeOver(readRuleSet(ofName.text).ruleSet);
      return rules.current().rules.map(({ code }) => code);
    },
    keepMs: () => keepMs(loadPolicy(readPolicyText())),
    refOf: (orderId) => refs.orderRef(orderId),
    decide: (decision) => send(topics.fraudDecisions, decision.orderRef, lane(decision.orderRef as OrderRef), decision),
    tell: (outcome) => send(topics.fraudOutcomes, outcome.orderId, lane(refs.orderRef(outcome.orderId)), outcome),
  };
}
