// What the console asks of the rules of fraud control: one question as JSON, answers as JSON lines. The same reading, judging and publishing as
// `npm run rules` and `npm run backtest`, for a program that does not know fraud control from within.
import type { RuleSet as RuleSetRecord } from '#schemas/generated/records';
import type { Clock } from '#shared/domain/clock';
import { isFulfilmentError } from '#shared/errors/fulfilment-error';
import type { PastOfTopics } from '../backtest/backtest-command.js';
import { backtestFigures } from '../backtest/figures.js';
import { readConsoleQuestion } from '../contracts/console-question.js';
import { measure, splitMoment } from '../domain/backtest/measure.js';
import { compareRuleSets } from '../rule-sets/compare-rule-sets.js';
import { parseRuleSet, readRuleSet } from '../rule-sets/parse-rule-set.js';
import type { RulesDesk } from './rules-command.js';

export interface ConsoleSurroundings {
  readonly clock: Clock;
  /** The file that runs until something newer is published. */
  readonly ownText: string;
  readonly openDesk: () => Promise<RulesDesk>;
  readonly readTopics: () => Promise<PastOfTopics>;
  /** One answer. */
  readonly tell: (answer: object) => void;
}

const TRAINING_SHARE = 0.7;
/** Refusals of publishing that the person can mend. */
const NAMED: ReadonlySet<string> = new Set(['RULE_SET_NOT_NEWER', 'RULE_SET_PUBLISHED_MEANWHILE']);

interface Known {
  readonly own: RuleSetRecord;
  readonly versions: readonly RuleSetRecord[];
  readonly inForce: RuleSetRecord;
}

/** @throws what keeps the broker from being asked */
export async function consoleCommand(question: string, around: ConsoleSurroundings): Promise<void> {
  const asked = readConsoleQuestion(question);
  const desk = await around.openDesk();
  try {
    const known = await knownSets(desk, around.ownText);
    if (asked.do === 'show') return around.tell(shown(known));
    const parsed = parseRuleSet(asked.text);
    if (parsed.kind === 'refused') return around.tell({ kind: 'refused', problems: parsed.problems });
    const { ruleSet } = parsed;
    const newest = newestOf(known, ruleSet.name);
    if (asked.do === 'draft') {
      const before = known.versions.findLast(({ name }) => name === ruleSet.name) ?? known.inForce;
      return around.tell({
        kind: 'draft',
        name: ruleSet.name,
        version: ruleSet.version,
        newest,
        runs: ruleSet.name === known.inForce.name,
        changes: compareRuleSets(readRuleSet(before.text), parsed),
      });
    }
    if (asked.do === 'backtest') return await backtest(around, known, asked.text);
    const { name, version } = ruleSet;
    const record = { name, version, text: asked.text, publishedAt: around.clock.nowMs(), publishedBy: asked.by };
    try {
      await desk.publish(record, name === known.own.name ? known.own.version : 0);
    } catch (error) {
      if (!isFulfilmentError(error) || !NAMED.has(error.code)) throw error;
      return around.tell({ kind: 'refused', problems: [`version: ${version} is not newer than ${newest}`] });
    }
    around.tell({ kind: 'published', name, version });
  } finally {
    await desk.close();
  }
}

async function backtest(
  { readTopics, tell, clock }: ConsoleSurroundings,
  { inForce }: Known,
  text: string,
): Promise<void> {
  tell({ kind: 'progress', stage: 'reading', orders: 0 });
  const { orders, labels, lists, signIns } = await readTopics();
  tell({ kind: 'progress', stage: 'judging', orders: orders.length });
  const sets = [readRuleSet(inForce.text).ruleSet, readRuleSet(text).ruleSet];
  const beganMs = clock.nowMs();
  const measured = measure(orders, sets, labels, splitMoment(orders, TRAINING_SHARE), lists, signIns);
  const figures = backtestFigures(measured);
  tell({ kind: 'figures', orders: orders.length, tookMs: clock.nowMs() - beganMs, ...figures });
}

async function knownSets(desk: RulesDesk, ownText: string): Promise<Known> {
  const { name, version } = readRuleSet(ownText).ruleSet;
  const own = { name, version, text: ownText, publishedAt: 0, publishedBy: 'program' };
  const published = await desk.versions();
  const isThere = published.some((set) => set.name === name && set.version === version);
  const versions = isThere ? published : [own, ...published];
  const newest = published.findLast((set) => set.name === name);
  return { own, versions, inForce: newest !== undefined && newest.version >= version ? newest : own };
}

function newestOf({ versions }: Known, wanted: string): number {
  return Math.max(0, ...versions.flatMap(({ name, version }) => (name === wanted ? [version] : [])));
}

function shown({ inForce, versions }: Known): object {
  const { ruleSet, texts } = readRuleSet(inForce.text);
  return {
    kind: 'rules',
    ...told(inForce),
    text: inForce.text,
    reviewFrom: ruleSet.reviewFrom,
    blockFrom: ruleSet.blockFrom,
    rules: ruleSet.rules.map(({ code, state, tier, weight }) => ({ code, state, tier, weight, ...texts.get(code) })),
    versions: versions.map(told),
  };
}

function told({ name, version, publishedAt, publishedBy }: RuleSetRecord): object {
  return { name, version, publishedAt: publishedAt === 0 ? null : publishedAt, publishedBy };
}
