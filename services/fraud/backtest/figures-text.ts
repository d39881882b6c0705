// Figures of a backtest as people read them.
import type { SetFigures } from '../domain/backtest/measure.js';
import type { Tally } from '#shared/domain/analysts/tally';

const grouped = new Intl.NumberFormat('en-GB');
const amount = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const MOST_CURRENCIES = 4;

export function whole(value: number): string {
  return grouped.format(value);
}

/** A share in per cent; a dash where there is nothing to divide by. */
export function percent(share: number | null): string {
  if (share === null) return '–';
  if (share === 0 || share === 1) return `${share * 100} %`;
  if (share < 0.001) return '<0.1 %';
  return `${(share * 100).toFixed(share < 0.1 || share > 0.995 ? 1 : 0)} %`;
}

export function shareOf(part: number, all: number): string {
  return percent(all === 0 ? null : part / all);
}

/** The largest sums, each with its currency: sums of different currencies are never added. */
export function moneyText({ money }: Pick<Tally, 'money'>): string {
  const sums = [...money].sort(([, one], [, other]) => other - one);
  const told = sums.slice(0, MOST_CURRENCIES).map(([currency, sum]) => `${amount.format(sum / 1_000)} ${currency}`);
  const more = sums.length - told.length;
  return told.length === 0 ? '–' : told.join(', ') + (more > 0 ? ` and ${more} more currencies` : '');
}

export function dayOf(atMs: number | null): string {
  return atMs === null ? '–' : new Date(atMs).toISOString().slice(0, 10);
}

export function minuteOf(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export interface Overlap {
  readonly one: string;
  readonly other: string;
  readonly orders: number;
  /** Of the orders of the rarer rule, how many the other one hit, too. */
  readonly ofRarer: number;
}

/** Pairs of rules that fired together, those that say nearly the same first. */
export function overlapsOf({ overlaps, before, after }: SetFigures): readonly Overlap[] {
  const hits = (code: string): number =>
    (before.rules.get(code)?.hits.orders ?? 0) + (after.rules.get(code)?.hits.orders ?? 0);
  return [...overlaps]
    .map(([key, orders]) => {
      const [one = '', other = ''] = key.split(' ');
      return { one, other, orders, ofRarer: orders / Math.max(1, Math.min(hits(one), hits(other))) };
    })
    .sort((one, other) => other.ofRarer - one.ofRarer || other.orders - one.orders || (one.one < other.one ? -1 : 1));
}
