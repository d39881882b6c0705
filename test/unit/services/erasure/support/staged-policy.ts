// The policy of the repository with clocks of three lengths: addresses go first, signals next, the rest last.
import type { Policy } from '#shared/policy/policy';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import type { CategoryId } from '#shared/policy/vocabulary';

export const DAY_MS = 86_400_000;

const DAYS: Readonly<Partial<Record<CategoryId, number>>> = {
  shipping: 7,
  contact: 7,
  signals: 14,
  payment: 30,
  'order-content': 30,
  'order-reference': 30,
  'after-sales': 30,
};

/** @param days per category; what is not named keeps its clocks */
export function stagedPolicy(days: Readonly<Partial<Record<CategoryId, number>>> = DAYS): Policy {
  const policy = readPolicyFile();
  const categories = new Map(
    [...policy.categories].map(([id, rule]) => {
      const ofCategory = days[id];
      if (ofCategory === undefined || rule.retention.kind === 'unlimited') return [id, rule] as const;
      const clocks = new Map([...rule.retention.clocks.keys()].map((moment) => [moment, ofCategory * DAY_MS]));
      return [id, { ...rule, retention: { ...rule.retention, clocks } }] as const;
    }),
  );
  return { ...policy, categories };
}
