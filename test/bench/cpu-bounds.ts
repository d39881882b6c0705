// Bounds processes to a share of a core through the kernel's control groups, so that on a small machine cores stay free for others. Linux only, takes root.
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface CpuBounds {
  /** From now on the process gets `sharePercent` of one core at most, counted anew every 20 ms. */
  bound(pid: number): void;
  /** Forgets the bounds; their processes must have ended. */
  close(): void;
}

/** Short, so that a bounded process is slow rather than away: a period of 100 ms would show in every answer. */
const PERIOD_MICROS = 20_000;
const ROOT = '/sys/fs/cgroup';
/** Where the first version of control groups keeps those for processors. */
const FIRST_VERSION = path.join(ROOT, 'cpu');

/** @throws Error that says what is missing */
export function openCpuBounds(sharePercent: number): CpuBounds {
  const groups: string[] = [];
  const quotaMicros = Math.round((PERIOD_MICROS * sharePercent) / 100);
  const isFirst = existsSync(path.join(FIRST_VERSION, 'cgroup.procs'));
  return {
    bound: (pid) => {
      const group = path.join(isFirst ? FIRST_VERSION : ROOT, `broker-bench-${process.pid}-${groups.length}`);
      try {
        mkdirSync(group);
        groups.push(group);
        if (isFirst) {
          writeFileSync(path.join(group, 'cpu.cfs_period_us'), String(PERIOD_MICROS));
          writeFileSync(path.join(group, 'cpu.cfs_quota_us'), String(quotaMicros));
        } else {
          writeFileSync(path.join(group, 'cpu.max'), `${quotaMicros} ${PERIOD_MICROS}`);
        }
        writeFileSync(path.join(group, 'cgroup.procs'), String(pid));
      } catch (cause) {
        const message = `--share takes root and control groups for processors under ${ROOT}; without them leave it out.`;
        throw new Error(message, { cause });
      }
    },
    close: () => {
      for (const group of groups.splice(0)) rmdirSync(group);
    },
  };
}
