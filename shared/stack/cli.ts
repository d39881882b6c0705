// The command line of the local stack: `npm run stack -- up|down|status|env`. Results go to standard output, progress to standard error.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '#shared/config/load';
import { isFulfilmentError } from '#shared/errors/fulfilment-error';
import { addCarrierCredential } from './carrier-credential.js';
import { chooseMode } from './choose-mode.js';
import { removeContainers } from './docker-stack.js';
import { takeDown } from './local-stack.js';
import { pinChecksums } from './pin-checksums.js';
import { createProgressPrinter } from './progress-printer.js';
import { runCommand } from './run-command.js';
import { type RunState, readRunState } from './run-state.js';
import { externalSettings, STACK } from './stack-config.js';
import { type StackEnvironment, stackEnvironment } from './stack-environment.js';
import { isHealthy, stackHealth } from './stack-health.js';
import { type StackPaths, stackPaths } from './stack-paths.js';
import { statusTable } from './stack-status.js';
import { startStack } from './start-stack.js';

const HELP = `npm run stack -- COMMAND

  up               starts Kafka, the schema registry and MongoDB; downloads them first if needed (once, about 300 MB)
  down [--purge]   stops them; data and passwords stay, with --purge they are deleted
  status           shows each server; exit code 0 if all are up, 1 otherwise
  env              prints the settings as KEY=VALUE lines
  carrier ID       lets a new carrier log in (SCRAM) and prints its credential
  run [--temporary]  up, prints the settings as one line of JSON, and down when standard input closes (for tests)
  pin              downloads everything anew and rewrites checksums.json (after a change of versions.ts)

Environment
  STACK=local|docker|external   where it runs; default: external when KAFKA_BROKERS is set, else docker when a daemon
                                answers, else local (processes of this machine)
  STACK_DIR=DIR                 components, data, logs and state; default .stack in the repository
  STACK_PORT=N                  Kafka on N, registry N+1, MongoDB N+2, controller N+3; default: free ports
  STACK_CACHE=DIR               shares the downloaded components between stacks
  STACK_PROFILE=bench           JVMs without the flags that make them start fast
`;

const EXIT = { fine: 0, unhealthy: 1, usage: 64 } as const;
const onProgress = createProgressPrinter(process.stderr);

interface Given {
  readonly purge: boolean;
  readonly temporary: boolean;
  readonly argument: string | undefined;
}

const COMMANDS: Readonly<Record<string, ((given: Given) => Promise<number>) | undefined>> = {
  up,
  down,
  status,
  env: printEnvironment,
  carrier,
  run: runUntilInputCloses,
  pin,
};

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, purge: { type: 'boolean' }, temporary: { type: 'boolean' } },
    });
    const [command, argument] = positionals;
    if (values.help === true) return say(HELP);
    const work = command === undefined ? undefined : COMMANDS[command];
    if (work === undefined) {
      process.stderr.write(
        `${command === undefined ? 'Say what to do.' : `There is no command ${command}.`}\n\n${HELP}`,
      );
      return EXIT.usage;
    }
    return await work({ purge: values.purge === true, temporary: values.temporary === true, argument });
  } catch (error) {
    return explain(error);
  }
}

async function up(): Promise<number> {
  const started = performance.now();
  const handle = await startStack({ lifetime: 'detached', onProgress });
  if (handle.mode === 'external') return say('The stack is external (KAFKA_BROKERS is set): nothing was started.\n');
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const { env } = handle;
  return say(
    `${handle.reused ? 'The stack is up already' : `The stack is up after ${seconds} s`} (${handle.mode}, ${env['STACK_DIR']}).\n` +
      `  Kafka     ${env['KAFKA_BROKERS']}\n  registry  ${env['SCHEMA_REGISTRY_URL']}\n  MongoDB   ${env['MONGODB_URI']}\n` +
      'Its settings: npm run stack -- env\n',
  );
}

