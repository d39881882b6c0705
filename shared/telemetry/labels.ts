// The closed list of metric labels: a label outside it does not compile, so none can carry a person.

/** `service` is added to every metric by itself. */
export type Label =
  | 'topic'
  | 'partition'
  | 'lane'
  | 'outcome'
  | 'code'
  | 'step'
  | 'category'
  | 'carrier'
  | 'participant'
  | 'state'
  | 'operation';

export type LabelValues<L extends Label> = Readonly<Record<L, string | number>>;

export interface Counter<L extends Label> {
  /** Adds `by` (default 1) to the counter of these labels. */
  inc(labels: LabelValues<L>, by?: number): void;
}

export interface Gauge<L extends Label> {
  set(labels: LabelValues<L>, value: number): void;
  /** Forgets these labels, e.g. of a lane that was given back. */
  remove(labels: LabelValues<L>): void;
}

export interface Histogram<L extends Label> {
  observe(labels: LabelValues<L>, value: number): void;
}
