// Compares schemas and topics with the policy. Each violation names its place and its rule; none means that nothing leaves or stays by accident.
import { formatDuration } from '#shared/domain/duration';
import { mayShare } from '../may-share.js';
import type { EgressRule } from '../policy.js';
import { CATEGORIES, type CategoryId, isOneOf } from '../vocabulary.js';
import { ANY_THIRD_PARTY, type House, type HouseTopic } from './house.js';
import { fieldsBelow } from './schema-fields.js';

export type RuleName =
  | 'field-without-category'
  | 'category-unknown'
  | 'field-named-like-forbidden-data'
  | 'egress-not-allowed'
  | 'egress-record-unknown'
  | 'egress-without-rule'
  | 'kept-too-long';

export interface Violation {
  readonly rule: RuleName;
  readonly place: string;
  readonly problem: string;
}

export function checkHouse(house: House): readonly Violation[] {
  return [...checkFields(house), ...checkEgress(house), ...checkReaders(house), ...checkRetention(house)];
}

function* checkFields({ records, policy }: House): Generator<Violation> {
  for (const { fullName, fields } of records.values()) {
    for (const { name, category } of fields) {
      const place = `${fullName}.${name}`;
      if (category === null) {
        yield { rule: 'field-without-category', place, problem: 'The field does not say what it holds of a person.' };
      } else if (!isOneOf(CATEGORIES, category) || !policy.categories.has(category)) {
        yield {
          rule: 'category-unknown',
          place,
          problem: `The policy has no category ${category}, so no retention either.`,
        };
      }
    }
    const named = policy.forbidden.findInSchema({ type: 'record', fields: fields.map(({ name }) => ({ name })) });
    for (const { code, path } of named) {
      yield {
        rule: 'field-named-like-forbidden-data',
        place: `${fullName}.${path}`,
        problem: `Its name is that of ${code}.`,
      };
    }
  }
}

/** Every record that leaves: does its recipient get every category in it, for the purpose it leaves for? */
function* checkEgress(house: House): Generator<Violation> {
  for (const rule of house.policy.egress) {
    for (const { topic, record } of expand(rule, house.carrierIds)) {
      const fields = fieldsBelow(house.records, record);
      if (fields.length === 0) {
        yield { rule: 'egress-record-unknown', place: topic, problem: `There is no record ${record}.` };
      }
      for (const { path, category } of fields) {
        const { recipient, purpose } = rule;
        if (category === null) continue; // Named above.
        if (mayShare(house.policy, { recipient, category, purpose }).kind === 'allowed') continue;
        const problem = `${recipient} does not get ${category} for ${purpose}.`;
        yield { rule: 'egress-not-allowed', place: `${topic}: ${path}`, problem };
      }
    }
  }
}

/** Every reader outside the house needs a rule for exactly that topic, record and recipient. */
function* checkReaders({ policy, topics, carrierIds }: House): Generator<Violation> {
  const expanded = policy.egress.flatMap((rule) => expand(rule, carrierIds));
  for (const { name, readers, recordNames } of topics) {
    for (const reader of readers) {
      if (policy.insiders.has(reader)) continue;
      const recipient = recipientOf(reader);
      for (const record of recordNames) {
        const isRuled = expanded.some(
          (rule) => rule.topic === name && rule.record === record && rule.recipient === recipient,
        );
        if (isRuled) continue;
        const problem = `${reader} is outside the house and reads ${record}, but no rule of egress lets it out.`;
        yield { rule: 'egress-without-rule', place: name, problem };
      }
    }
  }
}

/** Topics that forget by time may not remember longer than the policy allows, unless it says why. */
function* checkRetention(house: House): Generator<Violation> {
  for (const topic of house.topics) {
    if (topic.retentionMs === null) continue;
    for (const category of categoriesIn(house, topic)) {
      const rule = house.policy.categories.get(category)?.retention;
      if (rule === undefined || rule.kind === 'unlimited') continue;
      if (rule.exceptions.some(({ topics }) => topics.includes(topic.name))) continue;
      const allowedMs = Math.max(...rule.clocks.values());
      if (topic.retentionMs >= 0 && topic.retentionMs <= allowedMs) continue;
      const kept = topic.retentionMs < 0 ? 'for ever' : formatDuration(topic.retentionMs);
      const problem = `It keeps ${category} ${kept}; the policy allows ${formatDuration(allowedMs)} and names no exception.`;
      yield { rule: 'kept-too-long', place: topic.name, problem };
    }
  }
}

/** Personal categories that lie in a topic. */
export function categoriesIn({ records, policy }: House, topic: HouseTopic): readonly CategoryId[] {
  const all = topic.recordNames.flatMap((record) => fieldsBelow(records, record).map(({ category }) => category));
  return CATEGORIES.filter((id) => all.includes(id) && policy.categories.get(id)?.personal === true);
}

/** A rule for all carriers, once per carrier. */
export function expand(rule: EgressRule, carrierIds: readonly string[]): readonly EgressRule[] {
  if (!rule.topic.includes('<id>')) return [rule];
  const ids = rule.topic.startsWith('carriers.') ? carrierIds : [ANY_THIRD_PARTY];
  return ids.map((id) => ({
    ...rule,
    topic: rule.topic.replace('<id>', id),
    record: rule.record.replace('<id>', id),
  }));
}

/** Readers of the catalogue are named like recipients, carriers with their id. */
function recipientOf(reader: string): string {
  return reader.replace(/\..*$/, '');
}
