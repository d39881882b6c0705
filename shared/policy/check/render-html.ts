// The report as one page without anything from elsewhere: opens from a file, prints, follows light and dark.
import type { Report, Section } from './report.js';

export function renderHtml({ title, summary, sections }: Report): string {
  const links = sections.map(({ id, title: heading }) => `<a href="#${id}">${escapeHtml(heading)}</a>`).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(summary)}</p>
<nav aria-label="Sections">
${links}
</nav>
</header>
<main>
${sections.map(renderSection).join('\n')}
</main>
<footer>Written by <code>npm run policy:check -- --write FILE</code> from the policy and the schemas.</footer>
</body>
</html>
`;
}

/** Sections with more columns than a screen is wide stand as cards; every table becomes cards on a phone. */
const MOST_COLUMNS = 8;

function renderSection({ id, title, intro, columns, rows }: Section): string {
  const head = columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join('');
  const body = rows
    .map(([first = '', ...others]) => {
      const cells = others.map((cell, index) => renderCell(columns[index + 1] ?? '', cell)).join('');
      return `<tr><th scope="row">${breakable(first)}</th>${cells}</tr>`;
    })
    .join('\n');
  return `<section id="${id}">
<h2>${escapeHtml(title)} <span class="count">${rows.length}</span></h2>
<p>${escapeHtml(intro)}</p>
<div class="scroll${columns.length > MOST_COLUMNS ? ' cards' : ''}" role="region" aria-label="${escapeHtml(title)}" tabindex="0">
<table>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table>
</div>
</section>`;
}

/** On a phone the name of the column stands in front of the cell, and a cell with nothing in it is left out. */
function renderCell(column: string, text: string): string {
  const empty = text === '' ? ' class="empty"' : '';
  return `<td data-label="${escapeHtml(column)}"${empty}>${breakable(text)}</td>`;
}

/** Long names may break where a new word begins: behind a point or a colon, and before a capital. */
function breakable(text: string): string {
  return text
    .split(' ')
    .map((word) =>
      word.length < 14
        ? escapeHtml(word)
        : escapeHtml(word.replace(/([.:/])(?=\w)|(?<=[a-z])(?=[A-Z])/g, '$1\u200b')).replaceAll('\u200b', '<wbr>'),
    )
    .join(' ');
}

/** For text and attribute values. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Rows as cards: the first cell is the title, each other one has its label above it. */
function cards(scope: string, columns: string): string {
  const to = (selectors: string): string =>
    selectors
      .split(', ')
      .map((selector) => scope + selector)
      .join(', ');
  return `${to('table, tbody, th[scope=row]')} { display: block; width: 100%; }
${to('thead')} { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
${to('tbody tr')} { display: grid; grid-template-columns: ${columns}; gap: .1rem 1rem; padding: .75rem; border-bottom: 1px solid var(--line); }
${to('tbody tr:last-child')} { border-bottom: 0; }
${to('tbody tr > *')} { border: 0; padding: .2rem 0; min-width: 0; }
${to('tbody th')} { grid-column: 1 / -1; font-size: 1rem; }
${to('td::before')} { content: attr(data-label); display: block; color: var(--soft); font-size: .75rem; }
${to('td.empty')} { display: none; }`;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #566275; --paper: #fff; --band: #f4f6f9; --line: #d8dee8; --mark: #1f5fbf; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf1; --soft: #a3adbd; --paper: #14181f; --band: #1b212b; --line: #313a49; --mark: #82b1ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 96rem; padding: 2rem clamp(1rem, 4vw, 3rem); background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .25rem; }
p { margin: .25rem 0 .75rem; max-width: 70ch; color: var(--soft); }
nav { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: 1rem; }
nav a { padding: .25rem .7rem; border: 1px solid var(--line); border-radius: 1rem; text-decoration: none; font-size: .875rem; }
nav a:hover, nav a:focus-visible { background: var(--band); text-decoration: underline; }
a { color: var(--mark); }
section { scroll-margin-top: 1rem; }
.count { color: var(--soft); font-weight: 400; font-size: .875rem; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
tbody tr:last-child > * { border-bottom: 0; }
tbody tr:nth-child(even) { background: var(--band); }
tbody tr:target, tbody tr:hover { background: color-mix(in srgb, var(--mark) 9%, transparent); }
thead th { background: var(--band); white-space: nowrap; }
tbody th { font-weight: 600; }
${cards('.cards ', 'repeat(auto-fit, minmax(17rem, 1fr))')}
@media (max-width: 48rem) {
${cards('', '1fr')}
}
footer { margin-top: 3rem; color: var(--soft); font-size: .875rem; }
@media print { body { max-width: none; padding: 0; font-size: 10px; } .scroll { overflow: visible; border: 0; } nav { display: none; } tr { break-inside: avoid; } }
`;
