// A judged order as its assessment travels: live and in a test of the past alike.
import type { Assessment } from '#schemas/generated/records';
import type { Assessed } from '../domain/assess.js';
import type { RuleSet } from '../domain/verdict.js';
import type { KeptOrder } from './observation-record.js';

/** @param revision place in the log of observations up to which it knows */
export function assessmentOf(
  order: KeptOrder,
  { score, verdict, reasons, features }: Assessed,
  ruleSet: Pick<RuleSet, 'name' | 'version'>,
  revision: number,
  assessedAt: number,
): Assessment {
  return {
    orderRef: order.orderRef,
    revision,
    placedAt: order.placedAt,
    amount: order.amount,
    currency: order.currency,
    score,
    verdict,
    reasons: reasons.map((reason) => ({
      code: reason.code,
      weight: reason.weight,
      tier: reason.tier,
      state: reason.state === 'active' ? 'ACTIVE' : 'SHADOW',
      evidence: reason.evidence.map(({ name, value }) => ({ name, value: String(value) })),
    })),
    features: [...features],
    handles: order.handlesShown,
    ruleSet: ruleSet.name,
    ruleSetVersion: ruleSet.version,
    lists: order.lists,
    policyVersion: order.policyVersion,
    assessedAt,
  };
}
