// Looks every few seconds how many erasures are under way and which of them are overdue: for the metrics and, by name, for the log.
import type { Clock } from '#shared/domain/clock';
import type { Logger } from '#shared/logging/logger';
import type { Component } from '#shared/runtime/component';
import { lookAgain } from '#shared/runtime/look-again';
import type { Alarms } from '#shared/telemetry/alarms';
import type { Gauge } from '#shared/telemetry/labels';
import { missingParticipants } from '../domain/erasure-saga.js';
import type { OrderStore } from '../store/order-store.js';

export interface OverdueWatchDeps {
  readonly store: Pick<OrderStore, 'countRunning' | 'findOverdue'>;
  /** Lanes held at the moment: each is counted by its owner only. */
  readonly lanes: () => readonly number[];
  readonly machineClock: Clock;
  readonly everyMs: number;
  readonly running: Gauge<'state'>;
  readonly overdue: Gauge<'participant'>;
  readonly alarms: Alarms;
  readonly logger: Logger;
}

/** Named in the log per look: the rest shows in the count. */
const MOST_NAMED = 20;

export function createOverdueWatch(deps: OverdueWatchDeps): Component<void> {
  const named = new Set<string>();
  return lookAgain('overdue-watch', deps.everyMs, () =>
    // A look that fails shows in the health of MongoDB; the next one comes soon.
    look(deps, named).catch((err: unknown) => deps.logger.warn({ err }, 'Erasures under way could not be counted')),
  );
}

/** @param named participants that were counted at some time: those that have answered since are set back to 0 */
async function look(deps: OverdueWatchDeps, named: Set<string>): Promise<void> {
  const { store, alarms } = deps;
  const nowMs = deps.machineClock.nowMs();
  const byParticipant = new Map([...named].map((participant) => [participant, 0]));
  let running = 0;
  let overdue = 0;
  for (const lane of deps.lanes()) {
    const counts = await store.countRunning(lane, nowMs);
    running += counts.running;
    overdue += counts.overdue;
    if (counts.overdue === 0) continue;
    for (const { orderRef, saga, reminder } of await store.findOverdue(lane, nowMs, MOST_NAMED)) {
      if (saga === null || reminder === null) continue;
      const missing = missingParticipants(saga);
      for (const participant of missing) byParticipant.set(participant, (byParticipant.get(participant) ?? 0) + 1);
      const lateMs = nowMs - reminder.overdueAtMs;
      const { erasureId } = saga;
      const participant = missing.join(' ');
      alarms.raise('ERASURE_OVERDUE', { orderRef, erasureId, participant, attempt: reminder.count, lateMs });
    }
  }
  deps.running.set({ state: 'running' }, running);
  deps.running.set({ state: 'overdue' }, overdue);
  deps.overdue.set({ participant: 'any' }, overdue);
  for (const [participant, count] of byParticipant) {
    named.add(participant);
    deps.overdue.set({ participant }, count);
  }
}