async function down({ purge }: Given): Promise<number> {
  const { paths, state, external } = await present();
  if (external !== undefined) return say('The stack is external: nothing was stopped.\n');
  if (state === undefined) return say('There is no stack here.\n');
  if (state.mode === 'docker') await removeContainers(state, purge, { paths, run: runCommand });
  else await takeDown(paths, purge, onProgress);
  return say(purge ? 'The stack is down and its data is deleted.\n' : 'The stack is down; its data stays.\n');
}

async function status(): Promise<number> {
  const { paths, state, external } = await present();
  if (external !== undefined) return say(`The stack is external: Kafka ${external['KAFKA_BROKERS']}\n`);
  if (state === undefined) {
    say(`There is no stack in ${paths.stackDir}. Start one: npm run stack -- up\n`);
    return EXIT.unhealthy;
  }
  const health = await stackHealth(state);
  say(`${state.mode} stack in ${paths.stackDir}, profile ${state.profile}\n${statusTable(state, health)}\n`);
  return isHealthy(health) ? EXIT.fine : EXIT.unhealthy;
}

async function printEnvironment(): Promise<number> {
  const { paths, state, external } = await present();
  if (external !== undefined) return say(lines(external));
  if (state?.up === true) return say(lines(stackEnvironment(state, paths.stackDir)));
  process.stderr.write(`There is no stack up in ${paths.stackDir}. Start one: npm run stack -- up\n`);
  return EXIT.unhealthy;
}

async function carrier({ argument: carrierId = '' }: Given): Promise<number> {
  const credential = await addCarrierCredential(carrierId, (await present()).paths, runCommand);
  const name = carrierId.toUpperCase().replaceAll('-', '_');
  return say(`CARRIER_${name}_USERNAME=${credential.username}\nCARRIER_${name}_PASSWORD=${credential.password}\n`);
}

/** Also stops on Ctrl-C; a parent that is killed closes our input, so nothing is left behind. */
async function runUntilInputCloses({ temporary }: Given): Promise<number> {
  const { paths } = await present();
  const stackDir = temporary ? await mkdtemp(join(tmpdir(), 'fulfilment-stack-')) : paths.stackDir;
  const over = new Promise<void>((done) => {
    for (const event of ['end', 'close', 'error']) process.stdin.on(event, () => done());
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done());
    process.stdin.resume();
  });
  try {
    const cache = temporary ? { cache: paths.components } : {};
    const handle = await startStack({ stackDir, ...cache, lifetime: 'process', onProgress });
    say(`${JSON.stringify(handle.env)}\n`);
    await over;
    await handle.stop({ purge: temporary });
  } finally {
    if (temporary) await rm(stackDir, { recursive: true, force: true, maxRetries: 3 });
    process.stdin.destroy();
  }
  return EXIT.fine;
}

async function pin(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'fulfilment-pin-'));
  try {
    return say(
      `Wrote ${await pinChecksums(folder, runCommand, onProgress)}: read the difference before you commit it.\n`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Present {
  readonly paths: StackPaths;
  readonly state: RunState | undefined;
  /** The settings of an external stack, if that is what is configured. */
  readonly external: Readonly<Record<string, string>> | undefined;
}

/** The stack these variables mean, without starting anything. */
async function present(): Promise<Present> {
  const { config } = loadConfig({ config: STACK });
  const paths = stackPaths(config.stackDir, config.cache);
  const state = await readRunState(paths.runFile);
  const brokers = config.external['KAFKA_BROKERS'];
  const mode = await chooseMode({ asked: config.mode, brokers, earlier: state, dockerAnswers: async () => false });
  return { paths, state, external: mode === 'external' ? externalSettings(config) : undefined };
}

function lines(environment: StackEnvironment): string {
  return Object.entries(environment)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

function say(text: string): number {
  process.stdout.write(text);
  return EXIT.fine;
}

function explain(error: unknown): number {
  if (isFulfilmentError(error)) process.stderr.write(`\n${error.message}\n${error.whatToDo}\n`);
  else if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`${error.message}\n\n${HELP}`);
    return EXIT.usage;
  } else process.stderr.write(`\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.unhealthy;
}
