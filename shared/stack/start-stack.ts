// The one way to a stack for `npm start`, tests and benchmarks: whatever is configured, the caller gets its settings
// and a handle. Nothing is started that already runs, and nothing is stopped that was not started here.
import { type Environment, loadConfig } from '#shared/config/load';
import { chooseMode } from './choose-mode.js';
import { bringUpContainers, disturbContainer, dockerAnswers, removeContainers } from './docker-stack.js';
import { type Guard, startGuard } from './guard.js';
import { bringUp, takeDown } from './local-stack.js';
import { killServer, restartServer } from './one-server.js';
import { type RunCommand, runCommand } from './run-command.js';
import type { LocalStackOptions } from './run-servers.js';
import { type RunState, readRunState } from './run-state.js';
import type { ServerName } from './server-name.js';
import type { StackProfile } from './servers.js';
import { externalSettings, STACK, type StackConfig, type StackMode } from './stack-config.js';
import { type StackEnvironment, stackEnvironment } from './stack-environment.js';
import { stackPaths } from './stack-paths.js';
import type { OnProgress } from './stack-progress.js';

export interface StartStackOptions {
  /** Default: STACK, else external when KAFKA_BROKERS is set (and not this very stack), else docker when a daemon answers, else local. */
  readonly mode?: StackMode;
  /** Default: STACK_DIR, else `.stack` of the repository. */
  readonly stackDir?: string;
  /** Default: STACK_CACHE, else what `stackPaths` decides. */
  readonly cache?: string;
  /** Default: STACK_PROFILE, else `default`. */
  readonly profile?: StackProfile;
  /** First of four ports; default: STACK_PORT, else free ones. */
  readonly port?: number;
  /**
   * `process` (default): the servers end with this process, even if it is killed.
   * `detached`: they stay until `stop()` or `npm run stack -- down`.
   */
  readonly lifetime?: 'process' | 'detached';
  /** How long a local server may take until it answers; default 90 s. */
  readonly patienceMs?: number;
  readonly onProgress?: OnProgress;
  /** Default: that of this process. */
  readonly environment?: Environment;
  /** How programs are run; default: really. */
  readonly run?: RunCommand;
}

export interface StackHandle {
  readonly mode: StackMode;
  /** The settings of the stack, as `stack env` prints them. */
  readonly env: StackEnvironment;
  /** True if the stack was up before: then `stop()` leaves it up. Always true for an external one. */
  readonly reused: boolean;
  /** Where all servers keep their data; undefined for containers and external stacks. */
  readonly dataDir: string | undefined;
  readonly kafkaDataDir: string | undefined;
  readonly mongoDataDir: string | undefined;
  /** Stops Kafka in order if it runs, starts it again on the same port and waits until it takes requests. */
  restartKafka(): Promise<void>;
  /** Kills Kafka at once, as a crash would; `restartKafka` brings it back. */
  killKafka(): Promise<void>;
  /** The same for any server. */
  restart(server: ServerName): Promise<void>;
  kill(server: ServerName): Promise<void>;
  /** Stops what was started here and waits until it has ended; `purge` also deletes its data. */
  stop(options?: { readonly purge?: boolean }): Promise<void>;
}

/**
 * @throws FulfilmentError STACK_TOOL_MISSING, STACK_DOWNLOAD_FAILED, STACK_CHECKSUM_MISMATCH, STACK_PORT_TAKEN,
 *   STACK_START_FAILED; ConfigError for settings that are not valid or don't fit the stack that is up
 */
export async function startStack(options: StartStackOptions = {}): Promise<StackHandle> {
  const { config } = loadConfig(
    { config: STACK },
    { ...(options.environment ?? process.env), ...asVariables(options) },
  );
  const paths = stackPaths(config.stackDir, config.cache);
  const run = options.run ?? runCommand;
  const onProgress = options.onProgress ?? ((): void => undefined);
  const mode = await chooseMode({
    asked: config.mode,
    brokers: config.external['KAFKA_BROKERS'],
    earlier: await readRunState(paths.runFile),
    dockerAnswers: () => dockerAnswers(run),
  });
  if (mode === 'external') return externalHandle(config);
  const local: LocalStackOptions = { ...config, paths, onProgress, run, patienceMs: options.patienceMs };
  const lifetime = options.lifetime ?? 'process';
  if (mode === 'docker') {
    const starter = lifetime === 'process' ? 'testcontainers' : 'compose';
    const outcome = await bringUpContainers({ ...local, starter });
    if (outcome.usable) return dockerHandle(outcome.state, outcome.reused, local);
    onProgress({ kind: 'note', text: `Docker can't be used: ${outcome.why}. Using local processes instead.` });
  }
  let guard: Guard | undefined;
  const onOwned = (): void => {
    if (lifetime === 'process') guard = startGuard(paths.pidFile);
  };
  const { state, reused } = await bringUp({ ...local, onOwned });
  return localHandle(state, reused, local, () => guard?.release());
}

/** The options a caller gives weigh more than the variables of the same meaning, and are checked like them. */
function asVariables(options: StartStackOptions): Environment {
  const given = {
    STACK: options.mode,
    STACK_DIR: options.stackDir,
    STACK_CACHE: options.cache,
    STACK_PROFILE: options.profile,
    STACK_PORT: options.port === undefined ? undefined : String(options.port),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function externalHandle(config: StackConfig): StackHandle {
  const refuse = (): Promise<never> => Promise.reject(new Error('An external stack is not ours to stop or restart.'));
  return {
    mode: 'external',
    env: Object.freeze({ ...externalSettings(config) }),
    reused: true,
    dataDir: undefined,
    kafkaDataDir: undefined,
    mongoDataDir: undefined,
    restartKafka: refuse,
    killKafka: refuse,
    restart: refuse,
    kill: refuse,
    stop: () => Promise.resolve(),
  };
}

function localHandle(state: RunState, reused: boolean, options: LocalStackOptions, onStopped: () => void): StackHandle {
  const { paths } = options;
  const restart = (server: ServerName): Promise<void> => restartServer(server, options);
  const kill = (server: ServerName): Promise<void> => killServer(server, paths);
  return {
    mode: 'local',
    env: stackEnvironment(state, paths.stackDir),
    reused,
    dataDir: paths.data,
    kafkaDataDir: paths.dataOf('kafka'),
    mongoDataDir: paths.dataOf('mongod'),
    restartKafka: () => restart('kafka'),
    killKafka: () => kill('kafka'),
    restart,
    kill,
    stop: async ({ purge = false } = {}) => {
      if (reused) return;
      await takeDown(paths, purge, options.onProgress);
      onStopped();
    },
  };
}

function dockerHandle(state: RunState, reused: boolean, options: LocalStackOptions): StackHandle {
  const restart = (server: ServerName): Promise<void> => disturbContainer(server, 'restart', state, options);
  const kill = (server: ServerName): Promise<void> => disturbContainer(server, 'kill', state, options);
  return {
    mode: 'docker',
    env: stackEnvironment(state, options.paths.stackDir),
    reused,
    dataDir: undefined,
    kafkaDataDir: undefined,
    mongoDataDir: undefined,
    restartKafka: () => restart('kafka'),
    killKafka: () => kill('kafka'),
    restart,
    kill,
    stop: async ({ purge = false } = {}) => {
      if (!reused) await removeContainers(state, purge, options);
    },
  };
}
