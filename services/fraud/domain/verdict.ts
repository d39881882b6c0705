// From rules that fired to a score and a verdict. Pure: the same order, history and rules give the same assessment for ever.
import { LIST_CODES, type ListEntry } from './entity-lists.js';
import type { Features } from './features.js';
import type { FactValue } from './observed-order.js';

/** How grave a rule is. `block`: it suffices to block, so it must be near-certain; `review`: a person looks; `note`: only its weight counts. */
export const TIERS = ['block', 'review', 'note'] as const;
export type Tier = (typeof TIERS)[number];

/** `shadow`: it tells that it would have fired, and counts for nothing. */
export type RuleState = 'active' | 'shadow' | 'off';

export type Verdict = 'RELEASE' | 'REVIEW' | 'BLOCK';

export interface Rule {
  /** What machines go by; never used for another rule. */
  readonly code: string;
  readonly state: RuleState;
  readonly tier: Tier;
  /** Points it adds; negative when it speaks for the order. */
  readonly weight: number;
  /** The features it names: its evidence. */
  readonly evidence: readonly string[];
  readonly holds: (features: Features) => boolean;
}

export interface RuleSet {
  readonly name: string;
  readonly version: number;
  readonly reviewFrom: number;
  readonly blockFrom: number;
  readonly rules: readonly Rule[];
}

export interface Reason {
  readonly code: string;
  readonly weight: number;
  readonly tier: Tier;
  readonly state: 'active' | 'shadow';
  readonly evidence: readonly { readonly name: string; readonly value: FactValue }[];
}

export interface Judgement {
  /** 0 to 100. */
  readonly score: number;
  readonly verdict: Verdict;
  /** The gravest first: by tier, then weight, then code; shadow rules last. */
  readonly reasons: readonly Reason[];
}

/**
 * @param entries of lists, that count for this order: a block stands above everything, an allow above all rules; a rule that is snoozed or
 * overruled is told as a shadow, with the entry that did it
 */
export function judge(
  { rules, reviewFrom, blockFrom }: RuleSet,
  features: Features,
  entries: readonly ListEntry[] = NONE,
): Judgement {
  const reasons: Reason[] = [];
  const blocked = entries.find(({ list }) => list === 'block');
  const allowed = blocked === undefined ? entries.find(({ list }) => list === 'allow') : undefined;
  let sum = 0;
  for (const { code, state, tier, weight, evidence, holds } of rules) {
    if (state === 'off' || !holds(features)) continue;
    const shown = evidence.map((name) => ({ name, value: features[name] ?? '' }));
    const snooze = entries.length === 0 ? undefined : entries.find(({ rule }) => rule === code);
    if (snooze !== undefined) shown.push({ name: 'snoozed_by', value: snooze.entryId });
    const counts = state === 'active' && snooze === undefined && allowed === undefined;
    if (counts) sum += weight;
    reasons.push({ code, weight, tier, state: counts ? 'active' : 'shadow', evidence: shown });
  }
  const listed = blocked ?? allowed;
  if (listed !== undefined) {
    const reason = reasonOf(listed);
    sum += reason.weight;
    reasons.push(reason);
  }
  if (reasons.length > 1) reasons.sort(byGravity);
  const score = Math.max(0, Math.min(100, sum));
  if (blocked !== undefined) return { score: 100, verdict: 'BLOCK', reasons };
  return { score, verdict: verdictOf(score, reasons, reviewFrom, blockFrom), reasons };
}

const NONE: readonly ListEntry[] = [];

function reasonOf({ list, kind, entryId }: ListEntry): Reason {
  const evidence = [
    { name: 'listed', value: kind },
    { name: 'listed_by', value: entryId },
  ];
  return list === 'block'
    ? { code: LIST_CODES.block, weight: 100, tier: 'block', state: 'active', evidence }
    : { code: LIST_CODES.allow, weight: -100, tier: 'note', state: 'active', evidence };
}

function verdictOf(score: number, reasons: readonly Reason[], reviewFrom: number, blockFrom: number): Verdict {
  const isActive = (tier: Tier): boolean => reasons.some((reason) => reason.state === 'active' && reason.tier === tier);
  // Many small reasons never make a near-certain one: without a rule of the tier `block` a high score asks for a person.
  if (isActive('block') && score >= blockFrom) return 'BLOCK';
  return score >= reviewFrom || isActive('block') || isActive('review') ? 'REVIEW' : 'RELEASE';
}

function byGravity(one: Reason, other: Reason): number {
  if (one.state !== other.state) return one.state === 'active' ? -1 : 1;
  if (one.tier !== other.tier) return TIERS.indexOf(one.tier) - TIERS.indexOf(other.tier);
  if (one.weight !== other.weight) return other.weight - one.weight;
  return one.code < other.code ? -1 : 1;
}
