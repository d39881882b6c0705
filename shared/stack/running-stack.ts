// What a command needs to find the stack of this machine by itself: nobody should have to copy settings from one terminal to another.
import { type Environment, loadConfig } from '#shared/config/load';
import { readRunState } from './run-state.js';
import { STACK } from './stack-config.js';
import { stackEnvironment } from './stack-environment.js';
import { stackPaths } from './stack-paths.js';

/**
 * The settings of the stack that is up in `STACK_DIR` (default `.stack`), as `npm run stack -- env` prints them.
 * Empty when there is none, and when `KAFKA_BROKERS` names a broker: what a person has set is never overruled.
 */
export async function runningStackSettings(environment: Environment): Promise<Readonly<Record<string, string>>> {
  if ((environment['KAFKA_BROKERS'] ?? '') !== '') return {};
  const { config } = loadConfig({ config: STACK }, environment);
  const paths = stackPaths(config.stackDir, config.cache);
  const state = await readRunState(paths.runFile);
  return state?.up === true ? { ...stackEnvironment(state, paths.stackDir) } : {};
}
