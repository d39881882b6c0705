// Whether an order may leave at all: every condition the policy requires must hold.
// A condition this program does not know makes the policy invalid; should one get here all the same, it counts as not met.
import type { Policy } from './policy.js';
import type { ConditionId } from './vocabulary.js';

/** What is known of an order; a field the caller does not know is left out and counts as not met. */
export interface ReleaseFacts {
  readonly state: 'PLACED' | 'REFUSED';
  /** ms since the epoch. */
  readonly paidAt: number | null;
  readonly cancelledAt: number | null;
}

export type ReleaseVerdict =
  | { readonly kind: 'release' }
  /** Conditions that do not hold, in the order of the policy. */
  | { readonly kind: 'wait'; readonly missing: readonly string[] };

/** Every condition there is. A later one (the verdict of fraud control) is one line here and one word in the vocabulary. */
const CONDITIONS: Readonly<Record<ConditionId, (facts: ReleaseFacts) => boolean>> = {
  accepted: (facts) => facts.state === 'PLACED',
  'not-cancelled': (facts) => facts.cancelledAt === null,
  paid: (facts) => facts.paidAt !== null,
};

const RELEASE: ReleaseVerdict = Object.freeze({ kind: 'release' });

/** Decides about one order under one policy version. Pure and total. */
export function mayRelease(policy: Pick<Policy, 'release'>, facts: ReleaseFacts): ReleaseVerdict {
  let missing: string[] | undefined;
  for (const id of policy.release.requires) {
    const holds = Object.hasOwn(CONDITIONS, id) && CONDITIONS[id](facts);
    if (!holds) (missing ??= []).push(id);
  }
  return missing === undefined ? RELEASE : { kind: 'wait', missing };
}
