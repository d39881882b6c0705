// How long fraud control keeps anything, by the policy.
import type { Policy } from '#shared/policy/policy';
import { longestClockMs } from '#shared/policy/retention';
import type { CategoryId, MomentId } from '#shared/policy/vocabulary';
import type { SignInClocks } from './sign-in-memory.js';

const WITHOUT_CLOCK = 180 * 86_400_000;

/** The longest clock of the category: observations have one moment only. */
export function keepMs(policy: Pick<Policy, 'categories'>): number {
  return longestClockMs(policy, 'fraud') ?? WITHOUT_CLOCK;
}

const SIGN_IN_WITHOUT_CLOCK = 90 * 86_400_000;
const CLOSED_WITHOUT_CLOCK = 30 * 86_400_000;

/** Sign-ins have a clock of their own in the category of fraud control, and go with their account by the clock of accounts. */
export function signInClocks({ categories }: Pick<Policy, 'categories'>): SignInClocks {
  const clockOf = (category: CategoryId, moment: MomentId): number | undefined => {
    const retention = categories.get(category)?.retention;
    return retention?.kind === 'clocked' ? retention.clocks.get(moment) : undefined;
  };
  return {
    signedInMs: clockOf('fraud', 'signed-in') ?? SIGN_IN_WITHOUT_CLOCK,
    closedMs: clockOf('account', 'deactivated') ?? CLOSED_WITHOUT_CLOCK,
  };
}
