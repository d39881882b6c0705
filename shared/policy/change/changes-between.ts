// The difference between two versions of the policy: what a publication would change, for the person who answers for it.
import { carrierChanges } from './carrier-changes.js';
import type { ChangeEffect, PolicyChange, PolicyVersionText } from './policy-change.js';
import { ruleChanges } from './rule-changes.js';

/** Every difference but the number of the version; carriers first, and within a part what narrows before what widens. Pure. */
export function changesBetween(before: PolicyVersionText, after: PolicyVersionText): readonly PolicyChange[] {
  return [...carrierChanges(before, after), ...ruleChanges(before, after)];
}

export function countOf(changes: readonly PolicyChange[], effect: ChangeEffect): number {
  return changes.filter((change) => change.effect === effect).length;
}
