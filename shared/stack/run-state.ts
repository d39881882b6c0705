// What a stack remembers between commands: ports, passwords and which processes are its own. Only its owner can read it.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { newCredentials } from './credentials.js';
import type { StackPorts } from './ports.js';

const ProcessId = z.object({
  pid: z.number().int().positive(),
  /** When the kernel started it, in ticks since boot: a process id that was given to another program is not ours. */
  startTicks: z.number().int(),
});
export type ProcessId = z.infer<typeof ProcessId>;

const RunState = z.object({
  mode: z.enum(['local', 'docker']),
  profile: z.enum(['default', 'bench']),
  /** Whether it was brought up and not taken down since; says nothing about health. */
  up: z.boolean(),
  clusterId: z.string(),
  ports: z.object({ kafka: z.number(), registry: z.number(), mongod: z.number(), controller: z.number() }),
  credentials: z.object({
    broker: z.string(),
    services: z.string(),
    orderService: z.string(),
    carriers: z.record(z.string(), z.string()),
  }),
  /** Empty when the stack is down: its data and credentials stay. */
  processes: z.object({
    kafka: ProcessId.optional(),
    registry: ProcessId.optional(),
    mongod: ProcessId.optional(),
  }),
});
export type RunState = z.infer<typeof RunState>;

/** The state in the file; undefined if there is none. A file that can't be understood throws: it may belong to running servers. */
export async function readRunState(file: string): Promise<RunState | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return RunState.parse(JSON.parse(text));
}

/** Replaces the file by one rename, so that a reader or a crash never meets half of it. */
export async function writeRunState(file: string, state: RunState): Promise<void> {
  await writePrivately(file, `${JSON.stringify(state, null, 2)}\n`);
}

/** A state for a stack that never ran: new credentials, a new cluster. */
export function newRunState(mode: RunState['mode'], profile: RunState['profile'], ports: StackPorts): RunState {
  return { mode, profile, up: false, clusterId: newClusterId(), ports, credentials: newCredentials(), processes: {} };
}

/** 128 random bits as Kafka writes them; one that begins with a dash would be taken for an option. */
function newClusterId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}

/** Writes a file that only its owner can read, in one step. */
export async function writePrivately(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.${process.pid}.next`;
  await rm(next, { force: true });
  await writeFile(next, text, { mode: 0o600, flag: 'wx' });
  await rename(next, file);
}
