// The metrics of one service: what every service counts, and a typed way to declare its own.
import {
  collectDefaultMetrics,
  Counter as PromCounter,
  Gauge as PromGauge,
  Histogram as PromHistogram,
  Registry,
} from 'prom-client';
import type { Counter, Gauge, Histogram, Label } from './labels.js';

export interface Metrics {
  /** Records handled, by what became of them: ok, dropped, dead-letter, tombstone, heartbeat … */
  readonly records: Counter<'topic' | 'outcome'>;
  readonly steps: Counter<'step' | 'outcome'>;
  readonly deadLetters: Counter<'code'>;
  readonly outputs: Counter<'topic'>;
  /** Raised through `createAlarms` only. */
  readonly alarms: Counter<'code'>;
  readonly unitRecords: Histogram<never>;
  readonly unitDurationMs: Histogram<never>;
  readonly transactions: Counter<'outcome'>;
  readonly transactionDurationMs: Histogram<never>;
  readonly retries: Counter<'code'>;
  /** Records between the committed offset and the end of the partition. */
  readonly lag: Gauge<'topic' | 'partition'>;
  readonly erasures: Gauge<'state'>;
  readonly erasureDurationMs: Histogram<never>;
  readonly erasureReceipts: Counter<'participant' | 'outcome'>;
  counter<L extends Label>(name: string, help: string, labels: readonly L[]): Counter<L>;
  gauge<L extends Label>(name: string, help: string, labels: readonly L[]): Gauge<L>;
  histogram<L extends Label>(
    name: string,
    help: string,
    labels: readonly L[],
    buckets: readonly number[],
  ): Histogram<L>;
  /** All metrics in the Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

export interface MetricsOptions {
  readonly service: string;
  /** Adds memory, processor time and event loop delay of the process; default false (once per process is enough). */
  readonly processMetrics?: boolean;
}

const COUNT_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];
const DURATION_BUCKETS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];
const ERASURE_BUCKETS_MS = [1_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000, 86_400_000];

export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service: options.service });
  if (options.processMetrics === true) collectDefaultMetrics({ register: registry });
  const declare = declareIn(registry);
  const { counter, gauge, histogram } = declare;
  return {
    ...declare,
    records: counter('records_total', 'Records handled, by outcome', ['topic', 'outcome']),
    steps: counter('steps_total', 'Outcomes of each step', ['step', 'outcome']),
    deadLetters: counter('dead_letters_total', 'Dead letters, by code', ['code']),
    outputs: counter('outputs_total', 'Records written, by topic', ['topic']),
    alarms: counter('alarms_total', 'Alarms raised, by code', ['code']),
    unitRecords: histogram('unit_records', 'Records in a unit of work', [], COUNT_BUCKETS),
    unitDurationMs: histogram('unit_duration_ms', 'Time from fetch to commit of a unit', [], DURATION_BUCKETS_MS),
    transactions: counter('transactions_total', 'Kafka transactions, by outcome', ['outcome']),
    transactionDurationMs: histogram('transaction_duration_ms', 'Time of a Kafka transaction', [], DURATION_BUCKETS_MS),
    retries: counter('retries_total', 'Units tried again, by code', ['code']),
    lag: gauge('lag_records', 'Records not handled yet', ['topic', 'partition']),
    erasures: gauge('erasures', 'Erasures, by state', ['state']),
    erasureDurationMs: histogram('erasure_duration_ms', 'From request to proof', [], ERASURE_BUCKETS_MS),
    erasureReceipts: counter('erasure_receipts_total', 'Receipts of participants', ['participant', 'outcome']),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function declareIn(registry: Registry): Pick<Metrics, 'counter' | 'gauge' | 'histogram'> {
  const registers = [registry];
  return {
    counter: (name, help, labels) => {
      const metric = new PromCounter({ name, help, labelNames: [...labels], registers });
      return { inc: (values, by = 1) => metric.inc({ ...values }, by) };
    },
    gauge: (name, help, labels) => {
      const metric = new PromGauge({ name, help, labelNames: [...labels], registers });
      return {
        set: (values, value) => metric.set({ ...values }, value),
        remove: (values) => metric.remove({ ...values }),
      };
    },
    histogram: (name, help, labels, buckets) => {
      const metric = new PromHistogram({ name, help, labelNames: [...labels], registers, buckets: [...buckets] });
      return { observe: (values, value) => metric.observe({ ...values }, value) };
    },
  };
}
