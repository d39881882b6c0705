// Scans in a process of its own: a look at gigabytes for a hundred thousand canaries takes a while, and shop and carriers live in the test's process.
import { fork } from 'node:child_process';
import path from 'node:path';
import { compiledTest, NODE_FLAGS } from './compiled-test.js';
import type { ScanReport } from './scan-folder.js';
import type { ScanRequest } from './scanner-process.js';

export interface Scanner {
  /** @param onlyFor instead of the canaries */
  scan(folder: string, onlyFor?: readonly string[]): Promise<ScanReport>;
  stop(): void;
}

/** One scan at a time. */
export function startScanner(canaries: readonly string[]): Scanner {
  const child = fork(compiledTest(path.join(import.meta.dirname, 'scanner-process.ts')), [], {
    execArgv: [...NODE_FLAGS],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ask = (request: ScanRequest): void => void child.send(request);
  ask({ canaries });
  return {
    scan: (folder, onlyFor) =>
      new Promise((resolve, reject) => {
        const onExit = (code: number | null): void => reject(new Error(`the scanner ended with ${code}`));
        child.once('exit', onExit);
        child.once('message', (report) => {
          child.off('exit', onExit);
          resolve(report as ScanReport);
        });
        ask(onlyFor === undefined ? { folder } : { folder, onlyFor });
      }),
    stop: () => void child.kill(),
  };
}
