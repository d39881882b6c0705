// A backtest as one page that needs nothing else: figures, and the plots behind them.
import type { Backtest, SetFigures } from '../domain/backtest/measure.js';
import { precisionOf, recallOf } from '#shared/domain/analysts/tally';
import { dayOf, minuteOf, moneyText, percent, shareOf, whole } from './figures-text.js';
import { escape, overlapPlot, rulePlot, scorePlot } from './plots.js';
import { nameOf, rulesOf } from './render-report.js';

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5d697b; --paper: #fff; --band: #f4f6f9; --line: #d8dee8; --fraud: #c2410c; --good: #2f7d5b; --unknown: #b4becc; --mark: #1f5fbf; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf1; --soft: #a3adbd; --paper: #14181f; --band: #1b212b; --line: #313a49; --fraud: #fb8c5a; --good: #5fc397; --unknown: #4a5566; --mark: #82b1ff; } }
body { margin: 0 auto; max-width: 62rem; padding: 2rem clamp(1rem, 4vw, 3rem); background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .3rem; border-top: 1px solid var(--line); padding-top: 1.2rem; } h3 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
p { color: var(--soft); margin: .3rem 0 .8rem; max-width: 46rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .87rem; }
th, td { text-align: left; padding: .35rem .7rem .35rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; vertical-align: top; } td:nth-child(n + 6):last-child { white-space: normal; } th { color: var(--soft); font-weight: 600; }
svg { width: 100%; height: auto; font: 12px system-ui, sans-serif; } svg text { fill: var(--ink); } svg .small { font-size: 10.5px; fill: var(--soft); } svg .soft { fill: var(--soft); font-style: italic; }
.fraud { fill: var(--fraud); } .good { fill: var(--good); } .unknown { fill: var(--unknown); } .over { fill: var(--mark); }
.axis, .mark { stroke: var(--soft); } .mark { stroke-dasharray: 3 3; } .grid { stroke: var(--line); } .way { stroke: var(--mark); stroke-width: 2; opacity: .5; } .ring { fill: var(--paper); stroke: var(--mark); stroke-width: 2; } .dot { fill: var(--mark); }
.key span { display: inline-block; margin-right: 1.1rem; font-size: .87rem; } .key i { display: inline-block; width: .8rem; height: .8rem; border-radius: 2px; margin-right: .35rem; vertical-align: -1px; }`;

const KEY = (['fraud', 'good', 'unknown'] as const)
  .map((kind) => `<span><i style="background: var(--${kind})"></i>${kind === 'unknown' ? 'not known' : kind}</span>`)
  .join('');

export function renderPage(backtest: Backtest, title: string): string {
  const [first, second] = backtest.sets;
  const body = backtest.sets.map((set) => setSection(set)).join('');
  const changes = first === undefined || second === undefined ? '' : changesSection(backtest, first, second);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${STYLE}</style></head>
<body><h1>${escape(title)}</h1>
<p>${first === undefined ? '' : `${dayOf(first.before.from ?? first.after.from)} to ${dayOf(first.after.to ?? first.before.to)}, split at ${minuteOf(backtest.splitAt)}.`}
Each order was judged while nothing placed later was known. Before the split only what was known by then counts as fraud or good.</p>
<p class="key">${KEY}</p>${changes}${body}</body></html>
`;
}

function setSection(set: SetFigures): string {
  const { before, after } = set;
  const verdicts = (['RELEASE', 'REVIEW', 'BLOCK'] as const).map((verdict) => {
    const [early, late] = [before.verdicts[verdict], after.verdicts[verdict]];
    return [
      verdict,
      `${whole(early.orders)} (${shareOf(early.orders, before.all.orders)})`,
      `${whole(late.orders)} (${shareOf(late.orders, after.all.orders)})`,
      percent(precisionOf(late)),
      percent(recallOf(late, after.all)),
      shareOf(late.good, after.all.good),
      moneyText(late),
    ];
  });
  return `<h2>${escape(nameOf(set))}</h2>
${table(['Verdict', 'Before', 'After', 'Fraud in it', 'Of all fraud', 'Of all good', 'Money after'], verdicts)}
<h3>Scores after the split</h3><p>Heights grow with the root of the count, so that rare scores can be seen.</p>${scorePlot(after, set.ruleSet)}
<h3>Rules</h3><p>Ring: precision before the split; dot: after. A long way to the left is a rule that does not hold what it promised.</p>${rulePlot(set)}
${table(
  ['Rule', 'State', 'Tier', 'Weight', 'Hits', 'Alone', 'Precision', 'Recall'],
  rulesOf(set).map(({ cells }) => cells),
)}
<h3>Rules that fire together</h3><p>The darker a square, the more of the rarer rule the other one says, too.</p>${overlapPlot(set)}`;
}

function changesSection({ changes }: Backtest, first: SetFigures, second: SetFigures): string {
  const rows = [...changes]
    .sort(([, one], [, other]) => other.orders - one.orders)
    .map(([key, tally]) => [
      key.replace(' ', ' → '),
      whole(tally.orders),
      whole(tally.fraud),
      whole(tally.good),
      whole(tally.unknown),
      moneyText(tally),
    ]);
  const what =
    rows.length === 0
      ? '<p>No order would get another verdict.</p>'
      : table(['Verdict', 'Orders', 'Fraud', 'Good', 'Not known', 'Money'], rows);
  return `<h2>What would change from ${escape(nameOf(first))} to ${escape(nameOf(second))}</h2>${what}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (tag: 'th' | 'td', cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('')}</tr>`;
  return `<div class="wide"><table>${line('th', head)}${rows.map((row) => line('td', row)).join('')}</table></div>`;
}
