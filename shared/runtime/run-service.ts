// Runs a service from start to exit: signals drain it, a second signal ends it at once, a crash says what to do.
import { classify } from '#shared/errors/classify';
import { CATALOGUE } from '#shared/errors/catalogue';
import { isFulfilmentError } from '#shared/errors/fulfilment-error';
import type { Logger } from '#shared/logging/logger';
import type { Component, Started } from './component.js';
import { TIMED_OUT, withDeadline } from './deadline.js';

/** The value of a component that can be run: it ends by itself never, or with the error that stopped it. */
export interface Running {
  /** Rejects with the error that stopped the service; resolves when its work is finished by itself. */
  readonly done: Promise<void>;
}

/** What `runService` needs of the process; tests pass their own. */
export interface Host {
  onSignal(listener: (signal: 'SIGTERM' | 'SIGINT') => void): () => void;
  /** Writes a line for the person at the terminal. */
  tell(line: string): void;
  exit(code: number): void;
}

export interface RunOptions {
  readonly component: Component<Running>;
  readonly logger: Logger;
  /** From signal to exit, draining included; default 25 s, below the 30 s after which orchestrators kill. */
  readonly drainDeadlineMs?: number;
  readonly host?: Host;
}

/** 0: ended as asked; 1: stopped by an error; 2: not drained in time; 130: ended at once by a second signal. */
export type ExitCode = 0 | 1 | 2 | 130;

type Ending =
  | { readonly by: 'signal'; readonly signal: string }
  | { readonly by: 'itself' }
  | { readonly by: 'error'; readonly error: unknown };

/** Runs the component until it ends or a signal comes, then stops it, exits the host and gives the exit code. */
export async function runService(options: RunOptions): Promise<ExitCode> {
  const { host = processHost() } = options;
  const signals = listenForSignals(host);
  try {
    const code = await Promise.race([run(options, host, signals), signals.second.then((): ExitCode => 130)]);
    host.exit(code);
    return code;
  } finally {
    signals.close();
  }
}

async function run(options: RunOptions, host: Host, signals: Signals): Promise<ExitCode> {
  const { component, logger, drainDeadlineMs = 25_000 } = options;
  const starting = component.start();
  const interrupted = signals.first.then((signal): Ending => ({ by: 'signal', signal }));
  let started: Started<Running> | null = null;
  let ending: Ending;
  try {
    const first = await Promise.race([starting, interrupted]);
    if ('by' in first) ending = first;
    else {
      started = first;
      logger.info({ component: component.name }, 'started');
      ending = await Promise.race([interrupted, ended(first.value)]);
    }
  } catch (error) {
    return fail(error, host, logger);
  }
  if (ending.by === 'signal') logger.info({ signal: ending.signal, deadlineMs: drainDeadlineMs }, 'draining');
  const stopped = await withDeadline(stop(started, starting), drainDeadlineMs).catch((error: unknown) => ({ error }));
  if (ending.by === 'error') return fail(ending.error, host, logger);
  if (stopped === TIMED_OUT) {
    logger.error({ code: 'STOP_TIMED_OUT', deadlineMs: drainDeadlineMs }, 'not drained in time');
    host.tell(explain('STOP_TIMED_OUT', null));
    return 2;
  }
  if (stopped !== undefined) return fail(stopped.error, host, logger);
  logger.info({ component: component.name }, 'stopped');
  return 0;
}

/** A signal during the start waits until it has come up, so that it can go down in order. */
async function stop(started: Started<Running> | null, starting: Promise<Started<Running>>): Promise<void> {
  const running = started ?? (await starting.catch(() => null));
  await running?.stop();
}

function ended(running: Running): Promise<Ending> {
  return running.done.then(
    (): Ending => ({ by: 'itself' }),
    (error: unknown): Ending => ({ by: 'error', error }),
  );
}

function fail(error: unknown, host: Host, logger: Logger): ExitCode {
  const { code } = classify(error);
  logger.error({ err: error, whatToDo: CATALOGUE[code].whatToDo }, 'the service stops because of an error');
  host.tell(explain(code, isFulfilmentError(error) ? error.message : null));
  return 1;
}

/** The plain message for the person: what happened and what to do. Messages of foreign errors stay out. */
function explain(code: keyof typeof CATALOGUE, message: string | null): string {
  return `${message ?? `${code}: ${CATALOGUE[code].summary}`}\nWhat to do: ${CATALOGUE[code].whatToDo}`;
}

interface Signals {
  readonly first: Promise<string>;
  readonly second: Promise<void>;
  close(): void;
}

function listenForSignals(host: Host): Signals {
  let count = 0;
  let resolveFirst: (signal: string) => void = () => undefined;
  let resolveSecond: () => void = () => undefined;
  const first = new Promise<string>((resolve) => {
    resolveFirst = resolve;
  });
  const second = new Promise<void>((resolve) => {
    resolveSecond = resolve;
  });
  const close = host.onSignal((signal) => {
    count += 1;
    if (count === 1) resolveFirst(signal);
    else resolveSecond();
  });
  return { first, second, close };
}

function processHost(): Host {
  return {
    onSignal: (listener) => {
      const onTerm = (): void => listener('SIGTERM');
      const onInt = (): void => listener('SIGINT');
      process.on('SIGTERM', onTerm);
      process.on('SIGINT', onInt);
      return () => {
        process.off('SIGTERM', onTerm);
        process.off('SIGINT', onInt);
      };
    },
    tell: (line) => void process.stderr.write(`${line}\n`),
    exit: (code) => process.exit(code),
  };
}
