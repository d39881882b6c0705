// Customer service does something about an order for its person: on record, and counted, before anything of the order is read.
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import { mayShare } from '#shared/policy/may-share';
import type { PolicySource } from '#shared/policy/ports';
import type { View, ViewLog } from '../store/view-log.js';

export interface TouchDeps {
  readonly policy: PolicySource;
  readonly views: Pick<ViewLog, 'note' | 'countLookUp'>;
  readonly machineClock: Clock;
  readonly nextId: (nowMs: number) => string;
  /** Orders that one person of customer service may touch in an hour. */
  readonly perHour: number;
}

const ROLE = 'customer-service';

/** null: she may. */
export async function touchForOther(
  deps: TouchDeps,
  { by, purpose }: Pick<View, 'by' | 'purpose'>,
  orderRef: OrderRef,
  reason: string,
): Promise<'PURPOSE_NOT_ALLOWED' | 'LOOK_UPS_EXHAUSTED' | null> {
  const question = { recipient: ROLE, category: 'order-reference', purpose };
  if (mayShare(deps.policy.current(), question).kind !== 'allowed') return 'PURPOSE_NOT_ALLOWED';
  const atMs = deps.machineClock.nowMs();
  const isBeyond = (await deps.views.countLookUp(by, atMs)) > deps.perHour;
  const outcome: View['outcome'] = isBeyond ? 'capped' : 'shown';
  const view = { viewId: deps.nextId(atMs), by, role: ROLE, subjectRef: orderRef, purpose, outcome, atMs };
  await deps.views.note({ ...view, categories: isBeyond ? [] : ['order-reference'], reason });
  return isBeyond ? 'LOOK_UPS_EXHAUSTED' : null;
}
