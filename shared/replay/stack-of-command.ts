// Which infrastructure a command of the operator means: the one in the environment, else the local stack that is up.
import { type Environment, loadConfig } from '#shared/config/load';
import { readRunState } from '#shared/stack/run-state';
import { STACK } from '#shared/stack/stack-config';
import { stackEnvironment } from '#shared/stack/stack-environment';
import { stackPaths } from '#shared/stack/stack-paths';

/** The environment with the settings of the local stack in it, unless KAFKA_BROKERS names another one; null when there is none. */
export async function environmentOfStack(environment: Environment): Promise<Environment | null> {
  if ((environment['KAFKA_BROKERS'] ?? '') !== '') return environment;
  const { config } = loadConfig({ config: STACK }, environment);
  const { runFile, stackDir } = stackPaths(config.stackDir, config.cache);
  const state = await readRunState(runFile);
  return state?.up === true ? { ...environment, ...stackEnvironment(state, stackDir) } : null;
}
