// How fast a shop places orders: a first rush, and then day after day.

export interface Pace {
  /** Mean rate; Infinity: as fast as Kafka takes them. */
  readonly ordersPerSecond: number;
  /** After so many orders it goes on at another rate. Default: never. */
  readonly afterwards?: { readonly orders: number; readonly perSecond: number };
}

/** How many orders should have been placed by now; the first one at once. */
export function dueBy(elapsedMs: number, { ordersPerSecond, afterwards }: Pace): number {
  if (ordersPerSecond === Number.POSITIVE_INFINITY) return ordersPerSecond;
  const rush = Math.floor((elapsedMs / 1_000) * ordersPerSecond) + 1;
  if (afterwards === undefined || rush <= afterwards.orders) return rush;
  const leftMs = elapsedMs - (afterwards.orders / ordersPerSecond) * 1_000;
  return afterwards.orders + Math.floor((leftMs / 1_000) * afterwards.perSecond);
}
