// The policy in force in one process: switches to a newer version once the process is ready for it, and gives none rather than an outdated one.
import type { Clock } from '#shared/domain/clock';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { Policy } from '#shared/policy/policy';
import type { PolicySource } from '#shared/policy/ports';
import { createStaticPolicySource } from '#shared/policy/static-policy-source';

export interface LivePolicy extends PolicySource {
  /**
   * Takes a newer version over: gets ready for it, then puts it in force. While that takes longer than promised, `current` throws
   * POLICY_PENDING (retry): nothing is released under rules that are known to be over. An older or equal version is ignored: false.
   */
  takeOver(next: Policy): Promise<boolean>;
}

export interface LivePolicyDeps {
  /** Makes the process able to work under a version, e.g. registers schemas. Tries on until it is; called for one version at a time. */
  readonly getReady: (next: Policy, before: Policy) => Promise<void>;
  /** The machine's clock. */
  readonly clock: Clock;
}

/** A newer version is in force after this long, or none is. */
const IN_FORCE_WITHIN_MS = 1_000;

export function createLivePolicy(first: Policy, { getReady, clock }: LivePolicyDeps): LivePolicy {
  const inForce = createStaticPolicySource(first);
  let pending: { readonly version: number; readonly sinceMs: number } | null = null;
  return {
    current: () => {
      if (pending !== null && clock.nowMs() - pending.sinceMs > IN_FORCE_WITHIN_MS)
        throw new FulfilmentError('POLICY_PENDING', { version: pending.version, inForce: inForce.current().version });
      return inForce.current();
    },
    onChange: (listener) => inForce.onChange(listener),
    takeOver: async (next) => {
      if (next.version <= inForce.current().version) return false;
      pending ??= { version: next.version, sinceMs: clock.nowMs() };
      await getReady(next, inForce.current());
      pending = null;
      return inForce.publish(next);
    },
  };
}
