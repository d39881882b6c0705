// The stack as containers. Whatever keeps Docker from being used (no compose, images that can't be pulled) is an answer,
// not an error: the caller then falls back to processes and says why.
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '#shared/config/load';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { COMPOSE_FILE, composeArguments, dockerSettings, projectName, settingsFile } from './docker-settings.js';
import { exclusively } from './exclusive.js';
import { propertiesText } from './kafka-properties.js';
import { choosePorts } from './ports.js';
import { becomePrimary } from './replica-set.js';
import { newRunState, type RunState, readRunState, writePrivately, writeRunState } from './run-state.js';
import { type LocalStackOptions, runs } from './run-servers.js';
import { SERVERS, type ServerName } from './server-name.js';
import { answers, isHealthy, stackHealth } from './stack-health.js';
import { repositoryRoot, type StackPaths } from './stack-paths.js';
import type { OnProgress } from './stack-progress.js';
import type { CommandResult, RunCommand } from './run-command.js';

export type DockerStackOptions = Pick<LocalStackOptions, 'paths' | 'profile' | 'portBase' | 'onProgress' | 'run'> & {
  /**
   * Who starts the containers. `compose`: they stay until `down`. `testcontainers`: they are reaped when this process
   * ends, even if it is killed.
   */
  readonly starter: 'compose' | 'testcontainers';
};

export type DockerOutcome =
  | { readonly usable: true; readonly state: RunState; readonly reused: boolean }
  | { readonly usable: false; readonly why: string };

const PULL_TIMEOUT_MS = 600_000;
const PATIENCE_MS = 120_000;

/** Whether a Docker daemon answers within 5 s. */
export async function dockerAnswers(run: RunCommand): Promise<boolean> {
  const result = await run('docker', ['info', '--format', '{{.ServerVersion}}'], { timeoutMs: 5_000 });
  return result.exitCode === 0;
}

/** @throws FulfilmentError STACK_START_FAILED when the images are there but the servers don't come up */
export async function bringUpContainers(options: DockerStackOptions): Promise<DockerOutcome> {
  const { paths } = options;
  await mkdir(paths.stackDir, { recursive: true, mode: 0o700 });
  return await exclusively(paths.stackDir, async () => {
    const earlier = await readRunState(paths.runFile);
    if (earlier?.mode === 'docker' && earlier.up && isHealthy(await stackHealth(earlier))) {
      return { usable: true, state: earlier, reused: true };
    }
    if (earlier !== undefined && SERVERS.some((server) => runs(server, earlier))) {
      const problem = 'is docker, but this stack runs as local processes';
      throw new ConfigError([{ variable: 'STACK', problem, remedy: 'Run `npm run stack -- down` first' }]);
    }
    if ((await options.run('docker', ['compose', 'version'])).exitCode !== 0) {
      return { usable: false, why: 'Docker has no compose plugin' };
    }
    const ports = await choosePorts(options.portBase, earlier?.up === true ? undefined : earlier?.ports);
    const profile = options.profile ?? 'default';
    const base = earlier ?? newRunState('docker', profile, ports);
    const state: RunState = { ...base, mode: 'docker', profile, ports, processes: {}, up: true };
    await writePrivately(settingsFile(paths), propertiesText(dockerSettings(state)));
    const pulled = await compose(['pull', '--policy', 'missing', '--quiet'], paths, state, options.run);
    if (pulled.exitCode !== 0) return { usable: false, why: 'its images can not be pulled' };
    await writeRunState(paths.runFile, state);
    await start(state, options);
    return { usable: true, state, reused: false };
  });
}

/** Removes the containers; their volumes stay for the next `up` unless purged. */
export async function removeContainers(
  state: RunState,
  purge: boolean,
  { paths, run }: Pick<DockerStackOptions, 'paths' | 'run'>,
): Promise<void> {
  await exclusively(paths.stackDir, async () => {
    const removed = await compose(['down', '--timeout', '30', ...(purge ? ['--volumes'] : [])], paths, state, run);
    if (removed.exitCode !== 0) throw dockerFailure('down', removed);
    await writeRunState(paths.runFile, { ...state, up: false });
    if (!purge) return;
    for (const path of [paths.conf, paths.logs, paths.runFile]) await rm(path, { recursive: true, force: true });
  });
}

/** Kills (`kill`) or restarts (`restart`) the container of one server; after a restart it takes requests again. */
export async function disturbContainer(
  server: ServerName,
  how: 'kill' | 'restart',
  state: RunState,
  { paths, run }: Pick<DockerStackOptions, 'paths' | 'run'>,
): Promise<void> {
  const done = await compose([how, server], paths, state, run);
  if (done.exitCode !== 0) throw dockerFailure(how, done);
  if (how === 'restart') await untilAllAnswer([server], state, () => undefined);
}

async function start(state: RunState, options: DockerStackOptions): Promise<void> {
  const { paths, run, onProgress } = options;
  for (const server of SERVERS) onProgress({ kind: 'server', server, phase: 'starting', elapsedMs: 0 });
  if (options.starter === 'testcontainers') await startReaped(state, paths);
  else {
    const started = await compose(['up', '--detach'], paths, state, run);
    if (started.exitCode !== 0) throw dockerFailure('up', started);
  }
  await untilAllAnswer(SERVERS, state, onProgress);
}

/** testcontainers drives the same file, and its reaper removes the containers when this process is gone. */
async function startReaped(state: RunState, paths: StackPaths): Promise<void> {
  const { DockerComposeEnvironment, Wait } = await import('testcontainers');
  await new DockerComposeEnvironment(repositoryRoot(), COMPOSE_FILE)
    .withProjectName(projectName(state))
    .withEnvironmentFile(settingsFile(paths))
    .withDefaultWaitStrategy(Wait.forListeningPorts())
    .up();
}

async function untilAllAnswer(servers: readonly ServerName[], state: RunState, onProgress: OnProgress): Promise<void> {
  const started = performance.now();
  await Promise.all(
    servers.map(async (server) => {
      // The containers publish the ports on this machine, so they are asked like processes are.
      const ready = server === 'mongod' ? () => becomePrimary(state.ports.mongod) : () => answers(server, state.ports);
      while (!(await ready())) {
        if (performance.now() - started > PATIENCE_MS) {
          throw new FulfilmentError('STACK_START_FAILED', {
            server,
            what: `no answer in ${PATIENCE_MS / 1000} s`,
            log: `docker compose --project-name ${projectName(state)} logs ${server}`,
          });
        }
        await sleep(200);
      }
      onProgress({ kind: 'server', server, phase: 'ready', elapsedMs: performance.now() - started });
    }),
  );
}

async function compose(
  args: readonly string[],
  paths: StackPaths,
  state: RunState,
  run: RunCommand,
): Promise<CommandResult> {
  const timeout = args[0] === 'pull' ? { timeoutMs: PULL_TIMEOUT_MS } : {};
  return await run('docker', [...composeArguments(paths, state), ...args], {
    cwd: dirname(settingsFile(paths)),
    ...timeout,
  });
}

function dockerFailure(step: string, { output }: CommandResult): FulfilmentError {
  const says = output.trim().split('\n').at(-1) ?? '';
  return new FulfilmentError('STACK_START_FAILED', { step: `docker compose ${step}`, says: says.slice(0, 200) });
}
