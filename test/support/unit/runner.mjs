// Runs unit tests and laws in two plain Node threads that keep what they have loaded. jest's own runner gives every file a world of
// its own and loads everything anew: that took more time than the tests themselves. Unit tests are pure, so they need no world.
import { fileURLToPath } from 'node:url';
import { createRunner } from 'jest-light-runner';

const register = fileURLToPath(new URL('./register.mjs', import.meta.url));
const OPTIONS = `--conditions=source --import=${register}`;

export default class UnitRunner extends createRunner() {
  constructor(...args) {
    super(...args);
    // Also with one worker: the main thread has no loader.
    this._runtime = 'worker_threads';
  }

  async runTests(...args) {
    // Threads have no terminal: they are told whether there is one.
    process.env.FORCE_COLOR ??= process.stdout.isTTY ? '1' : '0';
    const before = process.env.NODE_OPTIONS;
    process.env.NODE_OPTIONS = before === undefined ? OPTIONS : `${before} ${OPTIONS}`;
    try {
      return await super.runTests(...args);
    } finally {
      if (before === undefined) delete process.env.NODE_OPTIONS;
      else process.env.NODE_OPTIONS = before;
    }
  }
}
