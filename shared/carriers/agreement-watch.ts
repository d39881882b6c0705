// Looks now and then at the agreements of carriers: days left as a metric, an alarm before and at the end. The release itself needs no
// watch: each order is decided by the agreement at its own moment.
import type { Clock } from '#shared/domain/clock';
import type { Policy } from '#shared/policy/policy';
import type { PolicySource } from '#shared/policy/ports';
import type { Component } from '#shared/runtime/component';
import type { Alarms } from '#shared/telemetry/alarms';
import type { Gauge } from '#shared/telemetry/labels';
import { agreementNews, type AgreementStanding, agreementStates } from './agreement-standing.js';

export interface AgreementWatchDeps {
  readonly policy: Pick<PolicySource, 'current' | 'onChange'>;
  /** Business time: agreements end by it. */
  readonly clock: Clock;
  readonly alarms: Alarms;
  /** Days left, by carrier. */
  readonly daysLeft: Gauge<'carrier'>;
  /** Between two looks, in the machine's time. */
  readonly everyMs: number;
}

/** Time to have an agreement renewed. */
export const WARN_BEFORE_MS = 30 * 86_400_000;

export function createAgreementWatch(deps: AgreementWatchDeps): Component<void> {
  return {
    name: 'agreement-watch',
    start: () => {
      const look = createLook(deps);
      let known = deps.policy.current();
      look(known);
      const timer = setInterval(() => look(known), deps.everyMs);
      timer.unref();
      const unsubscribe = deps.policy.onChange((changed) => {
        known = changed;
        look(known);
      });
      const stop = (): Promise<void> => {
        clearInterval(timer);
        unsubscribe();
        return Promise.resolve();
      };
      return Promise.resolve({ value: undefined, stop });
    },
  };
}

/** One look; it remembers the one before, so that each change is told once. */
export function createLook({
  clock,
  alarms,
  daysLeft,
}: Omit<AgreementWatchDeps, 'policy' | 'everyMs'>): (policy: Policy) => void {
  let before: ReadonlyMap<string, AgreementStanding> = new Map();
  return (policy) => {
    const states = agreementStates(policy, clock.nowMs(), WARN_BEFORE_MS);
    for (const { carrierId, standing } of agreementNews(before, states)) {
      alarms.raise(standing === 'lapsed' ? 'AGREEMENT_LAPSED' : 'AGREEMENT_ENDING', { carrierId });
    }
    for (const carrier of before.keys()) daysLeft.remove({ carrier });
    for (const state of states) if (state.daysLeft !== null) daysLeft.set({ carrier: state.carrierId }, state.daysLeft);
    before = new Map(states.map(({ carrierId, standing }) => [carrierId, standing]));
  };
}
