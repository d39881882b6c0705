// Judges what is to be the next version of the policy: whether it may be published, and what it would change.
import { changesBetween } from '#shared/policy/change/changes-between';
import type { PolicyChange, PolicyVersionText } from '#shared/policy/change/policy-change';
import { checkText } from '#shared/policy/check/run-check';
import { parsePolicy } from '#shared/policy/load-policy';

export type Draft =
  | {
      readonly kind: 'sound';
      readonly next: PolicyVersionText;
      readonly inForce: PolicyVersionText;
      readonly changes: readonly PolicyChange[];
    }
  /** Each begins with the name of the rule it breaks. */
  | { readonly kind: 'refused'; readonly violations: readonly string[] };

/**
 * @param root folder of the repository
 * @param inForceText of the version that it is to follow
 */
export function judgeDraft(root: string, text: string, inForceText: string): Draft {
  const { violations } = checkText(root, text, inForceText);
  if (violations.length > 0) return { kind: 'refused', violations };
  const [next, inForce] = [parsePolicy(text), parsePolicy(inForceText)];
  if (next.kind === 'invalid') return { kind: 'refused', violations: next.violations };
  if (inForce.kind === 'invalid') return { kind: 'refused', violations: inForce.violations };
  return { kind: 'sound', next, inForce, changes: changesBetween(inForce, next) };
}
