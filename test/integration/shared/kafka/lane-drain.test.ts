// How lanes are given up: drained on a stop, handed over in a rebalance, and nothing of a lost lane committed.
import { afterAll, describe, expect, test } from '@jest/globals';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { eventually } from '#test/support/eventually';
import { openKafkaBench } from './kafka-bench.js';

const bench = openKafkaBench('lane-drain');
const { topic } = bench;
afterAll(() => bench.close());

const seen = ({ topic: name, partition, offset }: IncomingRecord): string =>
  `${name.split('.').at(-1)}:${partition}@${offset}`;
describe('letting go', () => {
  test('on a stop finishes and commits the unit under way, and hands out nothing more', async () => {
    await bench.createTopics({ draining: 4 });
    const handled: string[] = [];
    let inside = false;
    const consumer = await bench.start(
      {
        service: 'draining',
        inputs: [{ topic: topic('draining'), layout: 'by-lane' }],
        handler: async ({ records, isRevoked }) => {
          inside = true;
          await new Promise((resolve) => setTimeout(resolve, 300));
          expect(isRevoked()).toBe(false);
          handled.push(...records.map(seen));
          return { outputs: [] };
        },
      },
      { settings: { unitRecords: 1 } },
    );
    await bench.write(
      'draining',
      Array.from({ length: 50 }, () => ({ partition: 3, value: 'x' })),
    );
    await eventually('a unit under way', () => (inside ? true : undefined));
    await consumer.stop();
    const after = handled.length;
    expect(await bench.committed('draining', 'draining')).toEqual([0, 0, 0, after]);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(handled.length).toBe(after);
    expect(consumer.lanes()).toEqual([]);
  });

  test('tells a handler that takes too long, and commits nothing of it', async () => {
    await bench.createTopics({ stuck: 4 });
    await bench.write('stuck', [{ partition: 0, value: 'x' }]);
    let release: () => void = () => undefined;
    const stuck = new Promise<void>((resolve) => (release = resolve));
    let revoked: boolean | null = null;
    const consumer = await bench.start(
      {
        service: 'stuck',
        inputs: [{ topic: topic('stuck'), layout: 'by-lane' }],
        handler: async ({ isRevoked }) => {
          revoked = false;
          await stuck;
          revoked = isRevoked();
          return { outputs: [] };
        },
      },
      { settings: { drainTimeoutMs: 300 } },
    );
    await eventually('the handler', () => (revoked === false ? true : undefined));
    await consumer.stop();
    release();
    await eventually('its end', () => (revoked === true ? true : undefined));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await bench.committed('stuck', 'stuck')).toEqual([0, 0, 0, 0]);
  });

  test('calls the hooks of a lane in pairs, and the commit hook with how far it got', async () => {
    await bench.createTopics({ hooked: 4 });
    const told: string[] = [];
    const consumer = await bench.start({
      service: 'hooked',
      inputs: [{ topic: topic('hooked'), layout: 'by-lane' }],
      handler: () => Promise.resolve({ outputs: [] }),
      onAssigned: (lane) => Promise.resolve(void told.push(`assigned ${lane}`)),
      onRevoked: (lane) => told.push(`revoked ${lane}`),
      onCommitted: (lane, positions) => {
        told.push(`committed ${lane} ${positions.map(({ partition, offset }) => `${partition}:${offset}`).join()}`);
        throw new Error('a listener that fails undoes nothing');
      },
    });
    await consumer.ready;
    await bench.write('hooked', [
      { partition: 2, value: 'x' },
      { partition: 2, value: 'y' },
    ]);
    await eventually('the commit', async () =>
      (await bench.committed('hooked', 'hooked'))[2] === 2 ? true : undefined,
    );
    await consumer.stop();
    const of = (word: string): string[] => told.filter((line) => line.startsWith(word)).sort();
    expect(of('assigned')).toEqual(['assigned 0', 'assigned 1', 'assigned 2', 'assigned 3']);
    expect(of('revoked')).toEqual(['revoked 0', 'revoked 1', 'revoked 2', 'revoked 3']);
    expect(of('committed').at(-1)).toBe('committed 2 2:2');
  });
});
