// The plots of a backtest as SVG. Colours come from the page, so that they suit its light and its dark face.
import type { PartFigures, RuleFigures, SetFigures } from '../domain/backtest/measure.js';
import { precisionOf, type Tally } from '#shared/domain/analysts/tally';
import { overlapsOf, percent, whole } from './figures-text.js';

const KINDS = ['fraud', 'good', 'unknown'] as const;
const MOST_RULES = 18;
/** Of a capital at 12 px, in any of the fonts that a system has for its pages. */
const WIDE_LETTER = 9;

export function svg(width: number, height: number, label: string, parts: readonly string[]): string {
  return `<svg viewBox="0 0 ${width} ${height}" style="max-width: ${width}px" role="img" aria-label="${escape(label)}">${parts.join('')}</svg>`;
}

export function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] as string);
}

/** Room for the longest of these codes beside a plot, at the size of its letters. */
function roomFor(codes: readonly string[]): number {
  return Math.max(190, ...codes.map((code) => Math.ceil(code.length * WIDE_LETTER) + 8));
}

function text(x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end' = 'start', look = ''): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" class="${look}">${escape(words)}</text>`;
}

function bar(x: number, y: number, width: number, height: number, look: string, title: string): string {
  const size = `x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}"`;
  return width <= 0 || height <= 0 ? '' : `<rect ${size} class="${look}"><title>${escape(title)}</title></rect>`;
}

/** Orders by score. The scale is that of the root, so that a few thousand good orders do not hide ten bad ones. */
export function scorePlot({ scores }: PartFigures, { reviewFrom, blockFrom }: SetFigures['ruleSet']): string {
  const [left, top, height, step] = [64, 24, 190, 58];
  const most = Math.max(1, ...scores.map(({ orders }) => orders));
  const tall = (orders: number): number => (Math.sqrt(orders) / Math.sqrt(most)) * height;
  const parts = scores.flatMap((tally, at) => {
    const x = left + at * step;
    const title = `score ${at === 10 ? '100' : `${at * 10} to ${at * 10 + 9}`}`;
    let below = top + height;
    const bars = KINDS.map((kind) => {
      const share = tally.orders === 0 ? 0 : (tall(tally.orders) * tally[kind]) / tally.orders;
      below -= share;
      return bar(x, below, step - 8, share, kind, `${title}: ${whole(tally[kind])} ${kind}`);
    });
    const count = tally.orders === 0 ? '' : text(x + (step - 8) / 2, below - 5, whole(tally.orders), 'middle', 'small');
    return [
      ...bars,
      count,
      text(x + (step - 8) / 2, top + height + 18, at === 10 ? '100' : `${at * 10}–${at * 10 + 9}`, 'middle', 'small'),
    ];
  });
  const mark = (points: number, words: string): string => {
    const x = left + (points / 10) * step - 4;
    return `<line x1="${x}" x2="${x}" y1="${top - 6}" y2="${top + height}" class="mark"/>${text(x + 4, top - 8, words, 'start', 'small')}`;
  };
  const width = left + 11 * step;
  const base = `<line x1="${left - 6}" x2="${width - 4}" y1="${top + height}" y2="${top + height}" class="axis"/>`;
  const said = 'Orders by score';
  return svg(width, top + height + 30, said, [
    ...parts,
    base,
    mark(reviewFrom, `review from ${reviewFrom}`),
    mark(blockFrom, `block from ${blockFrom}`),
  ]);
}

