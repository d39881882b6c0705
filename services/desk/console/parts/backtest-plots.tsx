// The plots of a backtest. Each stands beside its figures in a table or in words, so that nobody depends on the picture.
import type { ReactNode } from 'react';
import { added, KIND_WORDS, KINDS, percent, type SetResult, type Tally, together, whole } from './backtest.js';
import { plain } from './words.js';

const VERDICTS = ['RELEASE', 'REVIEW', 'BLOCK'] as const;

export function Key() {
  return (
    <ul className="plot-key">
      {KINDS.map((kind) => (
        <li key={kind}>
          <i className={`swatch ${kind}`} /> {KIND_WORDS[kind]}
        </li>
      ))}
    </ul>
  );
}

/** Verdicts of the rules in force above those of the draft; the scale is that of the root, so that few blocks beside many releases can be seen. */
export function VerdictPlot({ sets }: { readonly sets: readonly SetResult[] }) {
  const rows = VERDICTS.flatMap((verdict) =>
    sets.map((set, at) => ({ verdict, set, at, tally: together(set, verdict) })),
  );
  const most = Math.max(1, ...rows.map(({ tally }) => tally.orders));
  const [left, width, bar] = [128, 470, 17];
  const y = (index: number): number => 6 + index * (bar + 4) + Math.floor(index / sets.length) * 12;
  const height = y(rows.length) + 2;
  const said = rows.map(({ verdict, set, tally }) => `${verdict} version ${set.version}: ${tally.orders}`).join('; ');
  return (
    <Plot width={left + width + 70} height={height} says={`Verdicts. ${said}`}>
      {rows.map(({ verdict, set, at, tally }, index) => (
        <g key={`${verdict} ${set.version} ${at}`}>
          <text x={left - 10} y={y(index) + 13} textAnchor="end" className={at === 0 ? '' : 'soft'}>
            {at === 0 ? plain(verdict) : 'draft'}
          </text>
          <Stack
            x={left}
            y={y(index)}
            length={rootShare(tally.orders, most) * width}
            height={bar}
            tally={tally}
            isFlat
          />
          <text x={left + rootShare(tally.orders, most) * width + 8} y={y(index) + 13} className="small">
            {whole(tally.orders)}
          </text>
        </g>
      ))}
    </Plot>
  );
}

const rootShare = (value: number, most: number): number => Math.sqrt(value) / Math.sqrt(most);

/** Orders by score under the draft, the outline of the rules in force around them, and from where an order waits or is blocked. */
export function ScorePlot({ now, draft }: { readonly now: SetResult; readonly draft: SetResult }) {
  const [left, top, height, step] = [34, 30, 180, 54];
  const of = (set: SetResult): readonly Tally[] =>
    set.after.scores.map((tally, at) => added(tally, set.before.scores[at]));
  const [before, after] = [of(now), of(draft)];
  const most = Math.max(1, ...before.map(({ orders }) => orders), ...after.map(({ orders }) => orders));
  const tall = (orders: number): number => rootShare(orders, most) * height;
  const names = after.map((_, at) => (at === 10 ? '100' : `${at * 10}–${at * 10 + 9}`));
  const said = after.map(({ orders }, at) => `${names[at]}: ${orders}`).join('; ');
  return (
    <Plot width={left + 11 * step + 8} height={top + height + 30} says={`Orders by score under the draft. ${said}`}>
      <line x1={left - 6} x2={left + 11 * step} y1={top + height} y2={top + height} className="axis" />
      {after.map((tally, at) => {
        const x = left + at * step;
        const was = tall(before[at]?.orders ?? 0);
        return (
          <g key={names[at]}>
            <Stack x={x} y={top + height} length={tall(tally.orders)} height={step - 10} tally={tally} />
            <rect x={x - 2} y={top + height - was} width={step - 6} height={was} className="outline" />
            {tally.orders === 0 ? null : (
              <text
                x={x + (step - 10) / 2}
                y={top + height - Math.max(was, tall(tally.orders)) - 6}
                textAnchor="middle"
                className="small"
              >
                {whole(tally.orders)}
              </text>
            )}
            <text x={x + (step - 10) / 2} y={top + height + 18} textAnchor="middle" className="small">
              {names[at]}
            </text>
          </g>
        );
      })}
      {[
        { from: draft.reviewFrom, says: `review from ${draft.reviewFrom}` },
        { from: draft.blockFrom, says: `block from ${draft.blockFrom}` },
      ].map(({ from, says }) => (
        <g key={says}>
          <line
            x1={left + (from / 10) * step - 5}
            x2={left + (from / 10) * step - 5}
            y1={top - 12}
            y2={top + height}
            className="mark"
          />
          <text x={left + (from / 10) * step} y={top - 14} className="small">
            {says}
          </text>
        </g>
      ))}
    </Plot>
  );
}

