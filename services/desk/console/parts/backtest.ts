// A backtest as the desk tells it: what the rules in force made of past orders, and what a draft would have made of them.

export interface Tally {
  readonly orders: number;
  readonly fraud: number;
  readonly good: number;
  readonly unknown: number;
  readonly money: Readonly<Record<string, string>>;
}

export interface Part {
  readonly from: number | null;
  readonly to: number | null;
  readonly all: Tally;
  readonly verdicts: readonly (Tally & {
    readonly verdict: string;
    readonly precision: number | null;
    readonly recall: number | null;
  })[];
  readonly scores: readonly Tally[];
  readonly rules: readonly RuleResult[];
}

export interface RuleResult {
  readonly code: string;
  readonly state: string;
  readonly weight: number;
  readonly hits: Tally;
  readonly alone: number;
  readonly precision: number | null;
}

export interface SetResult {
  readonly name: string;
  readonly version: number;
  readonly reviewFrom: number;
  readonly blockFrom: number;
  readonly before: Part;
  readonly after: Part;
}

export interface Figures {
  readonly orders: number;
  readonly tookMs: number;
  readonly splitAt: number;
  readonly sets: readonly SetResult[];
  readonly changes: readonly (Tally & { readonly from: string; readonly to: string })[];
}

export interface Backtest {
  readonly backtestId: string;
  readonly begunAt: string;
  readonly state: 'running' | 'done' | 'refused' | 'failed';
  readonly progress: { readonly stage: 'reading' | 'judging'; readonly orders: number } | null;
  readonly problems: readonly string[];
  readonly figures: Figures | null;
}

export const KINDS = ['fraud', 'good', 'unknown'] as const;
export const KIND_WORDS = { fraud: 'fraud', good: 'good', unknown: 'not known yet' } as const;

const WHOLE = new Intl.NumberFormat('en-GB');
export const whole = (value: number): string => WHOLE.format(value);

export function percent(share: number | null): string {
  if (share === null) return '–';
  if (share > 0 && share < 0.01) return '<1 %';
  return `${Math.round(share * 100)} %`;
}

/** The largest sums, each in its currency: sums of different currencies are never added. */
export function sums(money: Tally['money']): string {
  const sorted = Object.entries(money).toSorted(([, one], [, other]) => Number(other) - Number(one));
  const told = sorted
    .slice(0, 3)
    .map(([currency, sum]) => new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(Number(sum)));
  return told.length === 0 ? '–' : `${told.join(', ')}${sorted.length > 3 ? ' …' : ''}`;
}

/** Both parts together: what a draft does to all orders that are still known. */
export function together({ before, after }: SetResult, verdict: string): Tally {
  const [one, other] = [before, after].map(({ verdicts }) => verdicts.find((each) => each.verdict === verdict));
  return added(one, other);
}

export function added(one: Tally | undefined, other: Tally | undefined): Tally {
  const sum = (name: 'orders' | 'fraud' | 'good' | 'unknown'): number => (one?.[name] ?? 0) + (other?.[name] ?? 0);
  return { orders: sum('orders'), fraud: sum('fraud'), good: sum('good'), unknown: sum('unknown'), money: {} };
}
