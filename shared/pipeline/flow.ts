// Puts steps in a row so that the way of a record through a service reads as one page.
// Rule: an item leaves by exactly one door — the end, a drop or the refusals — and is never lost in between.
import type { Outcome } from './outcome.js';
import type { Item, Step } from './step.js';
import type { IncomingRecord, Refusal } from './unit.js';

export interface FlowObserver {
  /** Called once per step and kind of outcome that occurred; `outcome` is `ok`, `dead-letter` or the reason of a drop. */
  step(step: string, outcome: string, count: number): void;
}

/** What became of the records of a unit. */
export interface FlowResult<Out> {
  readonly items: readonly Item<Out>[];
  /** In the order in which the steps refused them. */
  readonly refusals: readonly Refusal[];
}

export interface Flow<Out> {
  /** @throws TypeError when the function has no name: metrics and dead letters would not tell where. */
  pipe<Next>(step: Step<Out, Next>): Flow<Next>;
  /** Names of the steps, in order. */
  readonly steps: readonly string[];
  run(records: readonly IncomingRecord[]): Promise<FlowResult<Out>>;
}

const SILENT: FlowObserver = { step: () => undefined };

/** An empty flow: its items are the records themselves. */
export function startFlow(observer: FlowObserver = SILENT): Flow<IncomingRecord> {
  return flowOf<IncomingRecord>([], observer);
}

function flowOf<Out>(steps: readonly Step<unknown, unknown>[], observer: FlowObserver): Flow<Out> {
  return {
    steps: steps.map((step) => step.name),
    pipe: <Next>(step: Step<Out, Next>): Flow<Next> => {
      if (step.name === '') throw new TypeError('a step must be a named function');
      // The types of neighbouring steps were checked by this signature; inside, values are opaque.
      return flowOf<Next>([...steps, step as Step<unknown, unknown>], observer);
    },
    run: async (records) => {
      const refusals: Refusal[] = [];
      let items: readonly Item<unknown>[] = records.map((record) => ({ record, value: record }));
      for (const step of steps) {
        if (items.length === 0) break;
        const outcomes = await step(items);
        items = sortOut(step.name, items, outcomes, refusals, observer);
      }
      return { items: items as readonly Item<Out>[], refusals };
    },
  };
}

function sortOut(
  step: string,
  items: readonly Item<unknown>[],
  outcomes: readonly Outcome<unknown>[],
  refusals: Refusal[],
  observer: FlowObserver,
): Item<unknown>[] {
  if (outcomes.length !== items.length) {
    throw new RangeError(`step ${step} gave ${outcomes.length} outcomes for ${items.length} items`);
  }
  const passed: Item<unknown>[] = [];
  const counts = new Map<string, number>();
  for (let at = 0; at < items.length; at++) {
    const { record } = items[at] as Item<unknown>;
    const outcome = outcomes[at] as Outcome<unknown>;
    if (outcome.kind === 'ok') {
      passed.push({ record, value: outcome.value });
      continue;
    }
    const label = outcome.kind === 'drop' ? outcome.reason : outcome.kind;
    counts.set(label, (counts.get(label) ?? 0) + 1);
    if (outcome.kind === 'drop') continue;
    const { code, fieldPaths, orderRef } = outcome;
    refusals.push({ record, code, fieldPaths, step, ...(orderRef === undefined ? {} : { orderRef }) });
  }
  if (passed.length > 0) observer.step(step, 'ok', passed.length);
  for (const [label, count] of counts) observer.step(step, label, count);
  return passed;
}
