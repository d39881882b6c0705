// Programs in one script with what node has compiled of it: what tests start again and again spends no time on finding and compiling modules.
// Made from the same sources as `dist`, with the modules that hold native code left where they are.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const folder = path.join(root, 'dist', 'programs');
const script = path.join(folder, 'programs.js');
/** Written last. */
const compiled = `${script}.compiled`;
const runner = fileURLToPath(new URL('run.mjs', import.meta.url));
/** Native code, and what is only there for some. */
const NOT_BUNDLED =
  /^(?:sodium-native|snappy|lz4-napi|@node-rs\/.*|sharp|pg-native|kerberos|aws4|gcp-metadata|socks|mongodb-client-encryption|@mongodb-js\/zstd|@aws-sdk\/.*|testcontainers|@testcontainers\/.*)$/;

/** Bundles anew when the build is newer than the bundle; one at a time. @param withLock that of the build */
export async function bundlePrograms(withLock) {
  if (!isFresh()) await withLock(path.join(root, '.build-lock'), async () => isFresh() || bundleAnew());
}

const isFresh = () =>
  existsSync(compiled) && statSync(compiled).mtimeMs > statSync(path.join(root, 'dist', '.built')).mtimeMs;

async function bundleAnew() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const next = `${script}.next`;
  const { metafile } = await build({
    absWorkingDir: root,
    stdin: { contents: entry(), resolveDir: root, loader: 'js' },
    outfile: next,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['source'],
    keepNames: true,
    charset: 'ascii',
    legalComments: 'none',
    metafile: true,
    plugins: [asOneScript],
    logLevel: 'warning',
  });
  const text = readFileSync(next, 'utf8').replaceAll(/[^\0-\x7f]/g, escaped);
  rmSync(next);
  if (/^(?:import|export)\b|import\.meta/m.test(text)) throw new Error('The programs can not be one script: an import is left.');
  writeFileSync(script, text);
  // Once without a program: loads all services, and writes down what was compiled.
  const { status } = spawnSync(process.execPath, [runner], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error(`The programs could not be loaded (${Object.keys(metafile.inputs).length} modules).`);
}

/** esbuild escapes strings; what is left stands in comments and regular expressions. So node can take the text byte by byte. */
const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Every program by its source, and all services for the one time that none is asked for. */
function entry() {
  const sources = ['services', 'shared'].flatMap((top) => readdirSync(path.join(root, top), { recursive: true }).map((file) => path.join(top, file)));
  const programs = sources.filter((file) => /(?:^|[/-])cli\.ts$|^services\/run-services\.ts$/.test(file));
  const services = sources.filter((file) => /^services\/[a-z]+\/service\.ts$/.test(file));
  const load = (file) => `() => import(${JSON.stringify(`./${file}`)})`;
  return `const PROGRAMS = {${programs.map((file) => `${JSON.stringify(file)}: ${load(file)}`).join(',')}};
const SERVICES = [${services.map(load).join(',')}];
if (hostProgram === undefined) for (const service of SERVICES) await service();
else await PROGRAMS[hostProgram]();`;
}

/** Nothing is imported in the end: what node brings, or is not bundled, is asked for by a function that the runner gives; places of files, too. */
const asOneScript = {
  name: 'one script',
  setup(bundle) {
    bundle.onResolve({ filter: /.*/ }, ({ path: wanted, namespace }) => {
      if (namespace === 'host') return { path: wanted, external: true };
      const isOfHost = wanted.startsWith('node:') || builtinModules.includes(wanted) || NOT_BUNDLED.test(wanted);
      return isOfHost ? { path: wanted, namespace: 'host' } : undefined;
    });
    bundle.onLoad({ filter: /.*/, namespace: 'host' }, ({ path: wanted }) => ({
      contents: `module.exports = hostRequire(${JSON.stringify(wanted)});`,
    }));
    bundle.onLoad({ filter: /\/(?:services|shared|schemas)\/[^:]*\.ts$/ }, ({ path: file }) => {
      const built = path.relative(root, file).replace(/\.ts$/, '.js');
      const text = readFileSync(file, 'utf8');
      return { contents: text.replaceAll('import.meta.url', `hostUrl(${JSON.stringify(built)})`), loader: 'ts' };
    });
  },
};
