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
  const names = Object.keys(metafile.outputs).map((file) => path.basename(file));
  const [script, style] = ['.js', '.css'].map((ending) => names.find((name) => name.endsWith(ending)));
  writeFileSync(path.join(folder, 'index.html'), page(script, style));
}

function page(script, style) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>Privacy desk</title>
<link rel="stylesheet" href="/console/${style}">
<script type="module" src="/console/${script}"></script>
</head>
<body><div id="console"><noscript>The console needs JavaScript. The policy does not: <a href="/policy">read it</a>.</noscript></div></body>
</html>
`;
}
