// From rules that fired to a score and a verdict. Pure: the same order, history and rules give the same assessment for ever.
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

export function judge({ rules, reviewFrom, blockFrom }: RuleSet, features: Features): Judgement {
  const reasons: Reason[] = [];
  let sum = 0;
  for (const { code, state, tier, weight, evidence, holds } of rules) {
    if (state === 'off' || !holds(features)) continue;
    if (state === 'active') sum += weight;
    const shown = evidence.map((name) => ({ name, value: features[name] ?? '' }));
    reasons.push({ code, weight, tier, state, evidence: shown });
  }
  if (reasons.length > 1) reasons.sort(byGravity);
  const score = Math.max(0, Math.min(100, sum));
  return { score, verdict: verdictOf(score, reasons, reviewFrom, blockFrom), reasons };
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
