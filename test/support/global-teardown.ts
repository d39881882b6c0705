// Looks through all that the run has written for the personal values it planted, then ends the stack that the global set-up started, and waits
// until it is gone with its data.
import { type ChildProcess, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

async function globalTeardown(): Promise<void> {
  scan(process.env['TEST_RECORDS_DIR'] ?? '');
  const held = (globalThis as { heldStack?: ChildProcess }).heldStack;
  if (held === undefined || held.exitCode !== null) return;
  const ended = new Promise((done) => held.once('exit', done));
  held.stdin?.end();
  await ended;
}

/** A value that was found makes the run fail, though every test passed; what was written stays there to be looked at. */
function scan(records: string): void {
  const program = join(import.meta.dirname, 'scan-records.ts');
  const { status } = spawnSync(process.execPath, ['--conditions=source', '--import', 'tsx', program, records], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status === 0) rmSync(records, { recursive: true, force: true });
  else {
    process.stderr.write(
      status === 1 ? `They lie in ${records}.\n` : `The look through ${records} ended with ${status}.\n`,
    );
    process.exitCode = 1;
  }
}

// By default, because jest takes nothing else.
export { globalTeardown as default };
