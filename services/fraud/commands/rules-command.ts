// What `npm run rules` does: check a rule file, tell differences, publish the next version, list all, show one.
import type { RuleSet as RuleSetRecord } from '#schemas/generated/records';
import type { Clock } from '#shared/domain/clock';
import { isFulfilmentError } from '#shared/errors/fulfilment-error';
import { compareRuleSets, type ReadRuleSet } from '../rule-sets/compare-rule-sets.js';
import { parseRuleSet } from '../rule-sets/parse-rule-set.js';
import { renderRuleChanges, renderRuleSet, renderVersions } from './render-rules.js';
import { RULES_HELP, type RulesAsked, readRulesArguments } from './rules-arguments.js';

const REFUSED = 1;
const USAGE = 64;
const WIDEST = 120;

/** What the command reaches of the running broker. */
export interface RulesDesk {
  /** Published versions, by name and number. */
  versions(): Promise<readonly RuleSetRecord[]>;
  /** @throws RULE_SET_NOT_NEWER, RULE_SET_PUBLISHED_MEANWHILE, and what Kafka and the registry throw */
  publish(next: RuleSetRecord, atLeast: number): Promise<void>;
  close(): Promise<void>;
}

export interface RulesSurroundings {
  readonly columns: number | undefined;
  readonly clock: Clock;
  /** The file that runs until something is published. */
  readonly ownText: string;
  /** @throws for a file that can't be read */
  readonly readFile: (file: string) => string;
  readonly openDesk: () => Promise<RulesDesk>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

interface Work extends RulesSurroundings {
  readonly desk: RulesDesk;
  readonly asked: RulesAsked;
  readonly width: number;
  readonly own: RuleSetRecord;
  readonly published: readonly RuleSetRecord[];
  readonly inForce: RuleSetRecord;
}

/** Something the person has to mend; the text says what. */
class Refusal extends Error {}

/** @returns the exit code. @throws what keeps the broker from being asked */
export async function rulesCommand(args: readonly string[], around: RulesSurroundings): Promise<number> {
  const asked = readRulesArguments(args);
  if (asked === 'help') {
    around.out(RULES_HELP);
    return 0;
  }
  if ('wrong' in asked) {
    around.err(`${asked.wrong}\n\n${RULES_HELP}`);
    return USAGE;
  }
  const width = Math.min(around.columns ?? WIDEST, WIDEST);
  try {
    if (asked.command === 'check') {
      const [file = ''] = asked.operands;
      around.out(`${renderRuleSet(readRules(textOfFile(around, file), file), width)}✓ ${file} is sound.\n`);
      return 0;
    }
    const desk = await around.openDesk();
    try {
      const published = await desk.versions();
      const own = ownRecord(around.ownText);
      const newest = published.filter(({ name }) => name === own.name).at(-1);
      const inForce = newest !== undefined && newest.version >= own.version ? newest : own;
      return await carryOut({ ...around, asked, desk, width, own, published, inForce });
    } finally {
      await desk.close();
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    around.err(`${error.message}\n`);
    return REFUSED;
  }
}

async function carryOut(work: Work): Promise<number> {
  const { asked, out, inForce, width } = work;
  const [first, second] = asked.operands;
  if (asked.command === 'list') {
    out(renderVersions(known(work), inForce, width));
  } else if (asked.command === 'show') {
    const text = first === undefined ? inForce.text : versionOf(work, first).text;
    out(asked.yaml ? text : renderRuleSet(readRules(text, first ?? 'the version in force'), width));
  } else if (asked.command === 'diff') {
    const from = second === undefined ? inForce.text : textOf(work, first as string);
    const to = first === undefined ? work.own.text : textOf(work, second ?? first);
    out(difference(readRules(from, 'the older one'), readRules(to, 'the newer one'), width));
  } else {
    await publish(work, first as string);
  }
  return 0;
}

async function publish(work: Work, file: string): Promise<void> {
  const { asked, clock, desk, own, inForce, out, width } = work;
  const text = textOfFile(work, file);
  const next = readRules(text, file);
  const { name, version } = next.ruleSet;
  const before = [...known(work)].reverse().find((set) => set.name === name);
  if (before !== undefined) out(difference(readRules(before.text, 'the version before'), next, width));
  const record = { name, version, text, publishedAt: clock.nowMs(), publishedBy: asked.by };
  await desk.publish(record, name === own.name ? own.version : 0).catch((error: unknown) => {
    if (!isFulfilmentError(error) || !NAMED.has(error.code)) throw error;
    const newest =
      before === undefined ? '' : ` The newest is version ${before.version}; give the file the next number.`;
    throw new Refusal(`${error.code}: ${file} was not published.${newest}`);
  });
  out(`\n✓ ${name} ${version} is published. `);
  if (name === inForce.name) out('The running service follows within a second.\n');
  else out(`It runs where FRAUD_RULES_FILE has a set of this name; in force here is ${inForce.name}.\n`);
}

const NAMED: ReadonlySet<string> = new Set(['RULE_SET_NOT_NEWER', 'RULE_SET_PUBLISHED_MEANWHILE']);

function difference(from: ReadRuleSet, to: ReadRuleSet, width: number): string {
  return renderRuleChanges(from.ruleSet, to.ruleSet, compareRuleSets(from, to), width);
}

/** The set of the program among those published, unless its number was published as well. */
function known({ own, published }: Pick<Work, 'own' | 'published'>): readonly RuleSetRecord[] {
  const isThere = published.some(({ name, version }) => name === own.name && version === own.version);
  return isThere ? published : [own, ...published];
}

/** A number names a version, everything else a file. */
function textOf(work: Work, operand: string): string {
  return /^(?:[a-z][a-z0-9-]*\/)?\d+$/.test(operand) ? versionOf(work, operand).text : textOfFile(work, operand);
}

function versionOf(work: Work, operand: string): RuleSetRecord {
  const wanted = operand.includes('/') ? operand : `${work.inForce.name}/${operand}`;
  const all = known(work);
  const found = all.find(({ name, version }) => `${name}/${version}` === wanted);
  if (found !== undefined) return found;
  throw new Refusal(
    `There is no ${wanted}; there are: ${all.map(({ name, version }) => `${name}/${version}`).join(', ')}.`,
  );
}

function textOfFile({ readFile }: Pick<RulesSurroundings, 'readFile'>, file: string): string {
  try {
    return readFile(file);
  } catch {
    throw new Refusal(`${file} can't be read.`);
  }
}

function readRules(text: string, what: string): ReadRuleSet {
  const parsed = parseRuleSet(text);
  if (parsed.kind === 'rule-set') return parsed;
  throw new Refusal([`RULE_SET_INVALID: ${what} is no valid rule set.`, ...parsed.problems].join('\n✗ '));
}

function ownRecord(text: string): RuleSetRecord {
  const { name, version } = readRules(text, 'the rule file of the service').ruleSet;
  return { name, version, text, publishedAt: 0, publishedBy: 'program' };
}
