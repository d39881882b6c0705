// Kill -9 and SIGSTOP at random moments: the committed output must not show that anything happened.
import { afterEach, describe, expect, test } from '@jest/globals';
import { accountFor, numberedInputs } from '#test/integration/shared/kafka/accounting';
import { type KafkaBench, openKafkaBench } from '#test/integration/shared/kafka/kafka-bench';
import { eventually } from '#test/support/eventually';
import { end, forget, startWorker, untilReady, type Worker } from './workers.js';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const workers: Worker[] = [];

afterEach(async () => {
  for (const { child } of workers) child.kill('SIGCONT');
  await Promise.all(workers.splice(0).map((worker) => end(worker, 'SIGKILL')));
});

function start(bench: KafkaBench): Worker {
  const worker = startWorker(bench);
  workers.push(worker);
  return worker;
}

/** Further than this the workers don't lag behind: on a busy machine they would otherwise never come to the end. */
const MOST_WAITING = 3_000;

/** Publishes without end until it is told to stop; resolves with how many records there are. */
function feed(bench: KafkaBench): { stop(): Promise<number> } {
  let isOver = false;
  const feeding = (async () => {
    let count = 0;
    while (!isOver) {
      await bench.write('in', numberedInputs(100, count));
      count += 100;
      await pause(30);
      while (!isOver && count - (await handled(bench)) > MOST_WAITING) await pause(100);
    }
    return count;
  })();
  return {
    stop: () => {
      isOver = true;
      return feeding;
    },
  };
}

async function openTopics(name: string): Promise<KafkaBench> {
  const bench = openKafkaBench(name);
  await bench.createTopics({ in: 4, out: 4, second: 4 });
  return bench;
}

const handled = async (bench: KafkaBench): Promise<number> =>
  (await bench.committed('chaos', 'in')).reduce((sum, offset) => sum + offset, 0);

async function account(bench: KafkaBench, count: number): Promise<void> {
  await eventually(
    'all offsets',
    async () => {
      const offsets = await bench.committed('chaos', 'in');
      if (offsets.reduce((sum, offset) => sum + offset, 0) === count) return true;
      const ended = workers.flatMap(({ name, child, errors }) =>
        child.exitCode === null ? [] : [`${name} ended: ${errors()}`],
      );
      throw new Error(`${offsets.join(' + ')} of ${count} handled. ${ended.join(', ')}`);
    },
    120_000,
  );
  expect(count).toBeGreaterThan(1_000);
  expect(accountFor(await bench.read('out'), count)).toEqual([]);
  expect(accountFor(await bench.read('second'), count)).toEqual([]);
}

describe('the committed output holds each input once', () => {
  test('after ten kills at random moments, two of them of all workers at once', async () => {
    const bench = await openTopics('chaos-kill');
    const feeding = feed(bench);
    let living = [start(bench), start(bench)];
    await Promise.all(living.map(untilReady));
    for (let kill = 0; kill < 10; kill++) {
      const before = await handled(bench);
      await eventually('some progress', async () => ((await handled(bench)) > before ? true : undefined));
      await pause(Math.random() * 60);
      const dying = kill % 5 === 4 ? living : living.slice(0, 1);
      await Promise.all(dying.map((worker) => end(worker, 'SIGKILL')));
      for (const worker of dying) await forget(bench, worker);
      living = [...living.filter((worker) => !dying.includes(worker)), ...dying.map(() => start(bench))];
    }
    await Promise.all(living.map(untilReady));
    await account(bench, await feeding.stop());
    for (const worker of living) {
      await end(worker, 'SIGTERM');
      expect([worker.child.exitCode, worker.errors()]).toEqual([0, '']);
    }
  }, 300_000);

  test('after a worker was stopped while it worked, the group moved on, and it woke up again', async () => {
    const bench = await openTopics('chaos-stop');
    const feeding = feed(bench);
    const [sleeper, other] = [start(bench), start(bench)];
    await Promise.all([untilReady(sleeper), untilReady(other)]);
    for (let round = 0; round < 4; round++) {
      const before = await handled(bench);
      await eventually('some progress', async () => ((await handled(bench)) > before ? true : undefined));
      await pause(Math.random() * 40);
      sleeper.child.kill('SIGSTOP');
      if (round === 0) await pause(6_500);
      else await forget(bench, sleeper);
      const asleep = await handled(bench);
      await eventually('the other one has taken over', async () =>
        (await handled(bench)) > asleep + 400 ? true : undefined,
      );
      sleeper.child.kill('SIGCONT');
      await pause(300);
    }
    await account(bench, await feeding.stop());
    await Promise.all([sleeper, other].map((worker) => end(worker, 'SIGTERM')));
    expect([sleeper.errors(), other.errors()]).toEqual(['', '']);
  }, 300_000);
});
