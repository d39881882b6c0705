// Starts the services as processes of their own for a test: own topics, own database, own keyring, a clock that can run fast.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtProgram } from './built-program.js';
import { recordWritten } from './run-records.js';
import { isolate, type Isolation, stackEnv } from './stack.js';

export interface TestWorld {
  readonly isolation: Isolation;
  readonly keyringDirectory: string;
  /** Environment for any program of the repository in this world. */
  readonly env: Readonly<Record<string, string>>;
}

export interface TestWorldOptions {
  /** Business milliseconds per real one; default 1; 86400: a day passes in a second. */
  readonly speed?: number;
  /** What the business clock shows now; default the present. */
  readonly startMs?: number;
  readonly profile?: 'default' | 'fast';
  /** Whether carriers wait for fraud control; default false: most tests are about the road beside it. */
  readonly fraudGate?: boolean;
  /** Of another world, whose refs are to be the same in this one. Default: a new one. */
  readonly keyringDirectory?: string;
  /** Settings of a stack of the test's own; default: the stack of the run. */
  readonly stack?: Readonly<Record<string, string>>;
}

export interface ServicesUnderTest {
  readonly healthUrl: string;
  readonly pid: number;
  /** Everything the process wrote so far. */
  output(): string;
  /** Resolves with the exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM: drains. Resolves when the process has ended, with its exit code. */
  stop(): Promise<number | null>;
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

export function createTestWorld(name: string, options: TestWorldOptions = {}): TestWorld {
  const isolation = isolate(name);
  const keyringDirectory = options.keyringDirectory ?? mkdtempSync(path.join(tmpdir(), 'test-keyring-'));
  const env = {
    ...(options.stack ?? stackEnv().variables),
    TOPIC_PREFIX: isolation.topicPrefix,
    MONGODB_DATABASE: isolation.databaseName,
    KEYRING_DIR: keyringDirectory,
    LOG_LEVEL: 'info',
    FRAUD_GATE: options.fraudGate === true ? 'on' : 'off',
    ...clockSettings(options.speed ?? 1, options.startMs),
    ERASURE_DEADLINE_PROFILE: options.profile ?? 'fast',
    // Most tests run neither desk nor fraud control.
    ERASURE_PARTICIPANTS: 'intake,carriers,notifications',
  };
  return { isolation, keyringDirectory, env };
}

/** The same world, on whose clock it is suddenly `startMs`: for processes that are started from now on. @param speed default: as before */
export function withClockAt(
  world: TestWorld,
  startMs: number,
  speed = Number(world.env['CLOCK_SPEED'] ?? 1),
): TestWorld {
  return { ...world, env: { ...world.env, ...clockSettings(speed, startMs) } };
}

function clockSettings(speed: number, startMs: number | undefined): Record<string, string> {
  const start = startMs === undefined ? {} : { CLOCK_START_MS: String(startMs) };
  return { CLOCK_SPEED: String(speed), CLOCK_ORIGIN_MS: String(Date.now()), ...start };
}

/** Resolves once the services are ready. @param names none: all services in one process */
export async function startServices(world: TestWorld, names: readonly string[] = []): Promise<ServicesUnderTest> {
  const child = spawnServices(world, names);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => void (output += chunk.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const healthUrl = await Promise.race([
    ready(child),
    ended.then((code) =>
      Promise.reject(new Error(`the services ended with ${code} before they were ready:\n${output.slice(-4_000)}`)),
    ),
  ]);
  return {
    healthUrl,
    pid: child.pid ?? 0,
    output: () => output,
    ended,
    kill: (signal) => void child.kill(signal),
    stop: async () => {
      await recordMetrics(healthUrl);
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** A process of these services that nobody waits for; `ready` in its messages tells when it has its lanes. */
export function spawnServices(world: TestWorld, names: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, builtProgram('services/run-services.ts', ...names), {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...world.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const name = `${world.isolation.databaseName}-${child.pid}`;
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => recordWritten('logs', name, chunk));
  return child;
}

/** Of a process that is still there; one that was killed says nothing any more. */
async function recordMetrics(healthUrl: string): Promise<void> {
  const answer = await fetch(new URL('/metrics', healthUrl), { signal: AbortSignal.timeout(5_000) }).catch(() => null);
  if (answer !== null) recordWritten('metrics', 'services', await answer.text());
}

function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('message', (message: { readonly ready?: string }) => {
      if (message.ready !== undefined) resolve(message.ready);
    });
  });
}
