// Rule sets as they lie in `fraud.rule-sets`: under the name of a set its newest version, under `name/version` each there was.
import type { RuleSet as RuleSetRecord } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { classify } from '#shared/errors/classify';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { followLog } from '#shared/kafka/follow-log';
import { openPartitionLog, type PartitionLog } from '#shared/kafka/partition-log';
import { readToEnd } from '#shared/kafka/read-to-end';
import { openTopicAdmin } from '#shared/kafka/topic-admin';
import { createTransactionalWriter } from '#shared/kafka/writer/transactional-writer';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { Component } from '#shared/runtime/component';
import { parseRuleSet, readRuleSet } from '../rule-sets/parse-rule-set.js';
import { createLiveRules, type LiveRules } from '../rule-sets/live-rules.js';
import type { RuleSet } from '../domain/verdict.js';

type RulesCodec = Pick<AvroCodec, 'encode' | 'decode' | 'ensureSchemas'>;

const TRANSACTION_MS = 10_000;
const NO_MEMBER = { groupId: '', memberId: '', generationId: 0 };

export interface RuleSetLog {
  /** Every version there is, by name and number. */
  readonly versions: readonly RuleSetRecord[];
  readonly nextOffset: number;
}

export async function readRuleSets(log: PartitionLog, codec: RulesCodec): Promise<RuleSetLog> {
  const byKey = new Map<string, RuleSetRecord>();
  const nextOffset = await readToEnd(log, { topic: topics.fraudRuleSets.name }, async (records) => {
    for (const set of await decodeSets(codec, records)) byKey.set(`${set.name}/${set.version}`, set);
  });
  const versions = [...byKey.values()].sort((one, other) =>
    one.name === other.name ? one.version - other.version : one.name < other.name ? -1 : 1,
  );
  return { versions, nextOffset };
}

/**
 * Publishes a newer version of a set; whoever begins later fences whoever began earlier, so nobody writes between looking and writing.
 * @param atLeast number of the version that comes with the program, when it has this name
 * @throws RULE_SET_NOT_NEWER, RULE_SET_PUBLISHED_MEANWHILE, and what Kafka and the registry throw
 */
export async function publishRuleSet(
  { kafka, codec, log, topic, prefix }: PublishDeps,
  next: RuleSetRecord,
  atLeast: number,
): Promise<void> {
  const transactionalId = `${prefix}rule-set-publisher`;
  const writer = createTransactionalWriter(kafka, { transactionalId, transactionTimeoutMs: TRANSACTION_MS });
  try {
    await writer.initialise();
    const { versions } = await readRuleSets(log, codec);
    const same = versions.filter(({ name }) => name === next.name);
    const newest = Math.max(atLeast, ...same.map(({ version }) => version));
    if (next.version <= newest) throw new FulfilmentError('RULE_SET_NOT_NEWER', { version: next.version, newest });
    const value = codec.encode(topics.fraudRuleSets, next);
    const records = [`${next.name}/${next.version}`, next.name].map((key) => ({ topic, partition: 0, key, value }));
    await writer.commit(records, [], NO_MEMBER);
  } catch (error) {
    if (classify(error).code !== 'KAFKA_FENCED') throw error;
    throw new FulfilmentError('RULE_SET_PUBLISHED_MEANWHILE', { version: next.version }, { cause: error });
  } finally {
    await writer.close();
  }
}

export interface PublishDeps {
  readonly kafka: KafkaClient;
  readonly codec: RulesCodec;
  readonly log: PartitionLog;
  /** The real name of the topic. */
  readonly topic: string;
  readonly prefix: string;
}

/** Whoever starts first makes it. @param topic its real name */
export async function openRuleSetLog(kafka: KafkaClient, topic: string): Promise<PartitionLog> {
  const { partitions, settings } = topics.fraudRuleSets;
  const admin = await openTopicAdmin(kafka);
  try {
    await admin.ensureTopics([{ name: topic, partitions, settings: settings.default }]);
  } finally {
    await admin.close();
  }
  return openPartitionLog(kafka, topic, 0);
}

export interface FollowedRules {
  readonly rules: LiveRules;
  readonly done: Promise<void>;
}

/** Its start rejects with RULE_SET_INVALID when the newest version is one that this program can't read: nothing is judged by an older one. */
export function followRules(
  deps: { readonly kafka: KafkaClient; readonly codec: RulesCodec; readonly topic: string },
  own: () => RuleSet,
): Component<FollowedRules> {
  return {
    name: 'fraud-rule-sets',
    start: async () => {
      const { kafka, codec } = deps;
      const rules = createLiveRules(own);
      const log = await openRuleSetLog(kafka, deps.topic);
      try {
        const { versions, nextOffset } = await readRuleSets(log, codec);
        takeOver(rules, versions, own().name);
        const { done, stop } = followLog({
          kafka,
          log,
          name: 'fraud-rule-sets',
          fromOffset: nextOffset,
          onRecords: async (records) => {
            const isNew = takeOver(rules, await decodeSets(codec, records), own().name);
            if (isNew) kafka.logger.info({ component: 'fraud-rules' }, 'a published rule set is in force');
          },
        });
        return { value: { rules, done }, stop };
      } catch (error) {
        await log.close();
        throw error;
      }
    },
  };
}

/** Sets of other names are kept as well: the file may be replaced by one of theirs. @throws RULE_SET_INVALID for the name that runs */
function takeOver(rules: LiveRules, published: readonly RuleSetRecord[], running: string): boolean {
  const newest = new Map(published.map((set) => [set.name, set]));
  let isNew = false;
  for (const { name, text } of newest.values()) {
    const parsed = name === running ? readRuleSet(text) : parseRuleSet(text);
    if (parsed.kind === 'rule-set') isNew = rules.takeOver(parsed.ruleSet) || isNew;
  }
  return isNew;
}

async function decodeSets(codec: RulesCodec, records: readonly IncomingRecord[]): Promise<readonly RuleSetRecord[]> {
  await codec.ensureSchemas(records.map(({ value }) => value));
  return records.flatMap(({ topic, partition, offset, value }) => {
    if (value === null) return [];
    const decoded = codec.decode(value, topics.fraudRuleSets);
    if (decoded.kind === 'decoded') return [decoded.value];
    throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic, partition, offset });
  });
}
