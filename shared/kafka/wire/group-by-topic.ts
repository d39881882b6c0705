// Kafka's requests are nested by topic; ours are flat lists.

/** Items of each topic, in their order; topics in the order of their first item. */
export function groupByTopic<T extends { readonly topic: string }>(
  items: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.topic);
    if (group === undefined) groups.set(item.topic, [item]);
    else group.push(item);
  }
  return groups;
}
