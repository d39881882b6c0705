// What docker-compose.yml is told: ports and passwords, in a file that only its owner reads, never as arguments.
import { join } from 'node:path';
import { carrierUser } from './credentials.js';
import type { RunState } from './run-state.js';
import { repositoryRoot, type StackPaths } from './stack-paths.js';

export const COMPOSE_FILE = 'docker-compose.yml';
const SETTINGS_FILE = 'docker.env';

/** File with the variables of docker-compose.yml. */
export function settingsFile(paths: StackPaths): string {
  return join(paths.conf, SETTINGS_FILE);
}

/** Containers of one STACK_DIR belong to one project, so that two stacks don't touch one another's. */
export function projectName(state: Pick<RunState, 'clusterId'>): string {
  return `fulfilment-${state.clusterId
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(0, 12)}`;
}

/** The arguments of `docker` that name this stack's compose project. */
export function composeArguments(paths: StackPaths, state: RunState): readonly string[] {
  const file = join(repositoryRoot(), COMPOSE_FILE);
  return ['compose', '--project-name', projectName(state), '--env-file', settingsFile(paths), '--file', file];
}

export function dockerSettings({ ports, credentials, clusterId }: RunState): Readonly<Record<string, string>> {
  const scram = Object.entries(credentials.carriers).map(
    ([carrierId, password]) => `--add-scram SCRAM-SHA-256=[name=${carrierUser(carrierId)},password=${password}]`,
  );
  return {
    STACK_KAFKA_PORT: String(ports.kafka),
    STACK_REGISTRY_PORT: String(ports.registry),
    STACK_MONGODB_PORT: String(ports.mongod),
    STACK_CONTROLLER_PORT: String(ports.controller),
    STACK_CLUSTER_ID: clusterId,
    STACK_BROKER_PASSWORD: credentials.broker,
    STACK_SERVICES_PASSWORD: credentials.services,
    STACK_ORDER_SERVICE_PASSWORD: credentials.orderService,
    STACK_CARRIER_CREDENTIALS: scram.join(' '),
  };
}
