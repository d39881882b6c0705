// Erasures that wait too long → the same words again to whoever has not answered, at growing intervals. Everything said here was said
// before and is deduplicated where it arrives, so a reminder too many does no harm.
import type { OrderRef } from '#shared/domain/refs';
import { type Backoff, backoffMs } from '#shared/pipeline/backoff';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { type ErasureSaga, missingParticipants, OWN_PARTICIPANT } from '../domain/erasure-saga.js';
import type { TrackedOrder } from '../domain/tracked-order.js';
import type { OrderStore } from '../store/order-store.js';
import { type AnnounceDeps, intentRecord, requestRecord, statusRecord } from './announce.js';

export interface RemindDeps extends AnnounceDeps {
  readonly store: Pick<OrderStore, 'save'>;
  /** A number of [0, 1), for jitter. */
  readonly random: () => number;
}

export interface Reminded {
  readonly outputs: OutgoingRecord[];
  /** Orders whose end was told once more: when that is committed, nothing but a guard is kept of them. */
  readonly erased: OrderRef[];
}

export async function remindErasures(
  deps: RemindDeps,
  policyVersion: number,
  waiting: readonly TrackedOrder[],
  machineNowMs: number,
  backoff: Backoff,
): Promise<Reminded> {
  const outputs: OutgoingRecord[] = [];
  const erased: OrderRef[] = [];
  const later: TrackedOrder[] = [];
  for (const order of waiting) {
    const { orderRef, lane, reminder, saga, closing, told, life } = order;
    if (reminder === null) continue;
    const count = reminder.count + 1;
    later.push({
      ...order,
      reminder: { ...reminder, count, atMs: machineNowMs + backoffMs(count, backoff, deps.random) },
    });
    if (saga !== null) outputs.push(reminderOf(deps, orderRef, lane, saga));
    if (!closing) continue;
    if (told !== null && life.facts !== null) {
      outputs.push(statusRecord(deps, lane, life.facts.orderId, told, policyVersion));
    }
    erased.push(orderRef as OrderRef);
  }
  // Who changed meanwhile has heard something, and is reminded at its old time.
  if (later.length > 0) await deps.store.save(later);
  return { outputs, erased };
}

function reminderOf(deps: AnnounceDeps, orderRef: string, lane: number, saga: ErasureSaga): OutgoingRecord {
  if (saga.completedAt !== null) return intentRecord(deps, orderRef, saga, 'COMPLETED');
  // The participants are asked only once the ledger has the entry, which is what our own receipt tells.
  if (missingParticipants(saga).includes(OWN_PARTICIPANT)) return intentRecord(deps, orderRef, saga, 'STARTED');
  const { erasureId, categories, reason, policyVersion, startedAt } = saga;
  return requestRecord(deps, lane, { erasureId, orderRef, categories, reason, policyVersion, requestedAt: startedAt });
}
