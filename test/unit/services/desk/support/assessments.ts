// An assessment that a person should look at.
import type { Assessment } from '#schemas/generated/records';

export const PLACED_AT = Date.UTC(2026, 0, 10);
export const assessmentOf = (orderRef: string, changes: Partial<Assessment> = {}): Assessment => ({
  orderRef,
  revision: 1,
  placedAt: PLACED_AT,
  amount: '10.00',
  currency: 'EUR',
  score: 50,
  verdict: 'REVIEW',
  reasons: [
    { code: 'DEVICE_SEEN', weight: 50, tier: 'review', state: 'ACTIVE', evidence: [{ name: 'others', value: '2' }] },
    { code: 'ON_TRIAL', weight: 5, tier: 'note', state: 'SHADOW', evidence: [] },
  ],
  features: [],
  handles: [{ kind: 'device', hash: 'd1' }],
  ruleSet: 'default',
  ruleSetVersion: 3,
  lists: [],
  policyVersion: 1,
  assessedAt: PLACED_AT,
  ...changes,
});
