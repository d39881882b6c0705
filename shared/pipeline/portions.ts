// A large unit through a flow in portions, so that what one portion needs only on its way (whole decoded orders) is garbage before the next
// begins: what lives while the collector runs is what it costs.
import type { Flow, FlowResult } from './flow.js';
import type { Item } from './step.js';
import type { IncomingRecord, Refusal } from './unit.js';

const PORTION = 64;

/** Like `flow.run`, for flows whose steps look at each record by itself. Refusals come portion by portion. */
export async function runInPortions<Out>(
  flow: Flow<Out>,
  records: readonly IncomingRecord[],
): Promise<FlowResult<Out>> {
  const items: Item<Out>[] = [];
  const refusals: Refusal[] = [];
  for (let from = 0; from < records.length; from += PORTION) {
    const result = await flow.run(records.slice(from, from + PORTION));
    for (const item of result.items) items.push(item);
    for (const refusal of result.refusals) refusals.push(refusal);
  }
  return { items, refusals };
}
