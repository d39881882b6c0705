// The data map: for every field of every schema its category, and with it purposes, recipients and retention.
import type { CategoryRule, Policy, RetentionRule } from '../policy.js';
import type { CategoryId, MomentId, RecipientId } from '../vocabulary.js';
import { expand } from './check-house.js';
import type { House } from './house.js';
import { fieldsBelow } from './schema-fields.js';

export interface DataMapRow {
  readonly record: string;
  readonly field: string;
  readonly meaning: string;
  readonly unit: string | null;
  readonly category: string;
  readonly purposes: readonly string[];
  /** Who may get the category; empty when the category is not known. */
  readonly recipients: readonly string[];
  /** Who gets this very record. */
  readonly leavesTo: readonly RecipientId[];
  readonly kept: string;
  /** Topics it lies in. */
  readonly topics: readonly string[];
}

/** One row per field, records in alphabetical order, fields in the order of their schema. */
export function dataMapOf(house: House): readonly DataMapRow[] {
  const { policy, records, topics } = house;
  const leaving = leavingRecords(house);
  const names = [...records.keys()].sort();
  return names.flatMap((name) => {
    const record = records.get(name);
    const containers = [...records.keys()].filter((other) => holds(house, other, name));
    const inTopics = topics.filter(({ recordNames }) => recordNames.some((each) => containers.includes(each)));
    const leavesTo = [...new Set(containers.flatMap((each) => leaving.get(each) ?? []))];
    return (record?.fields ?? []).map(({ name: field, category, doc, unit }): DataMapRow => {
      const rule = policy.categories.get(category as CategoryId);
      return {
        record: name,
        field,
        meaning: doc ?? '',
        unit,
        category: category ?? '(none given)',
        purposes: rule?.purposes ?? [],
        recipients: rule === undefined ? [] : recipientsOf(policy, rule),
        leavesTo,
        kept: rule === undefined ? '(not known)' : retentionInWords(rule.retention),
        topics: inTopics.map((topic) => topic.name),
      };
    });
  });
}

/** Recipients that may get a category at all. */
export function recipientsOf(policy: Policy, { id }: Pick<CategoryRule, 'id'>): readonly RecipientId[] {
  return [...policy.recipients.values()].filter(({ gets }) => gets.has(id)).map((recipient) => recipient.id);
}

const MOMENT_WORDS: Readonly<Record<MomentId, string>> = {
  delivered: 'delivery',
  returned: 'return',
  lost: 'loss',
  cancelled: 'cancellation',
  refused: 'refusal',
  'after-sales-closed': 'the end of an after-sales case',
  'last-sign-in': 'the last sign-in',
  deactivated: 'deactivation',
  observed: 'the order was placed',
  'signed-in': 'a sign-in',
};

/** `7 days after delivery, return or the end of an after-sales case; 14 days after loss`. */
export function retentionInWords(rule: RetentionRule): string {
  if (rule.kind === 'unlimited') return 'without end: it is no personal data';
  const byLength = new Map<number, string[]>();
  for (const [moment, keepMs] of rule.clocks) {
    byLength.set(keepMs, [...(byLength.get(keepMs) ?? []), MOMENT_WORDS[moment]]);
  }
  const clocks = [...byLength].map(([keepMs, moments]) => `${durationInWords(keepMs)} after ${listInWords(moments)}`);
  return clocks.join('; ');
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `7 days`, `90 minutes`: in the largest unit that divides it; less than a second in milliseconds. */
export function durationInWords(durationMs: number): string {
  const [unit, length] = UNITS.find(([, ms]) => durationMs >= ms && durationMs % ms === 0) ?? ['millisecond', 1];
  const count = durationMs / length;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function listInWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) as string}`;
}

function leavingRecords({ policy, carrierIds }: House): ReadonlyMap<string, readonly RecipientId[]> {
  const leaving = new Map<string, readonly RecipientId[]>();
  for (const { record, recipient } of policy.egress.flatMap((rule) => expand(rule, carrierIds))) {
    leaving.set(record, [...(leaving.get(record) ?? []), recipient]);
  }
  return leaving;
}

/** True for a record and for what is nested in it. */
function holds({ records }: House, outer: string, inner: string): boolean {
  return outer === inner || fieldsBelow(records, outer).some((field) => field.holds.includes(inner));
}
