// Turns a checked policy file into what services ask: maps, sets, milliseconds and projectors. Frozen, so that nobody bends it at run time.
import { compileForbiddenData } from './forbidden-data.js';
import type { CarrierRule, CategoryRule, Policy, RecipientRule, RetentionRule } from './policy.js';
import type { PolicyDocument } from './policy-schema.js';
import { compileCarrier } from './release/compile-carrier.js';
import type { CategoryId, ConditionId, MomentId, PurposeId, RecipientId } from './vocabulary.js';

/** @param document has no violations, see policy-rules.ts */
export function compilePolicy(document: PolicyDocument): Policy {
  const carriers = new Map(
    Object.entries(document.carriers).map(([id, carrier]) => [id, compileCarrier(document, id, carrier)]),
  );
  return Object.freeze({
    version: document.version,
    purposes: mapOf(document.purposes, (rule) => rule),
    categories: mapOf(document.categories, categoryOf),
    recipients: mapOf(document.recipients, recipientOf),
    egress: document.egress,
    insiders: new Set(document.insiders),
    release: { requires: document.release.requires as ConditionId[] },
    forbidden: compileForbiddenData(document.forbidden),
    carriers,
    registerEdition: '',
    countries: countriesOf(carriers),
    notifications: new Map(Object.entries(document.notifications)),
    corrections: { officerDecides: new Set(document.rights.correction.officerDecides) },
  });
}

function categoryOf(rule: PolicyDocument['categories'][CategoryId], id: CategoryId): CategoryRule {
  return { ...rule, id, retention: retentionOf(rule.retention) };
}

function retentionOf(rule: PolicyDocument['categories'][CategoryId]['retention']): RetentionRule {
  if ('unlimited' in rule) return { kind: 'unlimited', why: rule.unlimited };
  const clocks = new Map(Object.entries(rule.clocks) as [MomentId, number][]);
  return { kind: 'clocked', of: rule.of, clocks, pausedBy: rule.pausedBy, exceptions: rule.exceptions };
}

function recipientOf(rule: PolicyDocument['recipients'][RecipientId], id: RecipientId): RecipientRule {
  const { meaning, basis, dpv } = rule;
  const gets = Array.isArray(rule.gets)
    ? rule.gets.map((category): [CategoryId, readonly PurposeId[]] => [category, []])
    : (Object.entries(rule.gets) as [CategoryId, readonly PurposeId[]][]);
  const never = new Map(Object.entries(rule.never) as [CategoryId, string][]);
  return { id, meaning, basis, dpv, gets: new Map(gets), never, onlyWhen: 'onlyWhen' in rule ? rule.onlyWhen : null };
}

function countriesOf(carriers: ReadonlyMap<string, CarrierRule>): ReadonlySet<string> {
  return new Set(
    [...carriers.values()].flatMap(({ releases }) => [...releases.values()].flatMap((by) => [...by.keys()])),
  );
}

function mapOf<K extends string, From, To>(
  record: Readonly<Record<K, From>>,
  convert: (rule: From, id: K) => To,
): ReadonlyMap<K, To> {
  const entries = Object.entries(record) as [K, From][];
  return new Map(entries.map(([id, rule]) => [id, Object.freeze(convert(rule, id)) as To]));
}
