// When the orders of a replay are placed: as the system follows, at a rate, or on history's own time line, compressed.

export type Pace =
  /** No more than so many orders are under way at a time. */
  | { readonly kind: 'follow'; readonly mostUnderWay: number }
  /** `factor`: how much faster than in the history the steps of each order follow one another; Infinity: at once. */
  | { readonly kind: 'rate'; readonly ordersPerSecond: number; readonly factor: number }
  /** History passes so many times faster than it did. */
  | { readonly kind: 'speed'; readonly factor: number };

export interface PaceState {
  readonly elapsedMs: number;
  readonly placed: number;
  readonly underWay: number;
}

/** How many orders may be placed now; for `speed` the time line decides instead, see `placedAfterMs`. */
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

/** Real ms after the start at which an order is due. @param sinceFirstMs history's time since its first order */
export function placedAfterMs(pace: Pace, sinceFirstMs: number): number {
  return pace.kind === 'speed' ? sinceFirstMs / pace.factor : 0;
}

/** Real ms between the placing of an order and a step of it. @param sincePlacedMs history's time between them */
export function stepAfterMs(pace: Pace, sincePlacedMs: number): number {
  return pace.kind === 'follow' ? 0 : sincePlacedMs / pace.factor;
}
