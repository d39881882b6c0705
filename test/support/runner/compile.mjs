// Tests and all they import, compiled one by one to dist/tests before a run, so that the processes of the runner load plain JavaScript with no
// loader in between. Only what is newer than its compiled file is compiled again. node finds modules of ours there by the condition `tests`.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const self = fileURLToPath(import.meta.url);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const out = path.join(root, 'dist', 'tests');
const FOLDERS = ['schemas', 'services', 'shared', 'test'];
const SOURCE = /(?<!\.d)\.ts$/;
const maps = new Map();

/** With this flag node finds what is compiled here. */
export const CONDITION = '--conditions=tests';

/** Where the compiled module of a source lies. */
export const compiledOf = (source) => path.join(out, path.relative(root, source).replace(SOURCE, '.js'));

/** The place in the source, or undefined where the file is none of ours. Lines and columns count from one. */
export function sourceOf(file, line, column) {
  if (!file.startsWith(out)) return undefined;
  if (!maps.has(file)) maps.set(file, new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8'))));
  const { originalLine, originalColumn } = maps.get(file).findEntry(line - 1, column - 1);
  const source = path.join(root, path.relative(out, file).replace(/\.js$/, '.ts'));
  return originalLine === undefined ? undefined : [source, originalLine + 1, originalColumn + 1];
}

/** Two runs may do so at once: each file is there as a whole or not at all. */
export async function compileTests() {
  for (const file of orphans()) rmSync(file, { force: true });
  const sources = newer();
  if (sources.length === 0) return;
  for (const { path: file, contents } of await compile(sources)) write(file, contents);
  provideGlobals();
}

const filesIn = (folder) =>
  existsSync(folder) ? readdirSync(folder, { recursive: true }).map((file) => path.join(folder, file)) : [];
const newer = () => FOLDERS.flatMap((name) => filesIn(path.join(root, name))).filter((file) => SOURCE.test(file) && isNewer(file));
const isNewer = (source) => Math.max(changedMs(source), changedMs(self)) >= changedMs(`${compiledOf(source)}.map`);
const changedMs = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Whose source is gone: it could still be imported. */
function orphans() {
  const compiled = filesIn(out).filter((file) => file.endsWith('.js') && !file.includes('node_modules'));
  return compiled.filter((file) => !existsSync(path.join(root, path.relative(out, file).replace(/\.js$/, '.ts'))));
}

async function compile(sources) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: sources,
    outdir: out,
    outbase: root,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    tsconfig: path.join(root, 'tsconfig.json'),
    sourcemap: 'external',
    sourcesContent: false,
    plugins: [atItsPlace],
    logLevel: 'warning',
  });
  // Maps last: a compiled file counts from then on.
  return outputFiles.sort((one, other) => Number(one.path.endsWith('.map')) - Number(other.path.endsWith('.map')));
}

function write(file, contents) {
  mkdirSync(path.dirname(file), { recursive: true });
  const next = `${file}.${process.pid}`;
  writeFileSync(next, contents);
  renameSync(next, file);
}

/** A module may look for what lies beside its source: it is told that place as its own. */
const atItsPlace = {
  name: 'at its place',
  setup(bundle) {
    bundle.onLoad({ filter: /[.]ts$/ }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8');
      if (!text.includes('import.meta')) return { contents: text, loader: 'ts' };
      const place = { url: pathToFileURL(file).href, filename: file, dirname: path.dirname(file) };
      return { contents: `Object.assign(import.meta, ${JSON.stringify(place)}); ${text}`, loader: 'ts' };
    });
  },
};

/** `@jest/globals` refuses to load outside jest's own runner; the same names come from here. */
function provideGlobals() {
  const folder = path.join(out, 'node_modules', '@jest', 'globals');
  write(path.join(folder, 'package.json'), JSON.stringify({ type: 'module', exports: './globals.js' }));
  write(path.join(folder, 'globals.js'), `export * from ${JSON.stringify(new URL('globals.mjs', import.meta.url).href)};\n`);
}
