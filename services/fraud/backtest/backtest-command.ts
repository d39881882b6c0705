// What `npm run backtest` does: reads rules, orders and labels, measures, and tells it on the terminal and as a page.
import { type Backtest, type Label, measure, type PastOrder, splitMoment } from '../domain/backtest/measure.js';
import { EntityLists } from '../domain/entity-lists.js';
import type { SignIn } from '../domain/sign-in.js';
import type { RuleSet } from '../domain/verdict.js';
import { parseRuleSet } from '../rule-sets/parse-rule-set.js';
import type { SignalSources } from '../signals/read-signals.js';
import { BACKTEST_HELP, type BacktestAsked, readBacktestArguments } from './backtest-arguments.js';
import { Fault } from './fault.js';
import { whole } from './figures-text.js';
import { readHistory } from './read-history.js';
import { noteLabel, readLabels } from './read-labels.js';
import { renderPage } from './render-page.js';
import { renderReport } from './render-report.js';

const REFUSED = 1;
const USAGE = 64;
const WIDEST = 120;
const TRAINING_SHARE = 0.7;
const PAGE = 'reports/backtest.html';

export interface PastOfTopics {
  readonly orders: readonly PastOrder[];
  readonly labels: ReadonlyMap<string, Label>;
  /** What analysts ruled for entities: it counts in the past as it counts live. */
  readonly lists: EntityLists;
  readonly signIns: readonly SignIn[];
}

export interface BacktestSurroundings {
  readonly columns: number | undefined;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
  /** @throws for a file that can't be read */
  readonly readFile: (file: string) => string;
  /** Also makes the folder. */
  readonly writeFile: (file: string, text: string) => void;
  readonly openSources: () => Promise<SignalSources>;
  readonly readTopics: () => Promise<PastOfTopics>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** @returns the exit code. @throws what keeps the broker from being asked */
export async function backtestCommand(args: readonly string[], around: BacktestSurroundings): Promise<number> {
  const asked = readBacktestArguments(args);
  if (asked === 'help') {
    around.out(BACKTEST_HELP);
    return 0;
  }
  if ('wrong' in asked) {
    around.err(`${asked.wrong}\n\n${BACKTEST_HELP}`);
    return USAGE;
  }
  try {
    const sets = [asked.rules, ...(asked.against === null ? [] : [asked.against])].map((file) => rulesOf(file, around));
    const { orders, labels, lists, signIns } = await pastOf(asked, around);
    if (orders.length === 0) throw new Fault(`${asked.history} holds no orders.`);
    const began = around.now();
    const backtest = measure(
      orders,
      sets,
      labels,
      asked.splitAt ?? splitMoment(orders, TRAINING_SHARE),
      lists,
      signIns,
    );
    const seconds = Math.max(0.001, (around.now() - began) / 1_000);
    show(backtest, asked, around);
    const perSecond = whole(Math.round(orders.length / seconds));
    around.out(`${whole(orders.length)} orders in ${seconds.toFixed(1)} s: ${perSecond} orders/s\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    around.err(`${error.message}\n`);
    return REFUSED;
  }
}

function show(backtest: Backtest, asked: BacktestAsked, around: BacktestSurroundings): void {
  const title = `Backtest on ${asked.history === 'topics' ? 'the orders of the broker' : asked.history}`;
  const page = asked.page ?? PAGE;
  around.out(renderReport(backtest, title, Math.min(around.columns ?? WIDEST, WIDEST)));
  around.writeFile(page, renderPage(backtest, title));
  around.out(`Plots: ${page}\n`);
}

function rulesOf(file: string, around: BacktestSurroundings): RuleSet {
  const parsed = parseRuleSet(textOf(file, around));
  if (parsed.kind === 'rule-set') return parsed.ruleSet;
  throw new Fault(`${file} is no valid rule set:\n${parsed.problems.map((problem) => `  ${problem}`).join('\n')}`);
}

async function pastOf(asked: BacktestAsked, around: BacktestSurroundings): Promise<PastOfTopics> {
  const { orders, labels, lists, signIns } =
    asked.history === 'topics'
      ? await around.readTopics()
      : {
          orders: readHistory(
            { name: asked.history, text: textOf(asked.history, around), columns: asked.columns },
            await around.openSources(),
          ),
          labels: new Map<string, Label>(),
          lists: new EntityLists(),
          signIns: [],
        };
  if (asked.labels === null) return { orders, labels, lists, signIns };
  const all = new Map(labels);
  const given = readLabels(asked.labels, textOf(asked.labels, around), asked.labelColumns);
  for (const [orderId, label] of given) noteLabel(all, orderId, label);
  return { orders, labels: all, lists, signIns };
}

function textOf(file: string, { readFile }: BacktestSurroundings): string {
  try {
    return readFile(file);
  } catch {
    throw new Fault(`${file} can't be read.`);
  }
}
