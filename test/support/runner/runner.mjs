// Runs test files in plain Node processes that keep what they have loaded. jest's own runner gives every file a world of its own and loads
// everything anew: that took more time than the tests themselves. What fails, and how it is told, is jest's: the same circus runs the tests.
import { compileTests } from './compile.mjs';
import { coresAreIdle } from './idle-cores.mjs';
import { WorkerPool } from './worker-pool.mjs';

/** Processes that take a test only while the cores are idle, for tests that often wait; none unless it is asked for. */
const EXTRA_HANDS = Number(process.env.TEST_EXTRA_HANDS ?? 0);

class PlainRunner {
  constructor(globalConfig) {
    this.globalConfig = globalConfig;
  }

  async runTests(tests, watcher, onStart, onResult, onFailure) {
    await compileTests();
    const waiting = [...tests];
    const pool = new WorkerPool(this.globalConfig, tests[0]?.context.config);
    const workers = Math.min(this.globalConfig.maxWorkers, tests.length);
    const run = async (worker, test) => {
      await onStart(test);
      const { result, error } = await pool.run(worker, test.path);
      await (error === undefined ? onResult(test, result) : onFailure(test, error));
    };
    const isOver = () => waiting.length === 0 || watcher.isInterrupted();
    const takeTurns = async (worker) => {
      while (!isOver()) await run(worker, waiting.shift());
    };
    let idle = Promise.resolve();
    // One helper waits at a time. The last tests are the shortest: begun while the others wait, they are in nobody's way for long.
    const helpOut = async (worker) => {
      while (await (idle = idle.then(() => coresAreIdle(isOver)))) await run(worker, waiting.pop());
    };
    const helpers = workers === this.globalConfig.maxWorkers ? EXTRA_HANDS : 0;
    try {
      await Promise.all([
        ...Array.from({ length: workers }, (_, worker) => takeTurns(worker)),
        ...Array.from({ length: helpers }, (_, helper) => helpOut(workers + helper)),
      ]);
    } finally {
      await pool.end();
    }
  }
}

// By default, because jest takes nothing else.
export { PlainRunner as default };
