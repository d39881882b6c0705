// Starts one server as a process and waits until it takes requests.
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { endProcess, isAlive, startProcess, vitals } from './own-process.js';
import { becomePrimary } from './replica-set.js';
import type { ProcessId } from './run-state.js';
import type { ServerName } from './server-name.js';
import { type ServerSettings, serverCommand } from './servers.js';
import { answers } from './stack-health.js';
import type { OnProgress } from './stack-progress.js';

const PATIENCE_MS = 180_000;
const LAST_CHANCE_MS = 5_000;
const POLL_MS = 50;
const PORT_CLASH = /address already in use|addressinuse|bindexception|seems to be in use/i;

export interface StartOptions {
  readonly settings: ServerSettings;
  readonly onProgress: OnProgress;
  /** Told as soon as the process exists, so that it is remembered whatever happens next. */
  readonly onStarted: (server: ServerName, id: ProcessId) => Promise<void>;
  /** True when waiting has become pointless, e.g. because another server failed. */
  readonly givenUp: () => boolean;
}

/** @throws FulfilmentError STACK_START_FAILED with the log file; STACK_PORT_TAKEN if the log says so */
export async function startServer(server: ServerName, options: StartOptions): Promise<void> {
  const started = performance.now();
  options.onProgress({ kind: 'server', server, phase: 'starting', elapsedMs: 0 });
  await mkdir(options.settings.paths.dataOf(server), { recursive: true, mode: 0o700 });
  const command = serverCommand(server, options.settings);
  const id = await startProcess(command);
  await options.onStarted(server, id);
  await untilItAnswers(server, id, options);
  options.onProgress({ kind: 'server', server, phase: 'ready', elapsedMs: performance.now() - started });
}

/**
 * Waits for a process that was started, here or by a command that did not live to see it answer. A server that is older than
 * a start takes gets only a few seconds more: it hangs.
 */
export async function untilItAnswers(
  server: ServerName,
  id: ProcessId,
  { settings, givenUp }: Pick<StartOptions, 'settings' | 'givenUp'>,
): Promise<void> {
  const ageMs = (vitals(id)?.uptimeSeconds ?? 0) * 1_000;
  const patienceMs = Math.max((settings.patienceMs ?? PATIENCE_MS) - ageMs, LAST_CHANCE_MS);
  const deadline = performance.now() + patienceMs;
  const ready = server === 'mongod' ? becomePrimary : undefined;
  while (!(await (ready?.(settings.ports.mongod) ?? answers(server, settings.ports)))) {
    if (givenUp()) return;
    if (!isAlive(id)) throw failure(server, 'it ended', settings);
    if (performance.now() > deadline) {
      await endProcess(id, 5_000);
      throw failure(server, `no answer in ${Math.round(patienceMs / 1_000)} s`, settings);
    }
    await sleep(POLL_MS);
  }
}

function failure(server: ServerName, what: string, { paths, ports }: ServerSettings): FulfilmentError {
  const log = paths.logOf(server);
  if (PORT_CLASH.test(textOf(log))) return new FulfilmentError('STACK_PORT_TAKEN', { port: ports[server], log });
  return new FulfilmentError('STACK_START_FAILED', { server, what, log });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
