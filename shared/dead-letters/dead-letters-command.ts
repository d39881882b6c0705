// `npm run dead-letters`: what was refused and why, and redelivery once the fault is mended. What was refused is never shown.
import { parseArgs } from 'node:util';
import { CATALOGUE, isErrorCode } from '#shared/errors/catalogue';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { DEAD_LETTERS, type FoundLetter, type FoundOriginal } from './read-dead-letters.js';

export const DEAD_LETTERS_HELP = `Usage: npm run dead-letters -- list [--service NAME] [--code CODE] [--last N]
                             show SERVICE LETTER
                             redeliver SERVICE LETTER
                             redeliver SERVICE --code CODE

list       what the services refused, newest last: code, fields, and where the record lay; then how many of each code
show       one of them, what its code means and what to do
redeliver  sends the record again, as it was, to the topic it came on: once its fault is mended on our side (a schema registered, a
           carrier listed). With --code all of that code. An order that was refused by name has to be placed again by its shop
           with a new eventId: the same event again is a duplicate.

SERVICE is ${Object.keys(DEAD_LETTERS).join(', ')}; LETTER is PARTITION:OFFSET as list shows it. --last: at most so many (50).
Nothing of the record itself is shown: it is sealed under the key of its order and dies with it.
Exit code 0: done; 1: there is no such letter, or it can't be sent again; 2: something could not be reached; 64: usage.
Settings: KAFKA_*, SCHEMA_REGISTRY_URL, MONGODB_*, KEYRING_*, TOPIC_PREFIX (shared/config/README.md).
`;

export interface LetterDesk {
  letters(service: string): Promise<readonly FoundLetter[]>;
  open(found: FoundLetter): Promise<FoundOriginal>;
  send(record: OutgoingRecord): Promise<void>;
  /** Without the prefix of all our topics. */
  plainName(topic: string): string;
}

/** Topics that others write: on the rest the owner alone writes, so that nothing overtakes its tombstones. */
const OF_OTHERS =
  /^(?:orders\.events|accounts\.events|fraud\.outcomes|erasure\.confirmations|carriers\.[a-z0-9-]+\.statuses)$/;
const USUAL_LAST = 50;

interface Asked {
  readonly command: string;
  readonly service: string | undefined;
  readonly letter: string | undefined;
  readonly code: string | undefined;
  readonly last: number;
}

/** What was asked for, `help`, or what is wrong with it. */
export function readLetterArguments(args: readonly string[]): Asked | 'help' | { readonly wrong: string } {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { service: text, code: text, last: text, help: { type: 'boolean' } },
    });
    if (values.help === true) return 'help';
    const [command = '', ...operands] = positionals;
    const last = Number(values.last ?? USUAL_LAST);
    const asked = { command, service: operands[0] ?? values.service, letter: operands[1], code: values.code, last };
    return faultOf(asked, operands.length) ?? asked;
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}

function faultOf({ command, service, letter, code, last }: Asked, operands: number): { wrong: string } | null {
  if (command === '') return { wrong: 'Say what to do.' };
  if (command !== 'list' && command !== 'show' && command !== 'redeliver')
    return { wrong: `There is no command ${command}.` };
  if (command === 'list' && operands > 0) return { wrong: 'list takes --service, --code and --last only.' };
  if (service !== undefined && !Object.hasOwn(DEAD_LETTERS, service))
    return {
      wrong: `There is no service ${service} with dead letters. There are: ${Object.keys(DEAD_LETTERS).join(', ')}.`,
    };
  if (code !== undefined && !isErrorCode(code)) return { wrong: `There is no code ${code}.` };
  if (!Number.isInteger(last) || last < 1) return { wrong: '--last must be a whole number from 1.' };
  if (command === 'list') return null;
  if (service === undefined || operands > 2) return { wrong: `${command} takes a service and one letter.` };
  if (letter !== undefined && !/^\d+:\d+$/.test(letter)) return { wrong: 'A letter is PARTITION:OFFSET, such as 1:3.' };
  const byCode = command === 'redeliver' && code !== undefined;
  return (letter === undefined) === byCode
    ? null
    : { wrong: `${command} takes one letter${byCode ? ' or --code' : ''}.` };
}

/** @returns the exit code */
export async function deadLettersCommand(asked: Asked, desk: LetterDesk, say: (text: string) => void): Promise<number> {
  if (asked.command === 'list') return list(asked, desk, say);
  const all = await desk.letters(asked.service ?? '');
  const chosen = all.filter((found) =>
    asked.letter === undefined ? found.letter.code === asked.code : nameOf(found) === asked.letter,
  );
  if (chosen.length === 0) {
    say(`${asked.service} has no such dead letter; they are kept for 30 days.\n`);
    return 1;
  }
  if (asked.command === 'show') return show(chosen[0] as FoundLetter, desk, say);
  let undelivered = 0;
  for (const found of chosen) if (!(await redeliver(found, desk, say))) undelivered++;
  return undelivered === 0 ? 0 : 1;
}

