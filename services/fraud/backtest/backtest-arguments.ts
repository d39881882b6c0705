// What can be asked of `npm run backtest`, and the help that says so.
import { parseArgs } from 'node:util';
import { COLUMNS, type Column } from './read-history.js';

export const BACKTEST_HELP = `Usage: npm run backtest -- --rules FILE [--against FILE] --history FILE|topics [--labels FILE]
                           [--split MOMENT] [--columns OURS=THEIRS,…] [--page FILE]

Judges past orders by a rule file, one after the other as they were placed, by the code that judges live orders: no order sees a later one.
  --rules FILE     the rules to try
  --against FILE   a second rule file: which verdicts would change, and how much money they move
  --history FILE   observations as JSON, one a line, or raw orders as CSV; topics: those of the running broker
  --labels FILE    what became known later: orderId, truth (CHARGEBACK or CONFIRMED_GOOD), knownAt; JSON lines or CSV.
                   With --history topics the outcomes in fraud.outcomes count, too
  --split MOMENT   e.g. 2026-03-01T00:00:00Z: before it only labels known by then count (default: when seven tenths were placed)
  --columns …      other names of columns in the CSV files, e.g. orderId=EVENT_ID,placedAt=EVENT_TIMESTAMP,truth=EVENT_LABEL
                   history: ${COLUMNS.slice(0, 9).join(', ')},
                   ${COLUMNS.slice(9).join(', ')}
  --page FILE      where the page with the plots goes (reports/backtest.html)

Values in a CSV file are hashed in memory with a key of this run and forgotten; nothing of them is shown or written.
Lists of networks: FRAUD_LISTS_DIR, as for the service. Moments need their zone.
Exit code 0: done; 1: a file can't be used, with its lines; 2: the broker could not be asked; 64: usage.
`;

export interface BacktestAsked {
  readonly rules: string;
  readonly against: string | null;
  readonly history: string;
  readonly labels: string | null;
  readonly splitAt: number | null;
  readonly columns: Readonly<Partial<Record<Column, string>>>;
  readonly labelColumns: { readonly orderId: string; readonly truth: string; readonly knownAt: string };
  readonly page: string | null;
}

/** What was asked for, `help`, or what is wrong with it. */
export function readBacktestArguments(args: readonly string[]): BacktestAsked | 'help' | { readonly wrong: string } {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...args],
      options: {
        rules: text,
        against: text,
        history: text,
        labels: text,
        split: text,
        columns: text,
        page: text,
        help: { type: 'boolean' },
      },
    });
    if (values.help === true) return 'help';
    const { rules, history, split } = values;
    if (rules === undefined || history === undefined) return { wrong: 'Say --rules and --history.' };
    const splitAt = split === undefined ? null : momentOfSplit(split);
    const renamed = columnsOf(values.columns ?? '');
    if (typeof renamed === 'string') return { wrong: renamed };
    const { truth = 'truth', knownAt = 'knownAt', ...columns } = renamed;
    return {
      rules,
      against: values.against ?? null,
      history,
      labels: values.labels ?? null,
      splitAt,
      columns,
      labelColumns: { orderId: renamed.orderId ?? 'orderId', truth, knownAt },
      page: values.page ?? null,
    };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}

function momentOfSplit(text: string): number {
  const moment = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(moment)) throw new Error('--split is a moment with its zone, such as 2026-03-01T00:00:00Z.');
  return moment;
}

type Renamed = Partial<Record<Column | 'truth' | 'knownAt', string>>;

function columnsOf(text: string): Renamed | string {
  const renamed: Renamed = {};
  for (const pair of text.split(',').filter((each) => each !== '')) {
    const [ours = '', theirs = ''] = pair.split('=');
    const known = [...COLUMNS, 'truth', 'knownAt'] as const;
    const name = known.find((column) => column === ours);
    if (name === undefined || theirs === '')
      return `--columns: ${ours}: write OURS=THEIRS with one of ${known.join(', ')}.`;
    renamed[name] = theirs;
  }
  return renamed;
}
