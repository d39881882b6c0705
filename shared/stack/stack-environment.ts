// What a running stack is called by the programs that use it: the KEY=VALUE lines of `stack env`.
import { CARRIER_SASL_MECHANISM, carrierUser, ORDER_SERVICE_USER, SERVICES_USER } from './credentials.js';
import { REPLICA_SET } from './replica-set.js';
import type { RunState } from './run-state.js';

export type StackEnvironment = Readonly<Record<string, string>>;

export function kafkaAddress(port: number): string {
  return `127.0.0.1:${port}`;
}

export function registryUrl(port: number): string {
  return `http://127.0.0.1:${port}/apis/ccompat/v7`;
}

export function mongodbUri(port: number): string {
  return `mongodb://127.0.0.1:${port}/?replicaSet=${REPLICA_SET}`;
}

/** The settings of a stack we run, from what it remembers. Carriers appear as CARRIER_<ID>_USERNAME and CARRIER_<ID>_PASSWORD. */
export function stackEnvironment(state: RunState, stackDir: string): StackEnvironment {
  const { credentials, ports } = state;
  const environment: Record<string, string> = {
    KAFKA_BROKERS: kafkaAddress(ports.kafka),
    KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
    KAFKA_SASL_MECHANISM: 'PLAIN',
    KAFKA_USERNAME: SERVICES_USER,
    KAFKA_PASSWORD: credentials.services,
    SCHEMA_REGISTRY_URL: registryUrl(ports.registry),
    MONGODB_URI: mongodbUri(ports.mongod),
    ORDER_SERVICE_USERNAME: ORDER_SERVICE_USER,
    ORDER_SERVICE_PASSWORD: credentials.orderService,
    CARRIER_SASL_MECHANISM,
  };
  for (const [carrierId, password] of Object.entries(credentials.carriers)) {
    const name = carrierId.toUpperCase().replaceAll('-', '_');
    environment[`CARRIER_${name}_USERNAME`] = carrierUser(carrierId);
    environment[`CARRIER_${name}_PASSWORD`] = password;
  }
  environment['STACK_DIR'] = stackDir;
  return Object.freeze(environment);
}
