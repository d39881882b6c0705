// Starts, recognises and ends the servers: each is its own process group, so that it outlives the command that started it.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessId } from './run-state.js';

export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly logFile: string;
}

const POLL_MS = 25;
const TICKS_PER_SECOND = 100;

/** A fixed environment: no setting of the caller's shell (JAVA_TOOL_OPTIONS, QUARKUS_…, KAFKA_…) changes a server. */
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' } as const;

/**
 * Starts a server in the background; its log of last time is kept as `<log>.before`.
 * @throws if the program can't be started at all
 */
export async function startProcess(command: ServerCommand): Promise<ProcessId> {
  await mkdir(dirname(command.logFile), { recursive: true, mode: 0o700 });
  if (existsSync(command.logFile)) await rename(command.logFile, `${command.logFile}.before`);
  const log = await open(command.logFile, 'a', 0o600);
  try {
    const child = spawn(command.program, command.args, {
      cwd: command.cwd,
      env: ENVIRONMENT,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await new Promise<void>((done, fail) => {
      child.once('spawn', () => done());
      child.once('error', fail);
    });
    child.unref();
    const pid = child.pid ?? 0;
    return { pid, startTicks: startTicksOf(pid) ?? 0 };
  } finally {
    await log.close();
  }
}

/** Tells whether this very process still runs; a zombie does not. */
export function isAlive(id: ProcessId): boolean {
  return startTicksOf(id.pid) === id.startTicks;
}

/**
 * Ends a process: SIGTERM, and SIGKILL if it has not ended after the grace time. Does nothing if it has ended already.
 * @param graceMs 0: SIGKILL at once
 */
export async function endProcess(id: ProcessId, graceMs: number): Promise<void> {
  if (graceMs > 0) {
    signal(id, 'SIGTERM');
    if (await ended(id, graceMs)) return;
  }
  signal(id, 'SIGKILL');
  await ended(id, 10_000);
}

/** Seconds of life and bytes of memory of a running process; undefined if it has ended. */
export function vitals(id: ProcessId): { readonly uptimeSeconds: number; readonly residentBytes: number } | undefined {
  try {
    if (!isAlive(id)) return undefined;
    const sinceBoot = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
    const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${id.pid}/status`, 'utf8'))?.[1];
    return { uptimeSeconds: sinceBoot - id.startTicks / TICKS_PER_SECOND, residentBytes: Number(resident ?? 0) * 1024 };
  } catch {
    return undefined;
  }
}

function signal(id: ProcessId, name: 'SIGTERM' | 'SIGKILL'): void {
  if (!isAlive(id)) return;
  try {
    process.kill(id.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function ended(id: ProcessId, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (isAlive(id)) {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/**
 * Field 22 of /proc/<pid>/stat; the name in field 2 may hold spaces and brackets, so fields count from its end.
 * A process whose first thread has ended shows as a zombie while its other threads still hold its ports and files.
 */
function startTicksOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    const threads = Number(fields[17]);
    return (state === 'Z' || state === 'X') && threads <= 1 ? undefined : Number(fields[19]);
  } catch {
    return undefined;
  }
}
