// Builds the desk's console: one script, one style sheet, one page that names them. Names change with the content.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SOURCES = path.join('services', 'desk', 'console');

/**
 * @param {string} root repository root
 * @param {string} out where the compiled program goes; the console lies in its place there
 */
export async function buildConsole(root, out) {
  const { build } = await import('esbuild');
  const folder = path.join(out, SOURCES);
  mkdirSync(folder, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { console: path.join(SOURCES, 'main.tsx'), style: path.join(SOURCES, 'styles', 'console.css') },
    outdir: folder,
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    conditions: ['source'],
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'eof',
    metafile: true,
    logLevel: 'warning',
  });
  writeFileSync(path.join(folder, ICON), icon);
  const names = Object.keys(metafile.outputs).map((file) => path.basename(file));
  const [script, style] = ['.js', '.css'].map((ending) => names.find((name) => name.endsWith(ending)));
  writeFileSync(path.join(folder, 'index.html'), page(script, style));
}

const ICON = 'icon.svg';
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#0d5f58"/><path d="M12 4.500l5.500 2.300v4c0 3.700-2.300 6.500-5.500 8-3.200-1.500-5.500-4.300-5.500-8v-4z" fill="none" stroke="#fff" stroke-width="1.700" stroke-linejoin="round"/></svg>
`;

function page(script, style) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>Privacy desk</title>
<link rel="icon" type="image/svg+xml" href="/console/${ICON}">
<link rel="stylesheet" href="/console/${style}">
<script type="module" src="/console/${script}"></script>
</head>
<body><div id="console"><noscript>The console needs JavaScript. The policy does not: <a href="/policy">read it</a>.</noscript></div></body>
</html>
`;
}
