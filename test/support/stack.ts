// What integration tests know of the stack: its settings, typed, and names that no other test file uses.
import { createHash, randomBytes } from 'node:crypto';

export interface Login {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

export interface StackEnv {
  readonly brokers: readonly string[];
  /** The services' own login; undefined if Kafka asks for none. */
  readonly services: Login | undefined;
  /** These are there on a stack of ours; an external one need not have them. */
  readonly orderService: Login | undefined;
  readonly carriers: Readonly<Partial<Record<'swiftpost' | 'parcelway', Login>>>;
  /** Base address of the Confluent-compatible API. */
  readonly registryUrl: string;
  readonly mongodbUri: string;
  /** Directory of a local stack, for tests that look into its files; undefined for an external one. */
  readonly stackDir: string | undefined;
  /** All variables as they are, for processes that a test starts. */
  readonly variables: Readonly<Record<string, string>>;
}

const NAMES =
  /^(?:KAFKA_(?:BROKERS|SECURITY_PROTOCOL|SASL_MECHANISM|USERNAME|PASSWORD|SSL_CA)|SCHEMA_REGISTRY_URL|MONGODB_URI|STACK_DIR|(?:ORDER_SERVICE|CARRIER)_\w+)$/;

/**
 * The stack of this run, as the global set-up left it in the environment.
 * @throws if there is none: the test then lies outside of the integration project
 */
export function stackEnv(): StackEnv {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && NAMES.test(name)) variables[name] = value;
  }
  const needed = (name: string): string => {
    const value = variables[name];
    if (value === undefined) throw new Error(`${name} is not set: run this test in the jest project "integration".`);
    return value;
  };
  const login = (prefix: string, mechanism: string): Login | undefined => {
    const { [`${prefix}USERNAME`]: username, [`${prefix}PASSWORD`]: password } = variables;
    if (username === undefined || password === undefined) return undefined;
    return { mechanism: mechanism.toLowerCase() as Login['mechanism'], username, password };
  };
  const carrierMechanism = variables['CARRIER_SASL_MECHANISM'] ?? 'SCRAM-SHA-256';
  const swiftpost = login('CARRIER_SWIFTPOST_', carrierMechanism);
  const parcelway = login('CARRIER_PARCELWAY_', carrierMechanism);
  return {
    brokers: needed('KAFKA_BROKERS').split(','),
    services: login('KAFKA_', variables['KAFKA_SASL_MECHANISM'] ?? 'PLAIN'),
    orderService: login('ORDER_SERVICE_', 'PLAIN'),
    carriers: { ...(swiftpost && { swiftpost }), ...(parcelway && { parcelway }) },
    registryUrl: needed('SCHEMA_REGISTRY_URL'),
    mongodbUri: needed('MONGODB_URI'),
    stackDir: variables['STACK_DIR'],
    variables,
  };
}

export interface Isolation {
  /** In front of topics (TOPIC_PREFIX), with a dot at its end. */
  readonly topicPrefix: string;
  readonly groupPrefix: string;
  readonly transactionalPrefix: string;
  /** At most 38 characters, begins with `test_`. */
  readonly databaseName: string;
}

const LONGEST_NAME = 20;

/**
 * Names for one test file: no other file and no earlier run on the same stack has the same.
 * @param name what the file is about; shows in the names so that leftovers can be traced, e.g. `intake-redelivery`
 */
export function isolate(name: string): Isolation {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  const short =
    plain.length <= LONGEST_NAME
      ? plain
      : `${plain.slice(0, LONGEST_NAME - 5)}-${createHash('sha256').update(plain).digest('hex').slice(0, 4)}`;
  const unique = `${short}-${randomBytes(4).toString('hex')}`;
  return {
    topicPrefix: `t.${unique}.`,
    groupPrefix: `t.${unique}.`,
    transactionalPrefix: `t.${unique}.`,
    databaseName: `test_${unique.replaceAll('-', '_')}`,
  };
}
