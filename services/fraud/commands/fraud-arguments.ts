// What can be asked of `npm run fraud`, and the help that says so.
import { parseArgs } from 'node:util';

export const FRAUD_HELP = `Usage: npm run fraud -- queue [--last N] [--currency CODE]
                      show ORDER
                      links ORDER
                      decide ORDER release|refuse --note TEXT [--by ROLE]
                      outcome ORDER_ID chargeback|good [--known MOMENT]
                      precision

queue      what fraud control wants a person to see and nobody decided yet, by risk times amount, each currency for itself
show       one order: why, with the evidence, under which rules and lists, and what was decided
links      orders that share a hashed device, address, account … with it, the rarest link first
decide     releases or refuses it, whatever is assessed later. A note is codes and figures, never a name; carriers follow at once
outcome    what became known later: measures the rules, and never changes an assessment
precision  per rule, how many of the orders it fired on turned out to be fraud

ORDER is the shop's number of the order or its ref.
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
}

const OPERANDS: Readonly<Record<string, number>> = { queue: 0, show: 1, links: 1, decide: 2, outcome: 2, precision: 0 };
const ROLE = /^[a-z]+(?:-[a-z]+)*$/;
const WORDS: Readonly<Record<string, RegExp>> = { decide: /^(?:release|refuse)$/, outcome: /^(?:chargeback|good)$/ };
const LONGEST_NOTE = 200;

/** What was asked for, `help`, or what is wrong with it. */
export function readFraudArguments(args: readonly string[]): FraudAsked | 'help' | { readonly wrong: string } {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { last: text, currency: text, note: text, by: text, known: text, help: { type: 'boolean' } },
    });
    if (values.help === true) return 'help';
    const [command = '', ...operands] = positionals;
    const count = OPERANDS[command];
    if (count === undefined) return { wrong: command === '' ? 'Say what to do.' : `There is no command ${command}.` };
    if (operands.length !== count)
      return { wrong: `${command} takes ${count === 0 ? 'nothing' : `${count} of them`}.` };
    if (WORDS[command]?.test(operands[1] ?? '') === false) return { wrong: `${command}: say which of the two.` };
    const { note = '', by = 'analyst' } = values;
    const fault = command === 'decide' ? faultOfNote(note) : null;
    if (fault !== null) return { wrong: fault };
    if (!ROLE.test(by)) return { wrong: '--by takes a role such as fraud-analyst, never a name.' };
    const last = Number(values.last ?? '20');
    if (!Number.isInteger(last) || last < 1) return { wrong: '--last takes a number from 1.' };
    const knownAt = values.known === undefined ? null : momentOf(values.known);
    return { command, operands, last, currency: values.currency ?? null, note, by, knownAt };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
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

function momentOf(text: string): number {
  const moment = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(moment)) throw new Error('--known is a moment with its zone, such as 2026-03-01T00:00:00Z.');
  return moment;
}
