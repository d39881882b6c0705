// Renders the catalogue as the page people read; a law keeps the page fresh.
import { CATALOGUE, ERROR_CODES, type ErrorClass } from './catalogue.js';

const CLASSES: readonly { readonly class: ErrorClass; readonly title: string; readonly text: string }[] = [
  {
    class: 'dead-letter',
    title: 'Dead letter: the record is at fault',
    text: 'The record goes sealed to the dead letters of the service, with its code and field paths and without values; the road goes on.',
  },
  {
    class: 'retry',
    title: 'Retry: the surroundings are at fault',
    text: 'The same work is tried again; nothing is released and no offset moves until it succeeds.',
  },
  {
    class: 'crash',
    title: 'Crash: the process must not go on',
    text: 'The process ends with a non-zero exit code and the sentence below; offsets stay uncommitted.',
  },
];

/** The whole text of CATALOGUE.md. */
export function renderCatalogue(): string {
  const head = [
    '# Error codes',
    '',
    'Every failure has one of these codes: in the dead letters, in the logs, in the metrics and at the terminal. The list is',
    'closed: the code is in `catalogue/*.ts`, and this page is written from there by',
    '`node --conditions=source --import tsx shared/errors/write-catalogue.ts`.',
  ];
  const sections = CLASSES.flatMap(({ class: wanted, title, text }) => {
    const codes = ERROR_CODES.filter((code) => CATALOGUE[code].class === wanted);
    const rows = codes.map((code) => `| \`${code}\` | ${CATALOGUE[code].summary} | ${CATALOGUE[code].whatToDo} |`);
    return ['', `## ${title}`, '', text, '', '| Code | Meaning | What to do |', '|---|---|---|', ...rows];
  });
  return `${[...head, ...sections].join('\n')}\n`;
}
