// A backtest as plain figures, for programs that draw it themselves. Counts and sums only; nothing of an order.
import { precisionOf, recallOf, type Tally } from '#shared/domain/analysts/tally';
import type { Backtest, PartFigures, SetFigures } from '../domain/backtest/measure.js';

export interface TallyFigures {
  readonly orders: number;
  readonly fraud: number;
  readonly good: number;
  readonly unknown: number;
  /** By currency, a decimal string. */
  readonly money: Readonly<Record<string, string>>;
}

export function backtestFigures({ sets, changes, splitAt }: Backtest) {
  return {
    splitAt,
    sets: sets.map(setFigures),
    changes: [...changes].map(([key, tally]) => {
      const [from = '', to = ''] = key.split(' ');
      return { from, to, ...tallyFigures(tally) };
    }),
  };
}

export type BacktestFigures = ReturnType<typeof backtestFigures>;

function setFigures({ ruleSet, before, after }: SetFigures) {
  const { name, version, reviewFrom, blockFrom } = ruleSet;
  return { name, version, reviewFrom, blockFrom, before: partFigures(before), after: partFigures(after) };
}

function partFigures({ from, to, all, verdicts, rules, scores }: PartFigures) {
  return {
    from,
    to,
    all: tallyFigures(all),
    verdicts: Object.entries(verdicts).map(([verdict, tally]) => ({
      verdict,
      ...tallyFigures(tally),
      precision: precisionOf(tally),
      recall: recallOf(tally, all),
    })),
    scores: scores.map(tallyFigures),
    rules: [...rules.values()].map(({ rule: { code, state, tier, weight }, hits, alone }) => ({
      code,
      state,
      tier,
      weight,
      hits: tallyFigures(hits),
      alone: alone.orders,
      precision: precisionOf(hits),
    })),
  };
}

function tallyFigures({ orders, fraud, good, unknown, money }: Tally): TallyFigures {
  const sums = [...money].map(([currency, thousandths]) => [currency, (thousandths / 1_000).toFixed(2)] as const);
  return { orders, fraud, good, unknown, money: Object.fromEntries(sums) };
}
