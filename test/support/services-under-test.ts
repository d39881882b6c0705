// Starts the services as processes of their own for a test: own topics, own database, own keyring, a clock that can run fast.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isolate, type Isolation, stackEnv } from './stack.js';

export interface TestWorld {
  readonly isolation: Isolation;
  readonly keyringDirectory: string;
  /** Environment for any program of the repository in this world. */
  readonly env: Readonly<Record<string, string>>;
}

export interface ServicesUnderTest {
  readonly healthUrl: string;
  readonly pid: number;
  /** Everything the process wrote so far. */
  output(): string;
  /** Resolves with the exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** @param speed business milliseconds per real one; 86400: a day passes in a second */
export function createTestWorld(name: string, options: { readonly speed?: number; readonly profile?: 'default' | 'fast' } = {}): TestWorld {
  const isolation = isolate(name);
  const keyringDirectory = mkdtempSync(path.join(tmpdir(), 'test-keyring-'));
  const env = {
    ...stackEnv().variables,
    TOPIC_PREFIX: isolation.topicPrefix,
    MONGODB_DATABASE: isolation.databaseName,
    KEYRING_DIR: keyringDirectory,
    CLOCK_SPEED: String(options.speed ?? 1),
    CLOCK_ORIGIN_MS: String(Date.now()),
    ERASURE_DEADLINE_PROFILE: options.profile ?? 'fast',
    LOG_LEVEL: 'info',
  };
  return { isolation, keyringDirectory, env };
}

/** Resolves once the services are ready. @param names none: all services in one process */
export async function startServices(world: TestWorld, names: readonly string[] = []): Promise<ServicesUnderTest> {
  const child = spawn(
    process.execPath,
    ['--conditions=source', '--import', 'tsx', path.join(root, 'services', 'run-services.ts'), ...names],
    { cwd: root, env: { PATH: process.env['PATH'] ?? '', ...world.env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => void (output += chunk.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const healthUrl = await Promise.race([
    ready(child),
    ended.then((code) => Promise.reject(new Error(`the services ended with ${code} before they were ready:\n${output.slice(-4_000)}`))),
  ]);
  return {
    healthUrl,
    pid: child.pid ?? 0,
    output: () => output,
    ended,
    kill: (signal) => void child.kill(signal),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('message', (message: { readonly ready?: string }) => {
      if (message.ready !== undefined) resolve(message.ready);
    });
  });
}
