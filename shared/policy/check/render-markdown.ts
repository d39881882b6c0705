// The report as Markdown.
import type { Report } from './report.js';

export function renderMarkdown({ title, summary, sections }: Report): string {
  const parts = sections.map(({ title: heading, intro, columns, rows }) =>
    [`## ${heading}`, '', intro, '', line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n'),
  );
  return `${[`# ${title}`, summary, NOTE, ...parts].join('\n\n')}\n`;
}

const NOTE = 'Written by `npm run policy:check -- --write FILE` from the policy and the schemas. Do not edit.';

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '&lt;')).join(' | ')} |`;
}
