// The plots of a backtest, as far as a figure of theirs can be wrong without anybody noticing.
import { describe, expect, test } from '@jest/globals';
import type { SetFigures } from '#services/fraud/domain/backtest/measure';
import { overlapPlot, rulePlot } from '#services/fraud/backtest/plots';

const LONG = 'SIGN_IN_NEW_DEVICE_HIGH_AMOUNT';
/** Of capitals at 12 px in DejaVu Sans, the widest font that pages of a system come in. */
const LETTER_PX = 8.5;

const hits = { orders: 3, fraud: 0, good: 0, unknown: 3 };
const figures = { rule: { code: LONG, state: 'active' }, hits };
const part = { rules: new Map([[LONG, figures]]) };
const set = { before: part, after: part, overlaps: new Map(), ruleSet: { rules: [] } } as unknown as SetFigures;

function startOf(svg: string): number {
  const [, end = '0'] = new RegExp(`<text x="([\\d.]+)" y="[\\d.]+" text-anchor="end"[^>]*>${LONG}<`).exec(svg) ?? [];
  return Number(end) - LONG.length * LETTER_PX;
}

describe('the plots', () => {
  test('show the whole code of a rule, however long it is', () => {
    expect(startOf(rulePlot(set))).toBeGreaterThanOrEqual(0);
    expect(startOf(overlapPlot(set))).toBeGreaterThanOrEqual(0);
  });
});
