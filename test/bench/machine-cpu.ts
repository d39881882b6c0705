// Where the processor time of the machine goes: by program, as the kernel counts it. Linux only; elsewhere nothing is told.
import { readdirSync, readFileSync } from 'node:fs';

const MS_PER_TICK = 10;

/** Cores busy on average with each program between two looks; a share of a core below 0.05 is left out. */
export interface CoresByProgram {
  /** `java` is Kafka and, idle meanwhile, the registry; `services` is what is measured, unless its processes are told apart. */
  readonly [program: string]: number;
}

export interface CpuLook {
  readonly atMs: number;
  readonly byPid: ReadonlyMap<number, { readonly program: string; readonly cpuMs: number }>;
}

export function lookAtCpu(): CpuLook {
  const byPid = new Map<number, { program: string; cpuMs: number }>();
  for (const name of entries('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const seen = readStat(pid);
    if (seen !== undefined) byPid.set(pid, seen);
  }
  return { atMs: performance.now(), byPid };
}

/** @param measured processes to be told as `services`, or by a name of their own; the benchmark itself is `bench` */
export function coresBetween(
  before: CpuLook,
  after: CpuLook,
  measured: ReadonlySet<number> | ReadonlyMap<number, string>,
): CoresByProgram {
  const sums = new Map<string, number>();
  for (const [pid, { program, cpuMs }] of after.byPid) {
    const spent = cpuMs - (before.byPid.get(pid)?.cpuMs ?? 0);
    const own = measured.has(pid) ? 'services' : pid === process.pid ? 'bench' : program;
    const name = 'get' in measured ? (measured.get(pid) ?? own) : own;
    sums.set(name, (sums.get(name) ?? 0) + spent);
  }
  const wallMs = after.atMs - before.atMs;
  const shares = [...sums].map(([name, ms]) => [name, ms / wallMs] as const).filter(([, cores]) => cores >= 0.05);
  return Object.fromEntries(shares.sort(([, one], [, other]) => other - one));
}

function readStat(pid: number): { program: string; cpuMs: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const program = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    return { program, cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK };
  } catch {
    return undefined;
  }
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
