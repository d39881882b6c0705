// What can be asked of `npm run fraud`, and the help that says so.
import { parseArgs } from 'node:util';
import { parseDuration } from '#shared/domain/duration';
import { ENTITY_HELP } from './entity.js';

export const FRAUD_HELP = `Usage: npm run fraud -- queue [--last N] [--currency CODE]
                      show ORDER
                      links ORDER
                      claim ORDER [--for TIME] [--by ROLE]
                      unclaim ORDER [--by ROLE]
                      decide ORDER release|refuse --note TEXT [--by ROLE]
                      snooze ENTITY RULE --for TIME --note TEXT [--from MOMENT] [--by ROLE]
                      allow|block ENTITY --for TIME --note TEXT [--from MOMENT] [--by ROLE]
                      unlist ENTRY [--all] [--by ROLE]
                      lists [--all]
                      outcome ORDER_ID chargeback|good [--known MOMENT]
                      precision

queue      what fraud control wants a person to see and nobody decided yet, by risk times amount, each currency for itself
show       one order: why, with the evidence, under which rules and lists, and what was decided
links      orders that share a hashed device, address, account … with it, the rarest link first
claim      tells the others that you look at it, for half an hour or --for a TIME; the queue shows who has what. unclaim gives it back
decide     releases or refuses it, whatever is assessed later. A note is codes and figures, never a name; carriers follow at once
snooze     one rule does not count for orders with this device, address … placed from now on (or --from a moment) until --for is over
allow      they are released, whatever the rules say; block: they are blocked, whatever else is said. In force within a second
unlist     takes an entry back from now on (--all: also for orders placed before); lists tells what holds, until when and by whom (--all: what is over, too)
outcome    what became known later: measures the rules, and never changes an assessment
precision  per rule, how many of the orders it fired on turned out to be fraud

ORDER is the shop's number of the order or its ref. ENTITY is ${ENTITY_HELP}.
TIME is such as 12h, 7d or P7D, at most what the policy lets fraud control keep.
Exit code 0: done; 1: refused, and why; 2: the broker could not be asked; 64: usage.
Talks to the broker that is up; settings of another one: KAFKA_*, SCHEMA_REGISTRY_URL, TOPIC_PREFIX, KEYRING_* (shared/config/README.md).
`;

export interface FraudAsked {
  readonly command: string;
  readonly operands: readonly string[];
  readonly last: number;
  readonly currency: string | null;
  readonly note: string;
  readonly by: string;
  readonly knownAt: number | null;
  readonly from: number | null;
  readonly forMs: number | null;
  readonly all: boolean;
}

const OPERANDS: Readonly<Record<string, number>> = {
  queue: 0,
  show: 1,
  links: 1,
  claim: 1,
  unclaim: 1,
  decide: 2,
  snooze: 2,
  allow: 1,
  block: 1,
  unlist: 1,
  lists: 0,
  outcome: 2,
  precision: 0,
};
const TAKEN = ['nothing', 'one operand', 'two operands'] as const;
const LISTING: ReadonlySet<string> = new Set(['snooze', 'allow', 'block']);
const ROLE = /^[a-z]+(?:-[a-z0-9]+)*$/;
const WORDS: Readonly<Record<string, RegExp>> = {
  decide: /^(?:release|refuse)$/,
  outcome: /^(?:chargeback|good)$/,
  snooze: /^[A-Z][A-Z0-9_]+$/,
};
const LONGEST_NOTE = 200;

/** What was asked for, `help`, or what is wrong with it. */
export function readFraudArguments(args: readonly string[]): FraudAsked | 'help' | { readonly wrong: string } {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        last: text,
        currency: text,
        note: text,
        by: text,
        known: text,
        from: text,
        for: text,
        all: flag,
        help: flag,
      },
    });
    if (values.help === true) return 'help';
    const [command = '', ...operands] = positionals;
    const { note = '', by = 'analyst' } = values;
    const last = Number(values.last ?? '20');
    const forMs = values.for === undefined ? null : spanOf(values.for);
    const wrong = faultOf(command, operands) ?? faultOfOptions(command, { note, by, last, forMs });
    if (wrong !== null) return { wrong };
    const [knownAt, from] = [momentOf('--known', values.known), momentOf('--from', values.from)];
    const currency = values.currency ?? null;
    return { command, operands, last, currency, note, by, knownAt, from, forMs, all: values.all === true };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}

function faultOf(command: string, operands: readonly string[]): string | null {
  const count = OPERANDS[command];
  if (count === undefined) return command === '' ? 'Say what to do.' : `There is no command ${command}.`;
  if (operands.length !== count) return `${command} takes ${TAKEN[count] ?? count}: see below.`;
  if (WORDS[command]?.test(operands[1] ?? '') !== false) return null;
  return command === 'snooze'
    ? 'snooze takes the code of a rule, such as DEVICE_SEEN.'
    : `${command} takes ${command === 'decide' ? 'release or refuse' : 'chargeback or good'} after the order.`;
}

function faultOfOptions(
  command: string,
  { note, by, last, forMs }: Pick<FraudAsked, 'note' | 'by' | 'last' | 'forMs'>,
): string | null {
  const fault = command === 'decide' || LISTING.has(command) ? faultOfNote(note) : null;
  if (fault !== null) return fault;
  if (LISTING.has(command) && forMs === null) return '--for says how long: such as 12h, 7d or P7D.';
  if (!ROLE.test(by))
    return '--by takes a role or a seat such as fraud-analyst or fraud-analyst-2: lower-case words with hyphens, never a name.';
  return Number.isInteger(last) && last >= 1 ? null : '--last takes a number from 1.';
}

/** A note stays in a topic that others read: what looks like a mail address or a telephone number does not get in. */
function faultOfNote(note: string): string | null {
  if (note.trim() === '') return '--note says why: codes and figures, never a name.';
  if (note.length > LONGEST_NOTE) return `--note has more than ${LONGEST_NOTE} characters.`;
  const looksPersonal = note.includes('@') || /(?:\d[ ()./-]?){8,}/.test(note);
  return looksPersonal
    ? '--note looks like it holds a mail address or a telephone number: codes and figures only.'
    : null;
}

function momentOf(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const moment = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(moment)) throw new Error(`${option} is a moment with its zone, such as 2026-03-01T00:00:00Z.`);
  return moment;
}

function spanOf(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,4})([dhm])$/.exec(text) ?? [];
  const written = count === '' ? text : unit === 'd' ? `P${count}D` : `PT${count}${unit.toUpperCase()}`;
  const spanMs = parseDuration(written);
  if (spanMs === null || spanMs === 0) throw new Error('--for is a time such as 30m, 12h, 7d or P7D.');
  return spanMs;
}
