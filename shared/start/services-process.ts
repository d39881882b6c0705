// Runs the services in a process of their own, as in production, and waits until they are ready.
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { TIMED_OUT, withDeadline } from '#shared/runtime/deadline';
import { nodeFlagsFor } from './node-flags.js';

export interface ServicesProcess {
  /** Address of health and metrics. */
  readonly healthUrl: string;
  /** Where people reach a service, by its name. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Settles when the process ends by itself: with its exit code, or by which signal. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export interface ServicesProcessOptions {
  readonly root: string;
  /** None: all services. */
  readonly services?: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  /** Default 180 s: a busy machine is no failure. */
  readonly readyDeadlineMs?: number;
}

/** @throws Error with the last log lines when the services end or stay unready */
export async function startServicesProcess(options: ServicesProcessOptions): Promise<ServicesProcess> {
  const { root, services = [], env, logFile, readyDeadlineMs = 180_000 } = options;
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  const program = path.join(root, 'dist', 'services', 'run-services.js');
  const child = spawn(process.execPath, ['--enable-source-maps', ...nodeFlagsFor(services), program, ...services], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const tail: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      log.write(chunk);
      tail.push(...chunk.toString('utf8').split('\n').filter(Boolean));
      tail.splice(0, Math.max(0, tail.length - 12));
    });
  }
  const ended = new Promise<string>((resolve) =>
    child.on('exit', (code, signal) => resolve(signal === null ? `with code ${code}` : `by ${signal}`)),
  );
  const begun = await withDeadline(
    Promise.race([
      readyMessage(child),
      ended.then((how) => Promise.reject(new Error(`The services ended ${how}:\n${tail.join('\n')}`))),
    ]),
    readyDeadlineMs,
  );
  if (begun === TIMED_OUT) {
    child.kill('SIGKILL');
    throw new Error(`The services were not ready within ${readyDeadlineMs / 1_000} s:\n${tail.join('\n')}`);
  }
  const { ready: healthUrl, addresses } = begun;
  return {
    healthUrl,
    addresses,
    logFile,
    ended,
    stop: async () => {
      if (child.exitCode === null) child.kill('SIGTERM');
      await ended;
      log.end();
    },
  };
}

interface ReadyMessage {
  readonly ready: string;
  readonly addresses: Readonly<Record<string, string>>;
}

function readyMessage(child: ChildProcess): Promise<ReadyMessage> {
  return new Promise((resolve) => {
    child.on('message', (message: Partial<ReadyMessage>) => {
      if (message.ready !== undefined) resolve({ ready: message.ready, addresses: message.addresses ?? {} });
    });
  });
}
