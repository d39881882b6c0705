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

function renderSection({ id, title, intro, columns, rows }: Section): string {
  const head = columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join('');
  const body = rows
    .map(([first = '', ...others]) => {
      const cells = others.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('');
      return `<tr><th scope="row">${escapeHtml(first)}</th>${cells}</tr>`;
    })
    .join('\n');
  return `<section id="${id}">
<h2>${escapeHtml(title)}</h2>
<p>${escapeHtml(intro)}</p>
<div class="scroll" role="region" aria-label="${escapeHtml(title)}" tabindex="0">
<table>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table>
</div>
</section>`;
}

/** For text and attribute values. Long dotted names may break after a point. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #566275; --paper: #fff; --band: #f4f6f9; --line: #d8dee8; --mark: #1f5fbf; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf1; --soft: #a3adbd; --paper: #14181f; --band: #1b212b; --line: #313a49; --mark: #82b1ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 96rem; padding: 2rem clamp(1rem, 4vw, 3rem); background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .25rem; }
p { margin: .25rem 0 .75rem; max-width: 70ch; color: var(--soft); }
nav { display: flex; flex-wrap: wrap; gap: .4rem 1rem; margin-top: 1rem; }
a { color: var(--mark); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line); min-width: 7rem; overflow-wrap: anywhere; }
tbody tr:last-child > * { border-bottom: 0; }
tbody tr:nth-child(even) { background: var(--band); }
thead th { background: var(--band); white-space: nowrap; }
tbody th { font-weight: 600; }
footer { margin-top: 3rem; color: var(--soft); font-size: .875rem; }
@media print { body { max-width: none; padding: 0; font-size: 10px; } .scroll { overflow: visible; border: 0; } nav { display: none; } tr { break-inside: avoid; } }
`;
