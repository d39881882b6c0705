// A new policy moves due dates that were noted under the old one. Longer ones are noticed when they come; shorter ones would come too late.
// So every living order of a lane is looked at once per policy version, some of them with each tick, and where that stands is kept.
import type { Policy } from '#shared/policy/policy';
import type { OrderChange, OrderStore } from '../store/order-store.js';
import { firstDueAtUnder } from './due-dates.js';

export interface RenewDeps {
  readonly store: Pick<OrderStore, 'scan' | 'save' | 'datesUnder' | 'noteDatesUnder'>;
}

export interface DateRenewal {
  /** Looks at the next orders of the lane, if the policy is another than the one its dates were noted under. */
  step(policy: Policy): Promise<void>;
}

/** @param batch orders to look at in a step */
export function createDateRenewal({ store }: RenewDeps, lane: number, batch: number): DateRenewal {
  /** Version all dates of the lane are noted under; null: not read yet. */
  let doneVersion: number | null = null;
  let sweep = { version: 0, after: '' };

  return {
    step: async (policy) => {
      doneVersion ??= await store.datesUnder(lane);
      if (policy.version === doneVersion) return;
      if (policy.version !== sweep.version) sweep = { version: policy.version, after: '' };
      const { orders, last } = await store.scan(sweep.after, batch);
      const dueUnder = firstDueAtUnder(policy);
      const changes = orders.flatMap((before): OrderChange[] => {
        if (before.lane !== lane || before.saga !== null) return [];
        const nextDueAt = dueUnder(before);
        return nextDueAt === before.nextDueAt ? [] : [{ before, after: { ...before, nextDueAt } }];
      });
      // Somebody changed one meanwhile, and so under the new policy; the rest is looked at again.
      if (changes.length > 0 && !(await store.save(changes))) return;
      if (last !== null) {
        sweep = { ...sweep, after: last };
        return;
      }
      await store.noteDatesUnder(lane, policy.version);
      doneVersion = policy.version;
    },
  };
}
