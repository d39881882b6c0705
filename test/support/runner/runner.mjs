// Runs test files in plain Node processes that keep what they have loaded. jest's own runner gives every file a world of its own and loads
// everything anew: that took more time than the tests themselves. What fails, and how it is told, is jest's: the same circus runs the tests.
import { compileTests } from './compile.mjs';
import { WorkerPool } from './worker-pool.mjs';

class PlainRunner {
  constructor(globalConfig) {
    this.globalConfig = globalConfig;
  }

  async runTests(tests, watcher, onStart, onResult, onFailure) {
    await compileTests();
    const waiting = [...tests];
    const pool = new WorkerPool(this.globalConfig, tests[0]?.context.config);
    const workers = Math.min(this.globalConfig.maxWorkers, tests.length);
    const takeTurns = async (worker) => {
      for (let test = waiting.shift(); test !== undefined && !watcher.isInterrupted(); test = waiting.shift()) {
        await onStart(test);
        const { result, error } = await pool.run(worker, test.path);
        await (error === undefined ? onResult(test, result) : onFailure(test, error));
      }
    };
    try {
      await Promise.all(Array.from({ length: workers }, (_, worker) => takeTurns(worker)));
    } finally {
      await pool.end();
    }
  }
}

// By default, because jest takes nothing else.
export { PlainRunner as default };
