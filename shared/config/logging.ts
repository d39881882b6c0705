// How much a service logs.
import { type Compiled, defineBlock } from './block.js';
import { oneOf } from './text-schemas.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LoggingConfig {
  readonly level: LogLevel;
}

export const LOGGING = defineBlock({
  name: 'logging',
  variables: {
    LOG_LEVEL: {
      schema: oneOf(['debug', 'info', 'warn', 'error', 'silent']),
      fallback: 'info',
      meaning: 'The least that is logged: debug, info, warn, error, or silent for nothing.',
      remedy: 'Use one of the listed levels',
    },
  },
  compile: (values): Compiled<LoggingConfig> => ({ config: { level: values.LOG_LEVEL } }),
});
