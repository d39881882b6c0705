// The report for a terminal: the data map record by record, who gets what, and the sentences that still wait.
import type { DataMapRow } from './data-map.js';
import type { Report } from './report.js';
import { plannedRows, type SentenceRow } from './sentence-rows.js';
import { CATEGORIES, isOneOf } from '../vocabulary.js';

/** @param width columns of the terminal */
export function renderText(
  report: Report,
  map: readonly DataMapRow[],
  sentences: readonly SentenceRow[],
  width: number,
): string {
  const egress = report.sections.find(({ id }) => id === 'egress');
  const waiting = plannedRows(sentences).map(({ id, plannedIn }) => [id, plannedIn ?? '']);
  const used = new Set(map.map(({ category }) => category));
  const known = CATEGORIES.filter((category) => used.has(category));
  const categories = [...known, ...[...used].filter((category) => !isOneOf(CATEGORIES, category))];
  return [
    ...wrap(`${report.title}. ${report.summary}`, width),
    '',
    ...heading('DATA MAP: field → category → purposes → recipients → retention', width),
    ...categories.flatMap((category) =>
      renderCategory(
        category,
        map.filter((row) => row.category === category),
        width,
      ),
    ),
    ...heading('WHAT LEAVES THE HOUSE', width),
    renderTable(egress?.columns ?? [], egress?.rows ?? [], width),
    '',
    ...heading(`SENTENCES THAT WAIT FOR A CAPABILITY (${waiting.length} of ${sentences.length})`, width),
    renderTable(['Sentence', 'Waits for'], waiting, width),
    '',
  ].join('\n');
}

const LABEL = 14;

/** What hangs on the category is said once; below it the fields, record by record. */
function renderCategory(category: string, rows: readonly DataMapRow[], width: number): readonly string[] {
  const [{ purposes, recipients, kept }] = rows as readonly [DataMapRow];
  const records = [...new Set(rows.map(({ record }) => record))];
  const fields = records.map((record) => {
    const own = rows.filter((row) => row.record === record);
    const to = [...new Set(own.flatMap(({ leavesTo }) => leavesTo))];
    const name = record.replace(/^fulfilment\./, '');
    return `${name}${to.length === 0 ? '' : ` → ${to.join(', ')}`}: ${own.map(({ field }) => field).join(', ')}`;
  });
  return [
    category,
    ...labelled('purposes', [purposes.join(', ')], width),
    ...labelled('recipients', [recipients.join(', ')], width),
    ...labelled('kept', [kept], width),
    ...labelled('fields', fields, width),
    '',
  ];
}

/** The label once, then each text from a line of its own, all in one column. */
function labelled(label: string, texts: readonly string[], width: number): readonly string[] {
  const lines = texts.flatMap((text) => {
    const [first = '', ...rest] = wrap(text, width - LABEL - 2);
    return [first, ...rest.map((line) => `  ${line}`)];
  });
  return lines.map((line, index) => `  ${(index === 0 ? label : '').padEnd(LABEL - 2)}${line}`.trimEnd());
}

function heading(title: string, width: number): readonly string[] {
  return [title, '─'.repeat(Math.min(width, title.length))];
}

/** A table with columns as wide as their share of the text, wrapped at blanks. */
export function renderTable(columns: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  const lengths = columns.map((title, index) =>
    Math.max(title.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const longestWords = columns.map((title, index) =>
    Math.max(title.length, ...rows.flatMap((row) => (row[index] ?? '').split(' ').map((word) => word.length))),
  );
  const widths = share(lengths, longestWords, width - 3 * (columns.length - 1));
  const line = (cells: readonly string[]): string[] => {
    const wrapped = cells.map((cell, index) => wrap(cell, widths[index] as number));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) =>
      wrapped
        .map((lines, index) => (lines[at] ?? '').padEnd(widths[index] as number))
        .join(' │ ')
        .trimEnd(),
    );
  };
  const rule = widths.map((each) => '─'.repeat(each)).join('─┼─');
  return [...line(columns), rule, ...rows.flatMap(line)].join('\n');
}

/** Columns get what they need; when that is too much, the widest ones give way first, down to their longest word. */
function share(lengths: readonly number[], longestWords: readonly number[], room: number): readonly number[] {
  const widths = [...lengths];
  const least = longestWords.map((word) => Math.min(word, Math.floor(room / longestWords.length)));
  const sum = (): number => widths.reduce((total, each) => total + each, 0);
  while (sum() > room) {
    const slack = widths.map((each, index) => each - (least[index] as number));
    const widest = slack.indexOf(Math.max(...slack));
    if ((slack[widest] as number) <= 0) break;
    widths[widest] = (widths[widest] as number) - 1;
  }
  return widths;
}

/** Lines of at most `width` characters; a longer word is cut. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => cut(each, width))) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function cut(word: string, width: number): readonly string[] {
  return word.length <= width ? [word] : (word.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [word]);
}
