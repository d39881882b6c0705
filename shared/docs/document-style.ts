// How the page of topics and records looks: one column to read, one to find one's way.

export const DOCUMENT_STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #566275; --paper: #fff; --band: #f4f6f9; --line: #d8dee8; --mark: #1f5fbf; --warm: #8a3b12; --warm-band: #fbece3; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf1; --soft: #a3adbd; --paper: #14181f; --band: #1b212b; --line: #313a49; --mark: #82b1ff; --warm: #ffb38a; --warm-band: #3a261b; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, sans-serif; display: grid; grid-template-columns: 17rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.5rem 1rem 2rem 1.5rem; background: var(--band); border-right: 1px solid var(--line); font-size: .85rem; }
nav ul { list-style: none; margin: 0 0 1rem; padding: 0; }
nav li { margin: .15rem 0; overflow-wrap: anywhere; }
nav a { color: var(--ink); text-decoration: none; }
nav a:hover, nav a:focus-visible { color: var(--mark); text-decoration: underline; }
.brand { font-weight: 700; font-size: 1rem; margin: 0 0 1rem; }
.group { font-size: .75rem; font-weight: 600; text-transform: uppercase; letter-spacing: .06em; color: var(--soft); margin: 1rem 0 .35rem; }
main { padding: 2.5rem clamp(1rem, 4vw, 3.5rem) 4rem; max-width: 76rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .75rem; }
h2 { font-size: 1.4rem; margin: 3rem 0 1rem; padding-bottom: .35rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1.05rem; margin: 0 0 .35rem; overflow-wrap: anywhere; }
h3 small { font-weight: 400; color: var(--soft); margin-left: .5rem; }
p { margin: .25rem 0 .75rem; max-width: 74ch; }
.lead { font-size: 1.05rem; }
.soft { color: var(--soft); }
a { color: var(--mark); }
code { font: .92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
section { margin: 1.25rem 0; padding: 1.25rem 1.5rem; border: 1px solid var(--line); border-radius: .6rem; scroll-margin-top: 1rem; }
section:target { border-color: var(--mark); box-shadow: 0 0 0 1px var(--mark); }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: .6rem 1.5rem; margin: .75rem 0 0; }
dt { font-size: .75rem; color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.records { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 0; padding: 0; }
.badge { display: inline-block; padding: .05rem .5rem; border-radius: 1rem; background: var(--band); border: 1px solid var(--line); color: var(--soft); font-size: .75rem; font-weight: 400; white-space: nowrap; }
.badge.personal { background: var(--warm-band); border-color: transparent; color: var(--warm); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { background: var(--band); white-space: nowrap; }
tbody th { font-weight: 500; min-width: 11rem; }
td:nth-child(2) { min-width: 9rem; }
td:nth-child(3) { min-width: 16rem; }
footer { margin-top: 3rem; color: var(--soft); font-size: .875rem; }
@media (max-width: 56rem) { body { display: block; } nav { position: static; height: auto; max-height: 40vh; border-right: 0; border-bottom: 1px solid var(--line); } }
@media print { nav { display: none; } body { display: block; } section { break-inside: avoid; } }
`;
