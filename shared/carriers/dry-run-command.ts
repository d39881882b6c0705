// What `npm run dry-run` does: reads an order, takes the policy in force (or another one) with the register of carriers, and says what a carrier
// would get of it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { PolicyVersion } from '#schemas/generated/records';
import type { Clock } from '#shared/domain/clock';
import { CATALOGUE } from '#shared/errors/catalogue';
import { classify } from '#shared/errors/classify';
import { dryRun } from '#shared/policy/dry-run/dry-run';
import { renderDryRun } from '#shared/policy/dry-run/render-dry-run';
import { parsePolicy } from '#shared/policy/load-policy';
import type { Policy } from '#shared/policy/policy';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { applyRegister } from './apply-register.js';
import type { CarrierRegister } from './carrier-entry.js';

const HELP = `Usage: npm run dry-run -- --order FILE [--carrier ID] [--policy FILE] [--at DAY] [--json]

Says what a carrier would get of an order, what is withheld from it, why, and under which policy version. Goes by the register of
carriers, too: who is stopped, under which agreement, in which mode. Sends nothing.

  --order FILE    the order as a publisher sends it: an OrderPlaced as JSON, its blocks plain; - reads standard input
  --carrier ID    the carrier (default: the one that the order names)
  --policy FILE   a draft of the policy (default: the version in force at the broker that is up; without one, the program's own)
  --at DAY        as if it were that day, for example 2027-01-31: agreements have dates (default: now)
  --json          the same as one JSON object, for programs

Exit code 0: it would be sent; 1: held or refused, with its reason; 2: the policy could not be had; 64: usage.
`;

const NOT_SENT = 1;
const COULD_NOT = 2;
const USAGE = 64;
const WIDEST = 110;
const STANDARD_INPUT = 0;

/** What the running services go by. */
export interface InForce {
  /** Published versions of the policy, oldest first; empty while only the one that came with the program is in force. */
  versions(): Promise<readonly PolicyVersion[]>;
  register(): Promise<CarrierRegister>;
  close(): Promise<void>;
}

export interface DryRunSurroundings {
  readonly columns: number | undefined;
  readonly clock: Clock;
  /** Null: no broker is configured. */
  readonly openInForce: (() => Promise<InForce>) | null;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

interface Asked {
  readonly order: unknown;
  readonly carrier: string | null;
  readonly policyText: string | null;
  readonly atMs: number;
  readonly json: boolean;
}

class Misuse extends Error {}

/** @returns the exit code */
export async function dryRunCommand(args: readonly string[], surroundings: DryRunSurroundings): Promise<number> {
  const { out, err } = surroundings;
  try {
    const asked = readArguments(args, surroundings.clock.nowMs());
    if (asked === null) {
      out(HELP);
      return 0;
    }
    const { policy, from } = await policyFor(asked, surroundings);
    return tell(asked, policy, from, surroundings);
  } catch (error) {
    if (error instanceof Misuse) {
      err(`${error.message}\n\n${HELP}`);
      return USAGE;
    }
    const { code } = classify(error);
    err(`The policy in force could not be had: ${CATALOGUE[code].summary}\nWhat to do: ${CATALOGUE[code].whatToDo}\n`);
    return COULD_NOT;
  }
}

function tell(asked: Asked, policy: Policy, from: string, { out, err, columns }: DryRunSurroundings): number {
  const run = dryRun(policy, asked.order, asked.carrier, asked.atMs);
  if (run.kind === 'unreadable') {
    err(['This is no order as a publisher sends it:', ...run.problems.map((each) => `✗ ${each}`), ''].join('\n'));
    return NOT_SENT;
  }
  const isSent = run.release.decision === 'release' && run.faults.length === 0;
  if (asked.json) out(`${JSON.stringify({ policySource: from, ...run }, null, 2)}\n`);
  else out(renderDryRun(run, from, Math.min(columns ?? WIDEST, WIDEST)));
  return isSent ? 0 : NOT_SENT;
}

/** Null: help was asked for. */
function readArguments(args: readonly string[], nowMs: number): Asked | null {
  const { values } = options(args);
  if (values.help === true) return null;
  if (values.order === undefined) throw new Misuse('--order is missing.');
  const atMs = values.at === undefined ? nowMs : Date.parse(values.at);
  if (Number.isNaN(atMs)) throw new Misuse('--at is no day such as 2027-01-31.');
  const source = values.order === '-' ? STANDARD_INPUT : path.resolve(values.order);
  return {
    order: parsed(read(source, '--order')),
    carrier: values.carrier ?? null,
    policyText: values.policy === undefined ? null : read(path.resolve(values.policy), '--policy'),
    atMs,
    json: values.json === true,
  };
}

function options(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        order: { type: 'string' },
        carrier: { type: 'string' },
        policy: { type: 'string' },
        at: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new Misuse(error instanceof Error ? error.message : String(error));
  }
}

async function policyFor(
  { policyText }: Asked,
  { openInForce }: DryRunSurroundings,
): Promise<{ readonly policy: Policy; readonly from: string }> {
  const draft = policyText === null ? null : sound(policyText);
  const own = readPolicyFile();
  if (openInForce === null) {
    return draft === null
      ? { policy: own, from: 'it comes with the program; no broker is up' }
      : { policy: draft, from: 'a draft' };
  }
  const inForce = await openInForce();
  try {
    const register = await inForce.register();
    if (draft !== null) return { policy: applyRegister(draft, register), from: 'a draft' };
    const newest = (await inForce.versions()).at(-1);
    const policy = newest === undefined || newest.version < own.version ? own : sound(newest.text);
    return { policy: applyRegister(policy, register), from: 'in force' };
  } finally {
    await inForce.close();
  }
}

function sound(text: string): Policy {
  const outcome = parsePolicy(text);
  if (outcome.kind === 'policy') return outcome.policy;
  throw new Misuse(['The policy is not valid.', ...outcome.violations].join('\n✗ '));
}

function read(file: string | number, option: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Misuse(`${option}: the file can't be read.`);
  }
}

/** Never the parser's own message: it may quote the order. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Misuse('--order: this is no JSON.');
  }
}
