// Ends the stack that the global set-up started, and waits until it is gone with its data.
import type { ChildProcess } from 'node:child_process';

async function globalTeardown(): Promise<void> {
  const held = (globalThis as { heldStack?: ChildProcess }).heldStack;
  if (held === undefined || held.exitCode !== null) return;
  const ended = new Promise((done) => held.once('exit', done));
  held.stdin?.end();
  await ended;
}

// By default, because jest takes nothing else.
export { globalTeardown as default };
