// The analyst of the sample leaves the first flagged orders to whoever sits at the console: there is something to decide whenever one looks.

const LEFT = 6;

/** @returns whether the order is left: always the same answer for the same order */
export function leavesFirst(left = LEFT): (orderRef: string) => boolean {
  const kept = new Set<string>();
  return (orderRef) => kept.has(orderRef) || (kept.size < left && kept.add(orderRef).has(orderRef));
}
