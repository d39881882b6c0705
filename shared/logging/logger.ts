// The only way to write a log line: JSON through pino, listed keys only, no personal data by construction.
import { pino } from 'pino';
import type { LogLevel } from '#shared/config/logging';
import type { LogFields } from './keys.js';
import { PERSONAL_KEYS } from './keys.js';
import { maskText } from './mask.js';
import { serialiseFields } from './serialise.js';

/** `message` is a fixed sentence of the code; whatever varies goes into `fields`. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  /** A logger that adds these fields to each line. */
  child(fields: LogFields): Logger;
}

export interface LoggerOptions {
  readonly service: string;
  /** Default `info`; `silent` writes nothing. */
  readonly level?: LogLevel;
  /** Where lines go; default standard output. */
  readonly destination?: { write(line: string): void };
}

export function createLogger(options: LoggerOptions): Logger {
  const { service, level = 'info', destination } = options;
  const settings = {
    level,
    base: { service, pid: process.pid },
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: [...PERSONAL_KEYS], censor: '[masked]' },
  };
  return wrap(destination === undefined ? pino(settings) : pino(settings, destination));
}

/** A logger that writes nothing, for tests and tools. */
export function createSilentLogger(): Logger {
  const nothing = (): void => undefined;
  const logger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => logger };
  return logger;
}

type Level = 'debug' | 'info' | 'warn' | 'error';

function wrap(writer: pino.Logger): Logger {
  const at = (level: Level) => (fields: LogFields, message: string) => {
    if (writer.isLevelEnabled(level)) writer[level](serialiseFields(fields), maskText(message));
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => wrap(writer.child(serialiseFields(fields))),
  };
}
