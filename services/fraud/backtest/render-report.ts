// A backtest on the terminal.
import { renderTable, wrap } from '#shared/policy/check/render-text';
import type { Backtest, PartFigures, SetFigures } from '../domain/backtest/measure.js';
import { precisionOf, recallOf, type Tally } from '#shared/domain/analysts/tally';
import { dayOf, minuteOf, moneyText, overlapsOf, percent, shareOf, whole } from './figures-text.js';

const MOST_OVERLAPS = 12;

export function renderReport(backtest: Backtest, title: string, width: number): string {
  const [first, second] = backtest.sets;
  if (first === undefined) return '';
  return [
    ...wrap(`${title}: ${nameOf(first)}${second === undefined ? '' : ` against ${nameOf(second)}`}`, width),
    ...wrap(partsText(first, backtest.splitAt), width),
    ...backtest.sets.flatMap((set) => renderSet(set, width)),
    ...(second === undefined ? [] : renderChanges(backtest, first, second, width)),
    '',
    ...wrap(
      'Precision: of the orders hit of which the truth is known, those that were fraud. Recall: of all known fraud, what was hit. Before the split only what was known by then counts. Alone: no other active rule fired.',
      width,
    ),
    '',
  ].join('\n');
}

export function nameOf({ ruleSet }: SetFigures): string {
  return `${ruleSet.name} ${ruleSet.version}`;
}

function partsText({ before, after }: SetFigures, splitAt: number): string {
  const part = ({ all }: PartFigures): string =>
    `${whole(all.orders)} orders (${whole(all.fraud)} fraud, ${whole(all.good)} good, ${whole(all.unknown)} not known)`;
  return `${dayOf(before.from ?? after.from)} to ${dayOf(after.to ?? before.to)}, split at ${minuteOf(splitAt)}: before ${part(before)}, after ${part(after)}.`;
}

function renderSet(set: SetFigures, width: number): readonly string[] {
  const { before, after } = set;
  const verdicts = (['RELEASE', 'REVIEW', 'BLOCK'] as const).map((verdict) => {
    const [early, late] = [before.verdicts[verdict], after.verdicts[verdict]];
    return [
      verdict,
      `${whole(early.orders)} (${shareOf(early.orders, before.all.orders)})`,
      `${whole(late.orders)} (${shareOf(late.orders, after.all.orders)})`,
      `${percent(recallOf(late, after.all))}`,
      shareOf(late.good, after.all.good),
      moneyText(late),
    ];
  });
  const overlaps = overlapsOf(set);
  return [
    '',
    `VERDICTS OF ${nameOf(set).toUpperCase()}`,
    '',
    renderTable(['Verdict', 'Before', 'After', 'Of fraud', 'Of good', 'Money after'], verdicts, width),
    '',
    'RULES, before → after the split',
    '',
    renderTable(
      ['Rule', 'State', 'Tier', 'Weight', 'Hits', 'Alone', 'Precision', 'Recall'],
      rulesOf(set).map((row) => row.cells),
      width,
    ),
    ...silent(set, width),
    '',
    'OVERLAP: rules that fire together',
    '',
    overlaps.length === 0
      ? 'No two rules fired on one order.'
      : renderTable(
          ['Rule', 'Other rule', 'Orders', 'Of the rarer one'],
          overlaps.slice(0, MOST_OVERLAPS).map((row) => [row.one, row.other, whole(row.orders), percent(row.ofRarer)]),
          width,
        ),
    ...(overlaps.length > MOST_OVERLAPS
      ? [`… and ${overlaps.length - MOST_OVERLAPS} more pairs, all on the page.`]
      : []),
  ];
}

/** Rules that fired, those with the most hits first. */
export function rulesOf({ before, after }: SetFigures): readonly { readonly cells: string[] }[] {
  return [...after.rules.values()]
    .map(({ rule, hits, alone }) => ({ rule, late: hits, lateAlone: alone, early: before.rules.get(rule.code)?.hits }))
    .filter(({ late, early }) => late.orders + (early?.orders ?? 0) > 0)
    .sort((one, other) => other.late.orders - one.late.orders || (one.rule.code < other.rule.code ? -1 : 1))
    .map(({ rule, late, lateAlone, early }) => ({
      cells: [
        rule.code,
        rule.state,
        rule.tier,
        String(rule.weight),
        `${whole(early?.orders ?? 0)} → ${whole(late.orders)}`,
        whole(lateAlone.orders),
        pair(early === undefined ? null : precisionOf(early), precisionOf(late)),
        pair(early === undefined ? null : recallOf(early, before.all), recallOf(late, after.all)),
      ],
    }));
}

function pair(early: number | null, late: number | null): string {
  return early === null && late === null ? '–' : `${percent(early)} → ${percent(late)}`;
}

function silent({ before, after }: SetFigures, width: number): readonly string[] {
  const never = [...after.rules.values()]
    .filter(({ rule, hits }) => hits.orders + (before.rules.get(rule.code)?.hits.orders ?? 0) === 0)
    .map(({ rule }) => (rule.state === 'off' ? `${rule.code} (off)` : rule.code));
  return never.length === 0 ? [] : ['', ...wrap(`Never fired: ${never.join(', ')}.`, width)];
}

function renderChanges({ changes }: Backtest, first: SetFigures, second: SetFigures, width: number): readonly string[] {
  const rows = [...changes]
    .sort(([, one], [, other]) => other.orders - one.orders)
    .map(([key, tally]: [string, Tally]) => [
      key.replace(' ', ' → '),
      whole(tally.orders),
      whole(tally.fraud),
      whole(tally.good),
      whole(tally.unknown),
      moneyText(tally),
    ]);
  return [
    '',
    `WHAT WOULD CHANGE from ${nameOf(first)} to ${nameOf(second)}`,
    '',
    rows.length === 0
      ? 'No order would get another verdict.'
      : renderTable(['Verdict', 'Orders', 'Fraud', 'Good', 'Not known', 'Money'], rows, width),
  ];
}
