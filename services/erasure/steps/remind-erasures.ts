// Erasures that wait too long → the same words again to whoever has not answered, at growing intervals. Everything said here was said
// before and is deduplicated where it arrives, so a reminder too many does no harm.
import { type Backoff, backoffMs } from '#shared/pipeline/backoff';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { type ErasureSaga, withoutStores } from '../domain/erasure-saga.js';
import { nextReminder } from '../domain/next-reminder.js';
import type { TrackedOrder } from '../domain/tracked-order.js';
import type { OrderChange, OrderStore } from '../store/order-store.js';
import { alarmRecord, type AnnounceDeps, intentRecord, requestRecord } from './announce.js';
import { type KeysDestroyedDeps, keysDestroyed } from './keys-destroyed.js';

export interface RemindDeps extends AnnounceDeps, KeysDestroyedDeps {
  readonly store: Pick<OrderStore, 'save'>;
  /** A number of [0, 1), for jitter. */
  readonly random: () => number;
  /** Whether a store outside of the broker is (still) registered. */
  readonly isRegistered: (name: string) => boolean;
}

export async function remindErasures(
  deps: RemindDeps,
  waiting: readonly TrackedOrder[],
  nowMs: number,
  machineNowMs: number,
  backoff: Backoff,
): Promise<OutgoingRecord[]> {
  if (waiting.length === 0) return [];
  const unheard = waiting.filter(({ saga }) => saga !== null && saga.answered.length === 0);
  const destroyed = await keysDestroyed(deps, unheard);
  const outputs: OutgoingRecord[] = [];
  const later: OrderChange[] = [];
  // The same for all of a tick: orders that change alike are cheap to write.
  const jitter = deps.random();
  for (const order of waiting) {
    const { orderRef, lane, reminder, saga } = order;
    if (reminder === null || saga === null) continue;
    const { reminder: next, isAlarm } = nextReminder(
      reminder,
      machineNowMs,
      machineNowMs + backoffMs(reminder.count + 1, backoff, () => jitter),
    );
    const left = withoutStores(saga, deps.isRegistered, nowMs);
    later.push({ before: order, after: { ...order, saga: left, reminder: next } });
    outputs.push(reminderOf(deps, orderRef, lane, left, destroyed.has(orderRef)));
    if (isAlarm)
      outputs.push(alarmRecord(deps, lane, { orderRef, saga: left, reminders: reminder.count, at: machineNowMs }));
  }
  // Who changed meanwhile has heard something, and is reminded at its old time.
  await deps.store.save(later);
  return outputs;
}

function reminderOf(
  deps: AnnounceDeps,
  orderRef: string,
  lane: number,
  saga: ErasureSaga,
  isDestroyed: boolean,
): OutgoingRecord {
  if (saga.completedAt !== null) return intentRecord(deps, orderRef, saga, 'COMPLETED');
  // Nobody is asked before the ledger has its entry and the keys are gone. Who has answered was asked.
  if (saga.answered.length === 0 && !isDestroyed) return intentRecord(deps, orderRef, saga, 'STARTED');
  const { erasureId, categories, reason, policyVersion, startedAt } = saga;
  return requestRecord(deps, lane, { erasureId, orderRef, categories, reason, policyVersion, requestedAt: startedAt });
}
