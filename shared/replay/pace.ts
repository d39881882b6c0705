// When the orders of a replay are placed: as the system follows, at a rate, or on history's own time line, compressed.

export type Pace =
  /** No more than so many orders are under way at a time. */
  | { readonly kind: 'follow'; readonly mostUnderWay: number }
  | { readonly kind: 'rate'; readonly ordersPerSecond: number }
  /** History passes so many times faster than it did. */
  | { readonly kind: 'speed'; readonly factor: number };

export interface PaceState {
  readonly elapsedMs: number;
  readonly placed: number;
  readonly underWay: number;
}

/** How many orders may be placed now; for `speed` the time line decides instead, see `dueAfterMs`. */
export function roomFor(pace: Pace, { elapsedMs, placed, underWay }: PaceState): number {
  switch (pace.kind) {
    case 'follow':
      return Math.max(0, pace.mostUnderWay - underWay);
    case 'rate':
      return Math.max(0, Math.floor((elapsedMs / 1_000) * pace.ordersPerSecond) + 1 - placed);
    case 'speed':
      return Number.POSITIVE_INFINITY;
  }
}

/** Real ms after the start at which a step is due. @param firstMs time of the first step of the whole history */
export function dueAfterMs(pace: Pace, stepMs: number, firstMs: number): number {
  return pace.kind === 'speed' ? (stepMs - firstMs) / pace.factor : 0;
}
