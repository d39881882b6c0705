// What the policy in force lets somebody outside have of an order: of what the desk holds, nothing else.
import type { CategoryId } from '#shared/policy/vocabulary';
import { mayShare } from '#shared/policy/may-share';
import type { Policy } from '#shared/policy/policy';
import { HELD_CATEGORIES } from './open-order.js';

/** Somebody outside, and by what right: a recipient of the policy, and its basis. */
export const AUTHORITY = { recipient: 'judicial-authority', purpose: 'legal-request' } as const;
export const THIRD_PARTY = { recipient: 'authorised-third-party', purpose: 'explicit-authorisation' } as const;
type Outsider = typeof AUTHORITY | typeof THIRD_PARTY;

export interface ShareableCategory {
  readonly category: string;
  /** A sentence of the policy. */
  readonly meaning: string;
}

export function mayHave(policy: Pick<Policy, 'recipients'>, outsider: Outsider, category: string): boolean {
  return HELD_CATEGORIES.includes(category) && mayShare(policy, { ...outsider, category }).kind === 'allowed';
}

export function shareableWith(
  policy: Pick<Policy, 'recipients' | 'categories'>,
  outsider: Outsider,
): readonly ShareableCategory[] {
  return HELD_CATEGORIES.filter((category) => mayHave(policy, outsider, category)).map((category) => ({
    category,
    meaning: policy.categories.get(category as CategoryId)?.meaning ?? '',
  }));
}
