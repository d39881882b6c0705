// A large unit through a flow in portions, so that what one portion needs only on its way (whole decoded orders) is garbage before the next
// begins: what lives while the collector runs is what it costs.
import type { Flow } from './flow.js';
import type { IncomingRecord, Refusal } from './unit.js';

const PORTION = 64;

/**
 * Like `flow.run`, for flows whose steps look at each record by itself.
 * @param take given what each portion comes to; what it does not keep is gone before the next portion begins
 * @returns the refusals, portion by portion
 */
export async function runInPortions<Out>(
  flow: Flow<Out>,
  records: readonly IncomingRecord[],
  take: (outcomes: readonly Out[]) => void,
): Promise<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  for (let from = 0; from < records.length; from += PORTION) {
    const result = await flow.run(records.slice(from, from + PORTION));
    take(result.items.map(({ value }) => value));
    for (const refusal of result.refusals) refusals.push(refusal);
  }
  return refusals;
}
