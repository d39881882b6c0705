// How long fraud control keeps anything, by the policy.
import type { Policy } from '#shared/policy/policy';

const DAY_MS = 86_400_000;
const WITHOUT_CLOCK = 180 * DAY_MS;

/** The longest clock of the category: observations have one moment only. */
export function keepMs(policy: Pick<Policy, 'categories'>): number {
  const retention = policy.categories.get('fraud')?.retention;
  return retention?.kind === 'clocked' ? Math.max(...retention.clocks.values()) : WITHOUT_CLOCK;
}
