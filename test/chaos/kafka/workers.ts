// Starts, kills, stops and wakes lane workers, and lets the group forget the dead.
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { KafkaBench } from '#test/integration/shared/kafka/kafka-bench';
import { compiledTest, NODE_FLAGS } from '#test/support/compiled-test';
import { eventually } from '#test/support/eventually';

export interface Worker {
  readonly name: string;
  readonly child: ChildProcess;
  /** Whether it has joined. */
  isReady(): boolean;
  /** What it wrote to its error output: nothing, unless something is wrong. */
  errors(): string;
}

let started = 0;

/** Resolves when the process runs, which may be long before it has joined. */
export function startWorker(bench: KafkaBench): Worker {
  const name = `worker-${++started}`;
  const args = [...NODE_FLAGS, compiledTest(path.join(import.meta.dirname, 'lane-worker.ts')), bench.prefix, name];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return { name, child, isReady: () => output.includes('ready'), errors: () => errors };
}

export async function untilReady({ name, isReady, errors }: Worker): Promise<void> {
  await eventually(
    `${name} is ready`,
    () => {
      if (isReady()) return true;
      throw new Error(errors());
    },
    60_000,
  );
}

export async function end({ child }: Worker, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

/**
 * Takes a member out of the group at once, as its session time-out would do six seconds later: so that a test can afford
 * many deaths. Its transactions stay as they are.
 */
export async function forget(bench: KafkaBench, { name }: Worker): Promise<void> {
  const groupId = `${bench.prefix}chaos`;
  const admin = bench.client.kafkajs.admin();
  await admin.connect();
  const { groups } = await admin.describeGroups([groupId]);
  await admin.disconnect();
  const members = groups[0]?.members.filter(({ clientId }) => clientId === name) ?? [];
  const cluster = bench.client.openCluster();
  await cluster.connect();
  await cluster.refreshMetadata();
  const coordinator = await cluster.findGroupCoordinator({ groupId, coordinatorType: 0 });
  for (const { memberId } of members) await coordinator.leaveGroup({ groupId, memberId });
  await cluster.disconnect();
}
