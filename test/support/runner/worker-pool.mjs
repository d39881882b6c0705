// The processes that run test files, one file at a time each. A process that dies takes its file with it as a failure, and is replaced; one that
// has grown large is replaced as well.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CONDITION } from './compile.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
/** What a test makes is mostly gone when it is over: room for it spares a tenth of the processor time. */
const ROOM_FOR_THE_YOUNG = '--max-semi-space-size=32';
const FLAGS = [CONDITION, ROOM_FOR_THE_YOUNG, '--no-warnings'];
const DEFAULT_LIMIT_BYTES = 700e6;

export class WorkerPool {
  #globalConfig;
  #projectConfig;
  #children = [];

  constructor(globalConfig, projectConfig) {
    this.#globalConfig = globalConfig;
    this.#projectConfig = projectConfig;
  }

  /** Resolves with what the file came to, or with the error that kept it from coming to anything. @param worker which of the processes */
  async run(worker, testPath) {
    const child = this.#ready(worker);
    const answer = await new Promise((resolve) => {
      const onExit = (code, signal) => resolve({ error: crash(`The process that ran it ended with ${signal ?? code}.`) });
      child.once('exit', onExit);
      child.once('message', (message) => {
        child.off('exit', onExit);
        resolve(message);
      });
      if (hasEnded(child)) onExit(child.exitCode, child.signalCode);
      else child.send({ testPath });
    });
    const limit = this.#globalConfig.workerIdleMemoryLimit ?? DEFAULT_LIMIT_BYTES;
    if (answer.memoryBytes > limit) await ended(child);
    // It ended in the middle of the file, which fails for it.
    if (answer.memoryBytes === undefined || answer.memoryBytes > limit) this.#children[worker] = undefined;
    return answer;
  }

  async end() {
    await Promise.all(this.#children.map((child) => child && ended(child)));
  }

  /** Between two files nobody is there to blame for what fails: the run is. */
  #ready(worker) {
    const child = this.#children[worker];
    if (child !== undefined && !hasEnded(child)) return child;
    if (child !== undefined) blameRun(child);
    return (this.#children[worker] = this.#start(worker));
  }

  #start(worker) {
    const child = fork(here('worker.mjs'), [], {
      execArgv: FLAGS,
      serialization: 'advanced',
      env: { ...process.env, JEST_WORKER_ID: String(worker + 1), FORCE_COLOR: process.env.FORCE_COLOR ?? (process.stdout.isTTY ? '1' : '0') },
    });
    child.send({ globalConfig: this.#globalConfig, projectConfig: this.#projectConfig });
    return child;
  }
}

/** A worker ends by itself when it is let go; what it has left open does not hold it. */
async function ended(child) {
  if (!hasEnded(child)) {
    const exit = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    await exit;
  }
  if (child.exitCode !== 0) blameRun(child);
}

function blameRun(child) {
  process.stderr.write(`A test failed when its file was over: a process of the runner ended with ${child.signalCode ?? child.exitCode}.\n`);
  process.exitCode = 1;
}

const hasEnded = ({ exitCode, signalCode }) => exitCode !== null || signalCode !== null;
const crash = (message) => ({ message, stack: message });
