// One stack for all integration tests of a run. A stack that exists is used as it is: TEST_STACK_DIR names one that is up,
// KAFKA_BROKERS an external one. Else a process of its own holds a temporary stack and ends it when its input closes, which
// also happens when the test run is killed. Nothing of ours is imported: jest resolves imports of this file differently.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const CLI = [join(ROOT, 'dist', 'shared', 'stack', 'cli.js')];
/** What tests start as processes is compiled and bundled before, once. */
const BUILD = `import { ensureBuild } from './shared/start/ensure-build.mjs';
import { withLock } from './shared/start/with-lock.mjs';
import { bundlePrograms } from './test/support/programs/bundle.mjs';
await ensureBuild(process.cwd());
await bundlePrograms(withLock);`;

declare global {
  var heldStack: ChildProcess | undefined;
}

async function globalSetup(): Promise<void> {
  // What this run writes and which personal values it plants (run-records.ts); `npm test` gives one for a second run as well.
  process.env['TEST_RECORDS_DIR'] ??= mkdtempSync(join(tmpdir(), 'test-records-'));
  execFileSync(process.execPath, ['--input-type=module', '--eval', BUILD], { cwd: ROOT, stdio: 'inherit' });
  if (process.env['KAFKA_BROKERS'] !== undefined) return;
  const stackDir = process.env['TEST_STACK_DIR'];
  if (stackDir !== undefined) {
    Object.assign(process.env, settingsOf(stackDir));
    return;
  }
  const held = spawn(process.execPath, [...CLI, 'run', '--temporary'], {
    cwd: ROOT,
    // Not what a developer configured for everyday use: a port of its own, no data of theirs.
    env: { ...process.env, STACK_DIR: undefined, STACK_PORT: undefined, STACK_PROFILE: undefined },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  globalThis.heldStack = held;
  Object.assign(process.env, JSON.parse(await firstLine(held)) as Record<string, string>);
}

function settingsOf(stackDir: string): Record<string, string> {
  if (!existsSync(join(stackDir, 'run.json'))) throw new Error(`TEST_STACK_DIR=${stackDir} holds no stack.`);
  const env = { ...process.env, STACK_DIR: stackDir };
  const lines = execFileSync(process.execPath, [...CLI, 'env'], { cwd: ROOT, env, encoding: 'utf8' });
  const entries = lines.split('\n').filter((line) => line.includes('='));
  return Object.fromEntries(
    entries.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('\n')) done(text.slice(0, text.indexOf('\n')));
    });
    child.on('error', fail);
    child.on('exit', (code) =>
      fail(new Error(`The stack for the tests did not come up (exit code ${code}): see above.`)),
    );
  });
}

// By default, because jest takes nothing else.
export { globalSetup as default };