/** Per rule: what it hit after the split, and how its precision moved from before (ring) to after (dot). */
export function rulePlot({ before, after }: SetFigures): string {
  const rules = [...after.rules.values()]
    .filter(({ hits }) => hits.orders > 0)
    .sort((one, other) => other.hits.orders - one.hits.orders)
    .slice(0, MOST_RULES);
  const names = roomFor(rules.map(({ rule }) => rule.code));
  const [hitsAt, hitsWide, dotsAt, dotsWide, line, top] = [names + 10, 250, names + 350, 250, 24, 34];
  const most = Math.max(1, ...rules.map(({ hits }) => hits.orders));
  const parts = rules.flatMap((figures, at) => {
    const y = top + at * line;
    const early = before.rules.get(figures.rule.code)?.hits;
    return [
      text(names, y + 13, figures.rule.code, 'end', figures.rule.state === 'active' ? '' : 'soft'),
      ...hitBars(figures.hits, hitsAt, y, hitsWide / most),
      text(hitsAt + (figures.hits.orders / most) * hitsWide + 6, y + 13, whole(figures.hits.orders), 'start', 'small'),
      precisionDots(figures, early, dotsAt, dotsWide, y + 9),
    ];
  });
  const bottom = top + rules.length * line;
  const scale = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const x = dotsAt + share * dotsWide;
    return `<line x1="${x}" x2="${x}" y1="${top - 4}" y2="${bottom}" class="grid"/>${text(x, top - 10, `${share * 100} %`, 'middle', 'small')}`;
  });
  return svg(dotsAt + dotsWide + 40, bottom + 8, 'Hits and precision by rule', [
    text(hitsAt, top - 10, 'hits after the split', 'start', 'small'),
    ...scale,
    ...parts,
  ]);
}

function hitBars(hits: Tally, x: number, y: number, scale: number): string[] {
  let from = x;
  return KINDS.map((kind) => {
    const wide = hits[kind] * scale;
    from += wide;
    return bar(from - wide, y + 2, wide, 15, kind, `${whole(hits[kind])} ${kind}`);
  });
}

function precisionDots(
  { rule, hits }: RuleFigures,
  early: Tally | undefined,
  x: number,
  wide: number,
  y: number,
): string {
  const [from, to] = [early === undefined ? null : precisionOf(early), precisionOf(hits)];
  const at = (share: number): number => x + share * wide;
  const way =
    from === null || to === null ? '' : `<line x1="${at(from)}" x2="${at(to)}" y1="${y}" y2="${y}" class="way"/>`;
  const ring = from === null ? '' : `<circle cx="${at(from)}" cy="${y}" r="4.5" class="ring"/>`;
  const dot = to === null ? '' : `<circle cx="${at(to)}" cy="${y}" r="4.5" class="dot"/>`;
  return `<g><title>${escape(`${rule.code}: precision ${percent(from)} → ${percent(to)}`)}</title>${way}${ring}${dot}</g>`;
}

/** How much of the rarer of two rules the other one says, too: a dark square is a rule that could go. */
export function overlapPlot(set: SetFigures): string {
  const hits = (code: string): number =>
    (set.after.rules.get(code)?.hits.orders ?? 0) + (set.before.rules.get(code)?.hits.orders ?? 0);
  const codes = [...set.after.rules.keys()]
    .filter((code) => hits(code) > 0)
    .sort((one, other) => hits(other) - hits(one))
    .slice(0, MOST_RULES);
  const [left, size, top] = [roomFor(codes) + 8, 26, 44];
  const squares = overlapsOf(set).flatMap(({ one, other, orders, ofRarer }) => {
    const [a, b] = [codes.indexOf(one), codes.indexOf(other)].sort((x, y) => x - y) as [number, number];
    if (a < 0) return [];
    const place = `x="${left + a * size}" y="${top + b * size + 4}" width="${size - 3}" height="${size - 3}"`;
    const words = `${one} and ${other}: ${whole(orders)} orders, ${percent(ofRarer)} of the rarer one`;
    return [`<rect ${place} class="over" fill-opacity="${ofRarer.toFixed(2)}"><title>${escape(words)}</title></rect>`];
  });
  const labels = codes.flatMap((code, at) => [
    text(left - 8, top + at * size + 20, code, 'end'),
    at === codes.length - 1
      ? ''
      : `<text transform="translate(${left + at * size + 10} ${top + at * size + 20}) rotate(-32)" class="small">${escape(code)}</text>`,
  ]);
  return svg(left + codes.length * size + 130, top + codes.length * size + 14, 'Rules that fire together', [
    ...squares,
    ...labels,
  ]);
}
