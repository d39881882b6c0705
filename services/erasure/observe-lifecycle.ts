// What the life of orders tells after each commit → metrics.
import type { Clock } from '#shared/domain/clock';
import type { Metrics } from '#shared/telemetry/metrics';
import { LEDGER_PARTICIPANT } from './domain/erasure-saga.js';
import type { LifecycleObserver } from './flow.js';

/** @param participants services of the broker @param machineClock real time */
export function observeLifecycle(
  metrics: Metrics,
  machineClock: Clock,
  participants: readonly string[],
): LifecycleObserver {
  // Names of others never become labels: whoever may write a receipt could make as many as they like.
  const known = new Set([...participants, LEDGER_PARTICIPANT]);
  const started = metrics.counter('erasures_started_total', 'Erasures begun because something fell due', []);
  return {
    refused: (refusals) => {
      for (const { code } of refusals) metrics.deadLetters.inc({ code });
    },
    receipts: (receipts) => {
      // Thousands of a few kinds come with a unit.
      const counts = new Map<string, number>();
      for (const { participant, outcome } of receipts) {
        const kind = `${outcome} ${known.has(participant) ? participant : 'unknown'}`;
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      }
      for (const [kind, count] of counts) {
        const [outcome = '', participant = ''] = kind.split(' ');
        metrics.erasureReceipts.inc({ participant, outcome }, count);
      }
    },
    started: (count) => {
      if (count > 0) started.inc({}, count);
    },
    completed: (sinceMs) => {
      const nowMs = machineClock.nowMs();
      for (const since of sinceMs) metrics.erasureDurationMs.observe({}, nowMs - since);
    },
  };
}
