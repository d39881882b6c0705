// Runs one test file with jest's circus, without the world of its own that jest builds around it: the file is imported as node does it.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import runCircus from 'jest-circus/runner';
import { compiledOf } from './compile.mjs';
import { forgetCircus, loadCircus } from './circus.mjs';
import { jest, useCircus } from './globals.mjs';
import { watchOpen } from './left-open.mjs';

const require = createRequire(import.meta.url);
const LONGEST_STACK = 25;
const WHY_CLOSE = 'The next file runs in the same process: close it in afterAll.';
const LONGEST_LOAD_MS = 60_000;
/** Circus listens to these while a file runs, and goes on listening when it could not be loaded. */
const FAILURES = ['uncaughtException', 'unhandledRejection', 'rejectionHandled'];
const TEST_TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL');

/** What circus asks of jest's runtime. */
const runtime = {
  requireInternalModule: loadCircus,
  requireModule: require,
  unstable_shouldLoadAsEsm: () => true,
  unstable_importModule: importInTime,
  setGlobalsForRuntime: useCircus,
  enterTestCode: () => undefined,
  leaveTestCode: () => undefined,
};

export async function runFile({ globalConfig, projectConfig }, testPath) {
  Error.stackTraceLimit = LONGEST_STACK;
  delete globalThis[TEST_TIMEOUT];
  const leftOpen = watchOpen(testPath);
  const handlers = FAILURES.map((event) => [event, process.rawListeners(event)]);
  const startMs = Date.now();
  try {
    const result = tellable(await runCircus.default(globalConfig, projectConfig, { global: globalThis }, runtime, testPath));
    jest.useRealTimers();
    const left = await leftOpen();
    const endMs = Date.now();
    return {
      ...(left === undefined ? result : failed(result, `It leaves open: ${left}. ${WHY_CLOSE}`)),
      testFilePath: testPath,
      displayName: projectConfig.displayName,
      skipped: result.testResults.length === result.numPendingTests,
      perfStats: {
        ...result.perfStats,
        start: startMs,
        end: endMs,
        runtime: endMs - startMs,
        slow: (endMs - startMs) / 1_000 > projectConfig.slowTestThreshold,
      },
    };
  } finally {
    forgetCircus();
    for (const [event, listeners] of handlers) {
      process.removeAllListeners(event);
      for (const listener of listeners) process.on(event, listener);
    }
  }
}

/** The messages say it all; what was compared may hold functions, which another process can't be told. */
function tellable(result) {
  return { ...result, testResults: result.testResults.map((test) => ({ ...test, failureDetails: [] })) };
}

function failed(result, message) {
  return {
    ...result,
    testExecError: { message: '', stack: [result.testExecError?.stack, message].filter(Boolean).join('\n') },
    failureMessage: `${result.failureMessage ?? ''}\n  ● ${message}\n`,
  };
}

/** A file that waits at its top for what never comes fails by name. */
function importInTime(file) {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`It was not loaded within ${LONGEST_LOAD_MS} ms.`));
    const timer = setTimeout(late, LONGEST_LOAD_MS);
    import(pathToFileURL(compiledOf(file))).then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
