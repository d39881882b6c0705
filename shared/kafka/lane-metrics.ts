// Counts what lanes tell, under the names every service shares.
import type { Metrics } from '#shared/telemetry/metrics';
import type { LaneObserver } from './lanes/lane-observer.js';

export type LaneMetrics = Pick<
  Metrics,
  'unitRecords' | 'unitDurationMs' | 'transactions' | 'transactionDurationMs' | 'retries' | 'lag'
>;

export function createLaneMetrics(metrics: LaneMetrics): LaneObserver {
  return {
    unit: (_lane, records, _outputs, durationMs) => {
      if (records === 0) return;
      metrics.unitRecords.observe({}, records);
      metrics.unitDurationMs.observe({}, durationMs);
    },
    transaction: (outcome, durationMs) => {
      metrics.transactions.inc({ outcome });
      metrics.transactionDurationMs.observe({}, durationMs);
    },
    retry: (code) => metrics.retries.inc({ code }),
    fenced: () => metrics.transactions.inc({ outcome: 'fenced' }),
    lag: (topic, partition, records) => metrics.lag.set({ topic, partition }, records),
    released: (topic, partition) => metrics.lag.remove({ topic, partition }),
  };
}
