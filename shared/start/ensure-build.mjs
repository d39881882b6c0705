// Compiles to dist/ when a source is newer than the last build, and copies the data files that the code reads beside itself.
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildConsole } from './build-console.mjs';
import { withLock } from './with-lock.mjs';

// What runs in production, and the benchmark; tests are compiled by their runner.
const SOURCES = ['services', 'schemas', 'shared', 'test/bench'];
const DATA = /\.(yaml|json|avsc|txt|html|md|properties)$/;
/** Built, not copied; the folder of the console has the settings of its own compiler in it. */
const CODE = /\.(tsx?|css)$/;
const COMPILER = /(^|[\\/])tsconfig[^\\/]*\.json$/;

/**
 * @param {string} root repository root
 * @param {{ areTypesChecked?: boolean }} [options] false: by somebody else, right afterwards
 */
export async function ensureBuild(root, { areTypesChecked = true } = {}) {
  if (isFresh(root)) return;
  await withLock(path.join(root, '.build-lock'), async () => {
    if (isFresh(root)) return;
    process.stderr.write('Building …\n');
    const startedAt = new Date();
    const dist = path.join(root, 'dist');
    // Built beside and moved into place: a build that fails leaves the running one alone.
    const next = path.join(root, '.dist-next');
    rmSync(next, { recursive: true, force: true });
    const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const settings = path.join(root, 'shared', 'start', 'tsconfig.build.json');
    const checks = areTypesChecked ? [] : ['--noCheck'];
    const result = spawnSync(process.execPath, [tsc, '-p', settings, '--outDir', next, ...checks], { cwd: root, stdio: ['ignore', 2, 2] });
    if (result.status !== 0) throw new Error('The build failed: see the compiler messages above.');
    for (const { file } of walk(root)) {
      if (!DATA.test(file) || COMPILER.test(file)) continue;
      const target = path.join(next, path.relative(root, file));
      mkdirSync(path.dirname(target), { recursive: true });
      cpSync(file, target);
    }
    await buildConsole(root, next);
    rmSync(dist, { recursive: true, force: true });
    renameSync(next, dist);
    writeFileSync(path.join(dist, '.built'), startedAt.toISOString());
  });
}

function isFresh(root) {
  const marker = path.join(root, 'dist', '.built');
  if (!existsSync(marker)) return false;
  const builtMs = statSync(marker).mtimeMs;
  if (statSync(path.join(root, 'tsconfig.json')).mtimeMs > builtMs) return false;
  for (const { file, mtimeMs } of walk(root)) if ((CODE.test(file) || DATA.test(file)) && mtimeMs > builtMs) return false;
  return true;
}

function* walk(root) {
  const pending = SOURCES.map((name) => path.join(root, name));
  while (pending.length > 0) {
    const folder = pending.pop();
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) pending.push(file);
      else yield { file, mtimeMs: statSync(file).mtimeMs };
    }
  }
}
