// What `npm run policy` does: show the version in force, list all, tell differences, publish the next one.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PolicyVersion } from '#schemas/generated/records';
import type { Clock } from '#shared/domain/clock';
import { isFulfilmentError } from '#shared/errors/fulfilment-error';
import { changesBetween } from '#shared/policy/change/changes-between';
import type { PolicyVersionText } from '#shared/policy/change/policy-change';
import { renderChanges } from '#shared/policy/change/render-changes';
import { parsePolicy } from '#shared/policy/load-policy';
import { judgeDraft } from './draft.js';
import { type Asked, POLICY_HELP, readArguments } from './policy-arguments.js';
import { renderHistory } from './render-history.js';
import { renderVersion } from './render-version.js';
import { versionOfProgram } from './version-archive.js';
import type { VersionsDesk } from './versions-desk.js';

const REFUSED = 1;
const USAGE = 64;
/** Columns beyond which lines get hard to read. */
const WIDEST = 120;

export interface Surroundings {
  readonly root: string;
  /** Columns of the terminal; undefined: there is none. */
  readonly columns: number | undefined;
  readonly clock: Clock;
  readonly openDesk: () => Promise<VersionsDesk>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** @returns the exit code. @throws what keeps the broker from being asked */
export async function policyCommand(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') {
    surroundings.err(`${asked}\n\n${POLICY_HELP}`);
    return USAGE;
  }
  if (asked.help) {
    surroundings.out(POLICY_HELP);
    return 0;
  }
  const desk = await surroundings.openDesk();
  try {
    const versions = await desk.versions();
    const own = versionOfProgram();
    const known = versions.length === 0 ? [own] : versions;
    return await carryOut(asked, { ...surroundings, desk, own, known });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    surroundings.err(`${error.message}\n`);
    return REFUSED;
  } finally {
    await desk.close();
  }
}

interface Work extends Surroundings {
  readonly desk: VersionsDesk;
  /** The version that comes with the program. */
  readonly own: PolicyVersion;
  /** Oldest first; the last one is in force. */
  readonly known: readonly PolicyVersion[];
}

/** Something the person has to mend; the text says what. */
class Refusal extends Error {}

async function carryOut(asked: Asked, work: Work): Promise<number> {
  const width = Math.min(work.columns ?? WIDEST, WIDEST);
  const inForce = work.known.at(-1) as PolicyVersion;
  const [first, second] = asked.operands;
  switch (asked.command) {
    case 'show': {
      const version = first === undefined ? inForce : versionOf(work, first);
      work.out(
        asked.yaml
          ? version.text
          : renderVersion(parsed(version.text, `version ${version.version}`), version, inForce, width),
      );
      return 0;
    }
    case 'history':
      work.out(renderHistory(work.known, width));
      return 0;
    case 'diff': {
      const from = second === undefined ? inForce.text : textOf(work, first as string);
      const to = first === undefined ? work.own.text : textOf(work, second ?? first);
      work.out(difference(parsed(from, 'the older one'), parsed(to, 'the newer one'), width));
      return 0;
    }
    default:
      return publish(work, first as string, asked, width);
  }
}

async function publish(work: Work, file: string, asked: Asked, width: number): Promise<number> {
  const inForce = work.known.at(-1) as PolicyVersion;
  const text = readFile(file);
  const draft = judgeDraft(work.root, text, inForce.text);
  if (draft.kind === 'refused') {
    const { violations } = draft;
    for (const violation of violations) work.err(`✗ ${violation}\n`);
    throw new Refusal(
      `POLICY_INVALID: ${file} was not published: ${violations.length} violation${violations.length === 1 ? '' : 's'}.`,
    );
  }
  const readable = asked.text === null ? null : readFile(asked.text);
  if (readable?.trim() === '') throw new Refusal(`${asked.text} is empty: people would find no policy.`);
  const { version } = draft.next.policy;
  work.out(renderChanges(draft.changes, draft.inForce.policy.version, version, width));
  const record = { version, text, publishedAt: work.clock.nowMs(), publishedBy: asked.by, readableText: readable };
  await work.desk.publish(record, work.own).catch((error: unknown) => {
    if (!isFulfilmentError(error) || !NAMED.has(error.code)) throw error;
    throw new Refusal(
      `${error.code}: ${file} was not published. In force is version ${inForce.version}; give the file the next number.`,
    );
  });
  work.out(`\n✓ Version ${version} is published. Running services follow within a second.\n`);
  return 0;
}

const NAMED: ReadonlySet<string> = new Set(['POLICY_NOT_NEWER', 'POLICY_PUBLISHED_MEANWHILE']);

function difference(from: PolicyVersionText, to: PolicyVersionText, width: number): string {
  return renderChanges(changesBetween(from, to), from.policy.version, to.policy.version, width);
}

function parsed(text: string, what: string): PolicyVersionText {
  const outcome = parsePolicy(text);
  if (outcome.kind === 'policy') return outcome;
  throw new Refusal([`POLICY_INVALID: ${what} is no valid policy.`, ...outcome.violations].join('\n✗ '));
}

/** A number names a version, everything else a file. */
function textOf(work: Work, operand: string): string {
  return /^\d+$/.test(operand) ? versionOf(work, operand).text : readFile(operand);
}

function versionOf({ known }: Work, operand: string): PolicyVersion {
  const found = known.find(({ version }) => String(version) === operand);
  if (found !== undefined) return found;
  const there = known.map(({ version }) => version).join(', ');
  throw new Refusal(`There is no version ${operand}; there are: ${there}.`);
}

function readFile(file: string): string {
  try {
    return readFileSync(path.resolve(file), 'utf8');
  } catch {
    throw new Refusal(`${file} can't be read.`);
  }
}
