// Starts several servers of a stack side by side and remembers each as soon as it exists; ends one in order.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { formatKafka } from './format-kafka.js';
import { kafkaProperties, propertiesText } from './kafka-properties.js';
import { endProcess, isAlive } from './own-process.js';
import type { RunCommand } from './run-command.js';
import { type ProcessId, type RunState, writePrivately, writeRunState } from './run-state.js';
import type { ServerName } from './server-name.js';
import { KAFKA_LOGGING, KAFKA_LOGGING_FILE, KAFKA_PROPERTIES_FILE, type StackProfile } from './servers.js';
import type { StackPaths } from './stack-paths.js';
import type { OnProgress } from './stack-progress.js';
import { startServer } from './start-server.js';

export interface LocalStackOptions {
  readonly paths: StackPaths;
  /** undefined: that of the stack that is up, else `default`. */
  readonly profile: StackProfile | undefined;
  /** STACK_PORT: first of four ports; undefined: free ones are chosen. */
  readonly portBase: number | undefined;
  readonly mongodProgram: string | undefined;
  readonly onProgress: OnProgress;
  readonly run: RunCommand;
  /** How long a server may take until it answers; default 90 s. */
  readonly patienceMs?: number | undefined;
  /** Called once before the first server is started here; not for a stack that is up already. */
  readonly onOwned?: () => void;
}

/** A server writes its archive of loaded classes when it first ends, which takes some seconds. */
const GRACE_MS = 30_000;

/** Starts servers side by side; if one fails, those started here are ended again. */
export async function startServers(
  servers: readonly ServerName[],
  before: RunState,
  options: LocalStackOptions,
): Promise<RunState> {
  const { paths } = options;
  let state: RunState = { ...before, up: true };
  let lastWrite = Promise.resolve();
  const remember = (change: Partial<RunState['processes']>): Promise<void> => {
    state = { ...state, processes: { ...state.processes, ...change } };
    const snapshot = state;
    lastWrite = lastWrite.then(async () => await writeDown(snapshot, paths));
    return lastWrite;
  };
  await prepare(state, options);
  await remember({});

  let givenUp = false;
  const startOptions = {
    settings: { ...options, ports: state.ports, profile: state.profile },
    onProgress: options.onProgress,
    onStarted: (server: ServerName, id: ProcessId) => remember({ [server]: id }),
    givenUp: () => givenUp,
  };
  const settled = await Promise.allSettled(
    servers.map(async (server) => {
      try {
        if (server === 'kafka') await formatKafka(paths, state, options.run);
        await startServer(server, startOptions);
      } catch (error) {
        givenUp = true;
        throw error;
      }
    }),
  );
  const failed = settled.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return state;
  for (const server of servers) await endServer(server, state, options.onProgress);
  await remember(Object.fromEntries(servers.map((server) => [server, undefined])));
  throw failed.reason;
}

async function prepare(state: RunState, { paths }: LocalStackOptions): Promise<void> {
  for (const folder of [paths.data, paths.logs, paths.tmp]) await mkdir(folder, { recursive: true, mode: 0o700 });
  const properties = kafkaProperties({ ...state, dataFolder: paths.dataOf('kafka') });
  await writePrivately(join(paths.conf, KAFKA_PROPERTIES_FILE), propertiesText(properties));
  await writePrivately(join(paths.conf, KAFKA_LOGGING_FILE), KAFKA_LOGGING);
}

async function writeDown(state: RunState, paths: StackPaths): Promise<void> {
  const pids = Object.values(state.processes).flatMap((id) => (id === undefined ? [] : `${id.pid}\n`));
  await writePrivately(paths.pidFile, pids.join(''));
  await writeRunState(paths.runFile, state);
}

/** Ends a server in order, by force after half a minute. Does nothing if it does not run. */
export async function endServer(server: ServerName, state: RunState, onProgress: OnProgress): Promise<void> {
  const id = state.processes[server];
  if (id === undefined || !isAlive(id)) return;
  const started = performance.now();
  onProgress({ kind: 'server', server, phase: 'stopping', elapsedMs: 0 });
  await endProcess(id, GRACE_MS);
  onProgress({ kind: 'server', server, phase: 'stopped', elapsedMs: performance.now() - started });
}

/** Tells whether the process of a server lives. */
export function runs(server: ServerName, state: RunState): boolean {
  const id = state.processes[server];
  return id !== undefined && isAlive(id);
}
