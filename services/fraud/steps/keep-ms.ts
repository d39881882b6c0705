// How long fraud control keeps anything, by the policy.
import type { Policy } from '#shared/policy/policy';
import { longestClockMs } from '#shared/policy/retention';

const WITHOUT_CLOCK = 180 * 86_400_000;

/** The longest clock of the category: observations have one moment only. */
export function keepMs(policy: Pick<Policy, 'categories'>): number {
  return longestClockMs(policy, 'fraud') ?? WITHOUT_CLOCK;
}
