// How each carrier's agreement stands at a moment, and what of it is news since the last look. Pure.
import type { CarrierRule, Policy } from '#shared/policy/policy';

/** `ending`: in force, but not for much longer. `lapsed`: its last day is over. */
export type AgreementStanding = 'missing' | 'to-come' | 'in-force' | 'ending' | 'lapsed';

export interface AgreementState {
  readonly carrierId: string;
  readonly standing: AgreementStanding;
  /** Whole days until its last moment; negative once that is over, null without an agreement. */
  readonly daysLeft: number | null;
}

const DAY_MS = 86_400_000;

/** Of every carrier that is not removed. @param warnBeforeMs how long before its end an agreement counts as ending */
export function agreementStates(
  policy: Pick<Policy, 'carriers'>,
  nowMs: number,
  warnBeforeMs: number,
): readonly AgreementState[] {
  return [...policy.carriers.values()]
    .filter(({ standing }) => standing !== 'removed')
    .map((carrier) => stateOf(carrier, nowMs, warnBeforeMs));
}

function stateOf({ id, agreement }: CarrierRule, nowMs: number, warnBeforeMs: number): AgreementState {
  if (agreement === null) return { carrierId: id, standing: 'missing', daysLeft: null };
  const leftMs = agreement.validUntilMs - nowMs;
  const daysLeft = Math.floor(leftMs / DAY_MS);
  if (leftMs < 0) return { carrierId: id, standing: 'lapsed', daysLeft };
  if (nowMs < agreement.validFromMs) return { carrierId: id, standing: 'to-come', daysLeft };
  return { carrierId: id, standing: leftMs <= warnBeforeMs ? 'ending' : 'in-force', daysLeft };
}

/** Those that begin to end, or lapse, since the look before; what was so at the first look is news, too. */
export function agreementNews(
  before: ReadonlyMap<string, AgreementStanding>,
  states: readonly AgreementState[],
): readonly AgreementState[] {
  return states.filter(
    ({ carrierId, standing }) => (standing === 'ending' || standing === 'lapsed') && before.get(carrierId) !== standing,
  );
}