const MOST_RULES = 20;

/** What each rule hit under the draft, and how right it was: ring before the split, dot after it. */
export function RulePlot({ now, draft }: { readonly now: SetResult; readonly draft: SetResult }) {
  const hits = ({ before, after }: SetResult, code: string): Tally =>
    added(before.rules.find((rule) => rule.code === code)?.hits, after.rules.find((rule) => rule.code === code)?.hits);
  const codes = [...new Set([...draft.after.rules, ...now.after.rules].map(({ code }) => code))]
    .map((code) => ({ code, was: hits(now, code), is: hits(draft, code) }))
    .filter(({ was, is }) => was.orders + is.orders > 0)
    .toSorted((one, other) => other.is.orders - one.is.orders)
    .slice(0, MOST_RULES);
  const [names, bars, wide, dots, reach, line, top] = [208, 218, 210, 500, 170, 25, 30];
  const most = Math.max(1, ...codes.flatMap(({ was, is }) => [was.orders, is.orders]));
  const height = top + codes.length * line;
  const said = codes.map(({ code, is }) => `${code}: ${is.orders}`).join('; ');
  return (
    <Plot width={dots + reach + 34} height={height + 8} says={`Hits by rule under the draft. ${said}`}>
      <text x={bars} y={top - 12} className="small">
        hits, outline: now
      </text>
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line x1={dots + share * reach} x2={dots + share * reach} y1={top - 4} y2={height} className="grid" />
          <text x={dots + share * reach} y={top - 12} textAnchor="middle" className="small">
            {share === 0.5 ? 'fraud among them' : percent(share)}
          </text>
        </g>
      ))}
      {codes.map(({ code, was, is }, at) => {
        const y = top + at * line;
        const [early, late] = [draft.before, draft.after].map(
          ({ rules }) => rules.find((rule) => rule.code === code)?.precision ?? null,
        );
        const state = draft.after.rules.find((rule) => rule.code === code)?.state;
        const length = Math.sqrt(is.orders / most) * wide;
        return (
          <g key={code}>
            <text x={names} y={y + 13} textAnchor="end" className={state === 'active' ? '' : 'soft'}>
              {plain(code)}
            </text>
            <Stack x={bars} y={y + 2} length={length} height={14} tally={is} isFlat />
            <rect x={bars} y={y} width={Math.sqrt(was.orders / most) * wide} height={18} className="outline" />
            <text x={bars + Math.max(length, Math.sqrt(was.orders / most) * wide) + 6} y={y + 13} className="small">
              {whole(is.orders)}
            </text>
            {early == null || late == null ? null : (
              <line x1={dots + early * reach} x2={dots + late * reach} y1={y + 9} y2={y + 9} className="way" />
            )}
            {early == null ? null : <circle cx={dots + early * reach} cy={y + 9} r={4.5} className="ring-mark" />}
            {late == null ? null : <circle cx={dots + late * reach} cy={y + 9} r={4.5} className="dot-mark" />}
          </g>
        );
      })}
    </Plot>
  );
}

/** On a phone a wide picture is looked at by moving it; by keyboard, too. */
function Plot({
  width,
  height,
  says,
  children,
}: {
  readonly width: number;
  readonly height: number;
  readonly says: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="plot-frame" role="group" aria-label={says.slice(0, says.indexOf('.'))} tabIndex={0}>
      <svg className="plot" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={says}>
        {children}
      </svg>
    </div>
  );
}

/** One bar in three kinds: lying and growing to the right, or standing on `y` and growing upwards. */
function Stack({
  x,
  y,
  length,
  height,
  tally,
  isFlat = false,
}: {
  readonly x: number;
  readonly y: number;
  readonly length: number;
  readonly height: number;
  readonly tally: Tally;
  readonly isFlat?: boolean;
}) {
  let from = 0;
  return KINDS.map((kind) => {
    const part = tally.orders === 0 ? 0 : (length * tally[kind]) / tally.orders;
    const at = from;
    from += part;
    if (part <= 0) return null;
    return isFlat ? (
      <rect key={kind} x={x + at} y={y} width={part} height={height} className={kind} />
    ) : (
      <rect key={kind} x={x} y={y - from} width={height} height={part} className={kind} />
    );
  });
}
