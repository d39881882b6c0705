// The variables that say which stack is meant and how it is run; values of an external one are handed on as they are.
import { type Compiled, type ConfigOf, defineBlock } from '#shared/config/block';
import { ConfigError } from '#shared/config/load';
import { oneOf, text, wholeNumber } from '#shared/config/text-schemas';

export type StackMode = 'local' | 'docker' | 'external';

const EXTERNAL = {
  KAFKA_BROKERS: 'Kafka of an existing stack; when set, nothing is started.',
  KAFKA_SECURITY_PROTOCOL: 'Handed on to the services.',
  KAFKA_SASL_MECHANISM: 'Handed on to the services.',
  KAFKA_USERNAME: 'Handed on to the services.',
  KAFKA_PASSWORD: 'Handed on to the services; never printed but by `stack env`.',
  KAFKA_SSL_CA: 'Handed on to the services.',
  SCHEMA_REGISTRY_URL: 'Registry of an existing stack.',
  MONGODB_URI: 'MongoDB of an existing stack.',
} as const;
type ExternalName = keyof typeof EXTERNAL;

const handedOn = (meaning: string) =>
  ({ schema: text(), fallback: null, meaning, remedy: 'Leave it out to use the local stack' }) as const;

export const STACK = defineBlock({
  name: 'stack-config',
  variables: {
    STACK: {
      schema: oneOf(['local', 'docker', 'external']),
      fallback: null,
      meaning:
        'Where the stack runs; unset: external when KAFKA_BROKERS is set, else docker when a daemon answers, else local.',
      remedy: 'Use local, docker or external',
    },
    STACK_DIR: {
      schema: text(),
      fallback: null,
      meaning: 'Directory of the stack: components, data, logs, state; unset: `.stack` of the repository.',
      remedy: 'Name a directory that can be written',
    },
    STACK_PORT: {
      schema: wholeNumber(1024, 65_532),
      fallback: null,
      meaning:
        'Port of Kafka; the registry, MongoDB and the controller take the next three. Unset: free ones are chosen.',
      remedy: 'Use a number from 1024 to 65532 with three free ports after it',
    },
    STACK_CACHE: {
      schema: text(),
      fallback: null,
      meaning:
        'Directory of the downloaded components, so that several stacks share one download; unset: below STACK_DIR, or that of the repository if it is filled.',
      remedy: 'Name a directory that can be written',
    },
    STACK_PROFILE: {
      schema: oneOf(['default', 'bench']),
      fallback: null,
      meaning:
        '`default` starts fast; `bench` runs the JVMs as in production, for measuring. Unset: default, or that of the stack that is up.',
      remedy: 'Use default or bench',
    },
    MONGOMS_SYSTEM_BINARY: {
      schema: text(),
      fallback: null,
      meaning: 'A mongod of your own for the local stack instead of the downloaded one.',
      remedy: 'Give the path of a mongod 6.0 or newer',
    },
    ...(Object.fromEntries(Object.entries(EXTERNAL).map(([name, meaning]) => [name, handedOn(meaning)])) as Record<
      ExternalName,
      ReturnType<typeof handedOn>
    >),
  },
  compile: (values): Compiled<StackConfigShape> => {
    const external: Record<string, string> = {};
    for (const name of Object.keys(EXTERNAL) as ExternalName[]) {
      const value = values[name];
      if (value !== undefined) external[name] = value;
    }
    return {
      config: {
        mode: values.STACK,
        stackDir: values.STACK_DIR,
        portBase: values.STACK_PORT,
        cache: values.STACK_CACHE,
        profile: values.STACK_PROFILE,
        mongodProgram: values.MONGOMS_SYSTEM_BINARY,
        external,
      },
    };
  },
});

interface StackConfigShape {
  /** undefined: see `chooseMode`. */
  readonly mode: StackMode | undefined;
  readonly stackDir: string | undefined;
  readonly portBase: number | undefined;
  readonly cache: string | undefined;
  readonly profile: 'default' | 'bench' | undefined;
  readonly mongodProgram: string | undefined;
  /** The variables of an existing stack that are set. */
  readonly external: Readonly<Record<string, string>>;
}

export type StackConfig = ConfigOf<typeof STACK>;

/**
 * The settings of an external stack.
 * @throws ConfigError naming each address that is missing
 */
export function externalSettings({ external }: StackConfig): Readonly<Record<string, string>> {
  const needed = ['KAFKA_BROKERS', 'SCHEMA_REGISTRY_URL', 'MONGODB_URI'];
  const missing = needed.filter((name) => external[name] === undefined);
  if (missing.length === 0) return external;
  const problem = 'is not set, but the stack is external, so nothing is started';
  const remedy = 'Set it, or leave STACK and KAFKA_BROKERS out to use the local stack';
  throw new ConfigError(missing.map((variable) => ({ variable, problem, remedy })));
}
