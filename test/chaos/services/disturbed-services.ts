// The three services, each a process of its own, which a seeded disturber kills or stops at moments nobody chose, and starts again at once.
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SeededRandom } from '#shared/sample/seeded-random';
import { spawnServices, type TestWorld } from '#test/support/services-under-test';
import { SERVICES, type ServiceName } from './service-names.js';
import type { WriteWatch } from './write-watch.js';

export interface Disturbance {
  readonly service: ServiceName;
  /** `killed`: right behind a write to the database, before the commit. `drained`: SIGTERM, and waited for. */
  readonly kind: 'killed' | 'drained';
  readonly afterMs: number;
}

export interface DisturbedServices {
  /** What was done to whom, for the report. */
  readonly disturbances: readonly Disturbance[];
  /** Exit codes of what was drained or ended by itself; null is an end by a signal. */
  readonly exitCodes: readonly (number | null)[];
  /** Disturbs services at as many moments, spread over about so long; each service in its turn, in an order of chance. */
  disturb(kinds: readonly Disturbance['kind'][], overMs: number): Promise<void>;
  /** Rejects, with its last words, once one of them ended again and again before it was ready. */
  readonly broken: Promise<never>;
  /** Drains all. */
  stop(): Promise<void>;
  /** What they wrote last, for the message of a test that fails. */
  lastWords(): string;
}

/** Between two disturbances at least; shorter than a session of a group, so that some hit a service that is just coming back. */
const SHORTEST_PAUSE_MS = 200;
const KEPT_CHARACTERS = 3_000;

const RESTART_MS = 1_000;
/** More than a broker that is away for a moment explains. */
const MOST_STARTS_IN_VAIN = 12;
/** A kill waits so long at most for the service to be in the middle of something. */
const AIM_MS = 2_000;

/** Starts one process for each group of services and waits until all are ready. */
export async function startDisturbedServices(
  world: TestWorld,
  random: SeededRandom,
  watch: Pick<WriteWatch, 'nextWrite'>,
  groups: readonly (readonly ServiceName[])[] = SERVICES.map((service) => [service]),
): Promise<DisturbedServices> {
  const children = new Map<string, ChildProcess>();
  const words = new Map<string, string>();
  const disturbances: Disturbance[] = [];
  const exitCodes: (number | null)[] = [];
  const startedMs = performance.now();
  const startsInVain = new Map<string, number>();
  let stopping = false;
  let tellBroken: (error: Error) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => (tellBroken = reject));
  // Not everybody waits for it.
  broken.catch(() => undefined);

  function start(names: readonly ServiceName[]): Promise<void> {
    const name = names.join('+');
    const child = spawnServices(world, names);
    children.set(name, child);
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) =>
        words.set(name, `${words.get(name) ?? ''}${chunk.toString('utf8')}`.slice(-KEPT_CHARACTERS)),
      );
    let isReady = false;
    return new Promise((resolve, reject) => {
      child.on('message', (message: { readonly ready?: string }) => {
        if (message.ready === undefined) return;
        isReady = true;
        startsInVain.delete(name);
        resolve();
      });
      child.on('exit', (code, signal) => {
        // Where the broker was down for longer than a service waits: whatever keeps services running starts it again.
        if (signal === null && code !== 0 && !stopping) {
          if (isReady) exitCodes.push(code);
          else startsInVain.set(name, (startsInVain.get(name) ?? 0) + 1);
          if (startsInVain.get(name) === MOST_STARTS_IN_VAIN) {
            const error = `${name} ended ${MOST_STARTS_IN_VAIN} times before it was ready, with ${code}\n${words.get(name) ?? ''}`;
            tellBroken(new Error(error));
            reject(new Error(error));
            return;
          }
          sleep(RESTART_MS)
            // Unless a disturbance has started another one meanwhile.
            .then(() => (stopping || children.get(name) !== child ? undefined : start(names)))
            .then(resolve, reject);
          return;
        }
        // Before it is ready a program may simply end by the signal: there is nothing to drain.
        if (signal === null || (signal === 'SIGTERM' && isReady)) exitCodes.push(code);
        reject(new Error(`${name} ended with ${code ?? signal} before it was ready\n${words.get(name) ?? ''}`));
      });
    });
  }

  const ended = (child: ChildProcess): Promise<void> =>
    child.exitCode !== null || child.signalCode !== null
      ? Promise.resolve()
      : new Promise((resolve) => child.once('exit', () => resolve()));

  async function end(name: string, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = children.get(name);
    if (child === undefined) return;
    child.kill(signal);
    await ended(child);
  }

  await Promise.all(groups.map(start));
  return {
    disturbances,
    exitCodes,
    broken,
    disturb: async (kinds, overMs) => {
      const longestMs = Math.round((2 * overMs) / Math.max(1, kinds.length));
      const turns: ServiceName[] = [];
      for (const kind of kinds) {
        await sleep(random.between(SHORTEST_PAUSE_MS, longestMs));
        if (stopping) return;
        if (turns.length === 0) turns.push(...SERVICES);
        const [service] = turns.splice(random.below(turns.length), 1) as [ServiceName];
        if (kind === 'killed') await watch.nextWrite(service, AIM_MS);
        disturbances.push({ service, kind, afterMs: Math.round(performance.now() - startedMs) });
        await end(service, kind === 'killed' ? 'SIGKILL' : 'SIGTERM');
        // Not waited for: the next disturbance may come before it has its lanes.
        start([service]).catch(() => undefined);
      }
    },
    stop: async () => {
      stopping = true;
      await Promise.all([...children.keys()].map((name) => end(name, 'SIGTERM')));
    },
    lastWords: () => [...words].map(([name, text]) => `── ${name}\n${text}`).join('\n'),
  };
}
