// A process under measurement: its processor time and memory as the kernel counts them, sampled from outside.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;
const SAMPLE_MS = 250;

export interface Measured {
  readonly pid: number;
  /** Of the process so far, ms. */
  cpuMs(): number;
  peakRssMb(): number;
  /** Resident memory over time, oldest first. */
  rssSamplesMb(): readonly number[];
  /** The next message it sends. */
  message<T>(): Promise<T>;
  stop(): Promise<void>;
}

/** Starts a compiled program. @param nodeFlags e.g. `--cpu-prof` */
export function startMeasured(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  nodeFlags: readonly string[] = [],
): Measured {
  const child = spawn(process.execPath, [...nodeFlags, program, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const samples: number[] = [];
  const timer = setInterval(() => {
    const rss = rssMb(child);
    if (rss !== undefined) samples.push(rss);
  }, SAMPLE_MS);
  const ended = new Promise<void>((resolve) => {
    child.on('exit', (code, signal) => {
      clearInterval(timer);
      if (code !== 0 && signal === null) process.stderr.write(`${program} ended with ${code}\n`);
      resolve();
    });
  });
  const messages: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  child.on('message', (message) => {
    const next = waiting.shift();
    if (next === undefined) messages.push(message);
    else next(message);
  });
  return {
    pid: child.pid ?? 0,
    cpuMs: () => cpuMs(child),
    peakRssMb: () => Math.max(0, ...samples),
    rssSamplesMb: () => samples,
    message: <T>() =>
      new Promise<T>((resolve, reject) => {
        const there = messages.shift();
        if (there !== undefined) resolve(there as T);
        else waiting.push((message) => resolve(message as T));
        void ended.then(() => reject(new Error(`${program} ended before it answered`)));
      }),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function cpuMs(child: ChildProcess): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND;
}

function rssMb(child: ChildProcess): number | undefined {
  try {
    const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
    return line === null ? undefined : Number(line[1]) / 1_024;
  } catch {
    return undefined;
  }
}
