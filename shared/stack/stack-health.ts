// Looks at each server: does its process live, does it answer. The same questions for processes and containers.
import { kafkaAnswers, registryAnswers } from './answers.js';
import { isAlive } from './own-process.js';
import type { StackPorts } from './ports.js';
import { mongodAnswers } from './replica-set.js';
import type { RunState } from './run-state.js';
import { SERVERS, type ServerName } from './server-name.js';
import { registryUrl } from './stack-environment.js';

/** up: answers. silent: its process lives but it does not answer. down: its process has ended, or is none of ours. */
export type ServerHealth = 'up' | 'silent' | 'down';

export type StackHealth = Readonly<Record<ServerName, ServerHealth>>;

export async function stackHealth(state: RunState): Promise<StackHealth> {
  const entries = await Promise.all(SERVERS.map(async (server) => [server, await healthOf(server, state)] as const));
  return Object.fromEntries(entries) as unknown as StackHealth;
}

export function isHealthy(health: StackHealth): boolean {
  return SERVERS.every((server) => health[server] === 'up');
}

/** Tells whether a server takes requests. Never throws. */
export function answers(server: ServerName, ports: StackPorts): Promise<boolean> {
  switch (server) {
    case 'kafka':
      return kafkaAnswers('127.0.0.1', ports.kafka);
    case 'registry':
      return registryAnswers(registryUrl(ports.registry));
    case 'mongod':
      return mongodAnswers(ports.mongod);
  }
}

async function healthOf(server: ServerName, state: RunState): Promise<ServerHealth> {
  if (state.mode === 'local') {
    const id = state.processes[server];
    if (id === undefined || !isAlive(id)) return 'down';
    return (await answers(server, state.ports)) ? 'up' : 'silent';
  }
  return (await answers(server, state.ports)) ? 'up' : 'down';
}