async function list({ service, code, last }: Asked, desk: LetterDesk, say: (text: string) => void): Promise<number> {
  const services = service === undefined ? Object.keys(DEAD_LETTERS) : [service];
  const found = (await Promise.all(services.map((name) => desk.letters(name)))).flat();
  const wanted = found
    .filter(({ letter }) => code === undefined || letter.code === code)
    .sort((one, other) => one.letter.at - other.letter.at);
  if (wanted.length === 0) {
    say('There are no such dead letters.\n');
    return 0;
  }
  say(`${row(['SERVICE', 'LETTER', 'CODE', 'WHEN', 'CAME ON', 'FIELDS'])}\n`);
  for (const one of wanted.slice(-last)) say(`${row(cellsOf(one, desk))}\n`);
  const counts = new Map<string, number>();
  for (const { letter } of wanted) counts.set(letter.code, (counts.get(letter.code) ?? 0) + 1);
  const each = [...counts].sort(([, one], [, other]) => other - one).map(([name, count]) => `${count} ${name}`);
  say(`\n${wanted.length} in all: ${each.join(', ')}\nWhat to do: npm run dead-letters -- show SERVICE LETTER\n`);
  return 0;
}

async function show(found: FoundLetter, desk: LetterDesk, say: (text: string) => void): Promise<number> {
  const { letter, service } = found;
  const { summary, whatToDo } = explained(letter.code);
  const kept = (await desk.open(found)).kind === 'opened';
  const lines = [
    `${service} ${nameOf(found)}  ${letter.code}: ${summary}`,
    `  what to do   ${whatToDo}`,
    `  fields       ${letter.fieldPaths.length === 0 ? '–' : letter.fieldPaths.join(', ')}`,
    `  came on      ${desk.plainName(letter.sourceTopic)} ${letter.sourcePartition}:${letter.sourceOffset}${letter.schemaId === null ? '' : `, schema ${letter.schemaId}`}`,
    `  order ref    ${letter.orderRef ?? 'none: nobody can tell which order it belongs to'}`,
    `  refused      ${moment(letter.at)} by ${letter.step}, under policy ${letter.policyVersion}`,
    `  the record   ${kept ? 'is kept, sealed: it can be redelivered' : 'is gone: its order is erased, or it was too large to keep'}`,
  ];
  say(`${lines.join('\n')}\n`);
  return 0;
}

/** A letter may be older than the catalogue. */
function explained(code: string): { readonly summary: string; readonly whatToDo: string } {
  if (isErrorCode(code)) return CATALOGUE[code];
  return { summary: 'No code of this release.', whatToDo: 'See the catalogue of the release that wrote it.' };
}

async function redeliver(found: FoundLetter, desk: LetterDesk, say: (text: string) => void): Promise<boolean> {
  const { letter, service } = found;
  const topic = desk.plainName(letter.sourceTopic);
  const told = (what: string): void => say(`${service} ${nameOf(found)}  ${what}\n`);
  if (!OF_OTHERS.test(topic)) {
    told(`is not sent again: ${topic} is written by its owner alone.`);
    return false;
  }
  const original = await desk.open(found);
  if (original.kind === 'gone') {
    told('is gone: its order is erased, or it was too large to keep.');
    return false;
  }
  await desk.send({
    topic: letter.sourceTopic,
    partition: letter.sourcePartition,
    key: original.key,
    value: original.value,
    headers: { 'redelivered-from': `${service}/${nameOf(found)}` },
  });
  told(`is on ${topic} again.`);
  return true;
}

function cellsOf(found: FoundLetter, desk: LetterDesk): readonly string[] {
  const { code, at, sourceTopic, sourcePartition, sourceOffset, fieldPaths } = found.letter;
  const cameOn = `${desk.plainName(sourceTopic)} ${sourcePartition}:${sourceOffset}`;
  return [found.service, nameOf(found), code, moment(at), cameOn, fieldPaths.join(', ')];
}

function nameOf({ partition, offset }: FoundLetter): string {
  return `${partition}:${offset}`;
}

function moment(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

const WIDTHS = [13, 8, 28, 19, 34, 0] as const;
function row(cells: readonly string[]): string {
  return cells
    .map((cell, at) => cell.padEnd(WIDTHS[at] ?? 0))
    .join('  ')
    .trimEnd();
}
