// Renders the documentation of all variables; a law keeps README.md fresh.
import type { Block } from './block.js';

/** The marker lines between which README.md holds the rendered tables. */
const TABLES_BEGIN = '<!-- tables: written by write-readme.ts -->';
const TABLES_END = '<!-- end of tables -->';

/** One table per block: variable, default, meaning, and what to do when it is refused. */
function renderVariables(blocks: readonly Block<unknown>[]): string {
  return blocks.map(renderBlock).join('\n');
}

/** The README with its tables replaced by freshly rendered ones. */
export function renderReadme(readme: string, blocks: readonly Block<unknown>[]): string {
  const [before, rest] = readme.split(`${TABLES_BEGIN}\n`);
  const after = rest?.split(TABLES_END)[1];
  if (before === undefined || after === undefined) throw new RangeError('README.md has lost its table markers');
  return `${before}${TABLES_BEGIN}\n${renderVariables(blocks)}\n${TABLES_END}${after}`;
}

function renderBlock(block: Block<unknown>): string {
  const rows = Object.entries(block.variables).map(([name, { fallback, meaning, remedy }]) => {
    const shown =
      fallback === undefined ? '**required**' : fallback === null || fallback === '' ? '–' : `\`${fallback}\``;
    return `| \`${name}\` | ${shown} | ${meaning} | ${remedy}. |`;
  });
  const head = [
    '',
    `### \`${block.name}.ts\``,
    '',
    '| Variable | Default | Meaning | When it is refused |',
    '|---|---|---|---|',
  ];
  return [...head, ...rows].join('\n');
}
