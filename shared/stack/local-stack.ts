// The stack as processes of this machine: brings it up from whatever state it is in, and takes it down.
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { ConfigError } from '#shared/config/load';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { COMPONENT_LIST } from './components.js';
import { exclusively } from './exclusive.js';
import { fetchComponents } from './fetch-components.js';
import { isAlive } from './own-process.js';
import { choosePorts, isFree, type StackPorts } from './ports.js';
import { endServer, type LocalStackOptions, runs, startServers } from './run-servers.js';
import { newRunState, type RunState, readRunState, writeRunState } from './run-state.js';
import { SERVERS, type ServerName } from './server-name.js';
import { stackHealth } from './stack-health.js';
import type { StackPaths } from './stack-paths.js';
import type { OnProgress } from './stack-progress.js';
import { untilItAnswers } from './start-server.js';

export interface BroughtUp {
  readonly state: RunState;
  /** It was up already, whole and healthy: nothing was started. */
  readonly reused: boolean;
}

const PORT_ATTEMPTS = 3;
/**
 * Idempotent: nothing happens to a healthy stack; of a damaged one only what is missing or silent is started again.
 * @throws FulfilmentError of the STACK_… codes, ConfigError if a running stack has another profile or port
 */
export async function bringUp(options: LocalStackOptions): Promise<BroughtUp> {
  const { paths, onProgress } = options;
  await mkdir(paths.stackDir, { recursive: true, mode: 0o700 });
  const waiting = (): void =>
    onProgress({ kind: 'note', text: 'Another process is starting or stopping this stack: waiting for it …' });
  return await exclusively(
    paths.stackDir,
    async () => {
      const earlier = await readRunState(paths.runFile);
      if (earlier !== undefined) {
        await refuseBesideContainers(earlier);
        refuseOtherSettings(earlier, options);
      }
      const working = earlier === undefined ? [] : await workingServers(earlier, options);
      if (earlier !== undefined && working.length === SERVERS.length) return { state: earlier, reused: true };
      refuseOtherMachines(process.platform, process.arch);
      await fetchComponents({ folder: paths.components, components: wanted(options), onProgress, run: options.run });
      options.onOwned?.();
      return { state: await startMissing(earlier, working, options), reused: false };
    },
    waiting,
  );
}

/** Ends all servers; data and credentials stay for the next `up` unless purged. Does nothing if there is no stack. */
export async function takeDown(paths: StackPaths, purge: boolean, onProgress: OnProgress): Promise<void> {
  if (!existsSync(paths.stackDir)) return;
  await exclusively(paths.stackDir, async () => {
    const state = await readRunState(paths.runFile);
    if (state !== undefined) {
      await Promise.all(SERVERS.map(async (server) => await endServer(server, state, onProgress)));
      await rm(paths.pidFile, { force: true });
      await writeRunState(paths.runFile, { ...state, up: false, processes: {} });
    }
    if (!purge) return;
    for (const path of [paths.data, paths.conf, paths.logs, paths.tmp, paths.runFile]) {
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
    }
  });
}

function wanted({ mongodProgram }: LocalStackOptions): typeof COMPONENT_LIST {
  return COMPONENT_LIST.filter(({ name }) => name !== 'mongod' || mongodProgram === undefined);
}

/**
 * The pinned files are programs for Linux on x64, and servers are watched through /proc.
 * @throws ConfigError on any other machine, before anything is downloaded for it
 */
export function refuseOtherMachines(platform: string, arch: string): void {
  if (platform === 'linux' && arch === 'x64') return;
  const problem = `is local, but local servers need Linux on x64 and this is ${platform} on ${arch}`;
  const remedy = 'Start a Docker daemon (STACK=docker), or set KAFKA_BROKERS to use an existing stack';
  throw new ConfigError([{ variable: 'STACK', problem, remedy }]);
}

function refuseOtherSettings(state: RunState, { profile, portBase }: LocalStackOptions): void {
  if (!SERVERS.some((server) => runs(server, state))) return;
  const remedy = 'Run `npm run stack -- down` first, or leave the variable as it was';
  if (profile !== undefined && state.profile !== profile) {
    const problem = `is ${profile}, but this stack runs with ${state.profile}`;
    throw new ConfigError([{ variable: 'STACK_PROFILE', problem, remedy }]);
  }
  if (portBase !== undefined && portBase !== state.ports.kafka) {
    const problem = `is ${portBase}, but this stack runs on ${state.ports.kafka}`;
    throw new ConfigError([{ variable: 'STACK_PORT', problem, remedy }]);
  }
}

/** Containers that still run would be forgotten, together with the volumes that hold their data. */
async function refuseBesideContainers(state: RunState): Promise<void> {
  if (state.mode !== 'docker' || !state.up) return;
  const health = await stackHealth(state);
  if (SERVERS.every((server) => health[server] === 'down')) return;
  const problem = 'would be local, but this stack runs in containers';
  throw new ConfigError([{ variable: 'STACK', problem, remedy: 'Run `npm run stack -- down` first' }]);
}

/** The servers that run and answer. One that an interrupted `up` has just started gets the time to; one that hangs is ended. */
async function workingServers(state: RunState, options: LocalStackOptions): Promise<readonly ServerName[]> {
  const settings = { ...options, ports: state.ports, profile: state.profile };
  const working = await Promise.all(
    SERVERS.map(async (server) => {
      const id = state.processes[server];
      if (id === undefined || !isAlive(id)) return [];
      try {
        await untilItAnswers(server, id, { settings, givenUp: () => false });
        return [server];
      } catch {
        return []; // It hung and was ended, or it has ended by itself: either way it is started again.
      }
    }),
  );
  return working.flat();
}

async function startMissing(
  earlier: RunState | undefined,
  working: readonly ServerName[],
  options: LocalStackOptions,
): Promise<RunState> {
  if (earlier !== undefined && working.length > 0) {
    const sick = SERVERS.filter((server) => !working.includes(server));
    options.onProgress({ kind: 'note', text: `Repairing the stack: ${sick.join(', ')} did not run or did not answer` });
    if (await portsAreFree(sick, earlier.ports)) return await startServers(sick, earlier, options);
    for (const server of working) await endServer(server, earlier, options.onProgress);
  }
  for (let attempt = 1; ; attempt++) {
    const ports = await choosePorts(options.portBase, attempt === 1 ? earlier?.ports : undefined);
    const profile = options.profile ?? 'default';
    const base = earlier ?? newRunState('local', profile, ports);
    try {
      return await startServers(SERVERS, { ...base, mode: 'local', profile, ports, processes: {} }, options);
    } catch (error) {
      const clash = error instanceof FulfilmentError && error.code === 'STACK_PORT_TAKEN';
      if (!clash || options.portBase !== undefined || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function portsAreFree(servers: readonly ServerName[], ports: StackPorts): Promise<boolean> {
  const needed = servers.flatMap((server) => (server === 'kafka' ? [ports.kafka, ports.controller] : [ports[server]]));
  for (const port of needed) if (!(await isFree(port))) return false;
  return true;
}
