// What a service may rely on of its lanes, on the real broker.
import { afterAll, describe, expect, test } from '@jest/globals';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, Unit } from '#shared/pipeline/unit';
import { eventually } from '#test/support/eventually';
import { openKafkaBench, type WrittenRecord } from './kafka-bench.js';

const bench = openKafkaBench('lane-consumer');
const { topic } = bench;
afterAll(() => bench.close());

const seen = ({ topic: name, partition, offset }: IncomingRecord): string =>
  `${name.split('.').at(-1)}:${partition}@${offset}`;
const each = (count: number, partitions = 4): WrittenRecord[] =>
  Array.from({ length: count }, (_, place) => ({
    partition: place % partitions,
    key: `k${place}`,
    value: `v${place}`,
  }));

describe('units', () => {
  test('hold the records of one lane, whatever topic they come from, and each record is handed out once', async () => {
    await bench.createTopics({ facts: 4, sealed: 8, statuses: 6, ledger: 1 });
    await bench.write('facts', each(40));
    await bench.write('sealed', each(80, 8));
    await bench.write('statuses', each(60, 6));
    await bench.write('ledger', each(5, 1));
    const units: Unit[] = [];
    const consumer = await bench.start({
      service: 'units',
      inputs: [
        { topic: topic('facts'), layout: 'by-lane' },
        { topic: topic('sealed'), layout: 'by-category', categoryIndexes: [1] },
        { topic: topic('statuses'), layout: 'any-lane' },
        { topic: topic('ledger'), layout: 'single' },
      ],
      handler: (unit) => {
        units.push(unit);
        return Promise.resolve({ outputs: [] });
      },
    });
    await consumer.ready;
    expect(consumer.lanes()).toEqual([0, 1, 2, 3]);
    const records = () => units.flatMap((unit) => unit.records);
    await eventually('all records', () => (records().length >= 145 ? true : undefined));
    for (const { lane, records: of } of units) {
      for (const { partition } of of) expect(partition % 4).toBe(lane);
    }
    const names = records().map(seen);
    expect(new Set(names).size).toBe(145);
    expect(names.filter((name) => name.startsWith('sealed')).map((name) => name.slice(7, 8))).not.toContain('0');
    const [first] = units.filter(({ lane }) => lane === 0);
    expect(new Set(first?.records.map((record) => record.topic)).size).toBeGreaterThan(1);
    await consumer.stop();
  });

  test('give tombstones as null and pass over heartbeats, whose offsets are committed all the same', async () => {
    await bench.createTopics({ mixed: 4 });
    await bench.write('mixed', [
      { partition: 0, key: 'a', value: 'x' },
      { partition: 0, key: 'a', value: null },
      { partition: 0, key: '~hb', value: null },
      { partition: 1, key: '~hb', value: null },
    ]);
    const values: (string | null)[] = [];
    const consumer = await bench.start({
      service: 'mixed',
      inputs: [{ topic: topic('mixed'), layout: 'by-lane' }],
      handler: ({ records }) => {
        values.push(...records.map(({ value }) => value?.toString() ?? null));
        return Promise.resolve({ outputs: [] });
      },
    });
    await eventually('offsets', async () => {
      const [first, second] = await bench.committed('mixed', 'mixed');
      return first === 3 && second === 1 ? true : undefined;
    });
    expect(values).toEqual(['x', null]);
    await consumer.stop();
  });

  test('are split when much waits, and a record larger than a fetch comes through', async () => {
    await bench.createTopics({ large: 4 }, { 'max.message.bytes': '6000000' });
    await bench.write('large', [
      { partition: 2, value: Buffer.alloc(3_000_000, 1) },
      ...Array.from({ length: 5_000 }, () => ({ partition: 2, value: 'small' })),
    ]);
    const sizes: number[] = [];
    const consumer = await bench.start({
      service: 'large',
      inputs: [{ topic: topic('large'), layout: 'by-lane' }],
      handler: ({ records }) => {
        sizes.push(records.length);
        return Promise.resolve({ outputs: [] });
      },
    });
    await eventually('all records', () => (sizes.reduce((sum, size) => sum + size, 0) >= 5_001 ? true : undefined));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2_000);
    await consumer.stop();
  });

  test('write their outputs, with keys, values, headers and tombstones, to the partitions they name', async () => {
    await bench.createTopics({ from: 4, to: 4 });
    await bench.write('from', [{ partition: 1, key: 'a', value: 'x' }]);
    const consumer = await bench.start({
      service: 'copy',
      inputs: [{ topic: topic('from'), layout: 'by-lane' }],
      handler: () =>
        Promise.resolve({
          outputs: [
            { topic: topic('to'), partition: 3, key: 'é', value: Buffer.from('v'), headers: { reason: 'ERASED' } },
            { topic: topic('to'), partition: 2, key: Buffer.from('b'), value: null },
            { topic: topic('to'), partition: 2, key: null, value: Buffer.alloc(0) },
          ],
        }),
    });
    await eventually('the commit', async () => ((await bench.committed('copy', 'from'))[1] === 1 ? true : undefined));
    expect(
      (await bench.read('to')).map(({ partition, key, value, headers }) => [partition, key, value, headers]),
    ).toEqual([
      [2, 'b', null, {}],
      [2, null, '', {}],
      [3, 'é', 'v', { reason: 'ERASED' }],
    ]);
    await consumer.stop();
  });

  test('of a lane never overlap, while other lanes go on', async () => {
    await bench.createTopics({ slow: 4 });
    let running = 0;
    let most = 0;
    const busy = new Set<number>();
    let overlapped = false;
    const consumer = await bench.start(
      {
        service: 'slow',
        inputs: [{ topic: topic('slow'), layout: 'by-lane' }],
        handler: async ({ lane }) => {
          overlapped ||= busy.has(lane);
          busy.add(lane);
          most = Math.max(most, ++running);
          await new Promise((resolve) => setTimeout(resolve, 20));
          running--;
          busy.delete(lane);
          return { outputs: [] };
        },
      },
      { settings: { unitRecords: 5 } },
    );
    await bench.write('slow', each(200));
    await eventually('all offsets', async () =>
      (await bench.committed('slow', 'slow')).every((offset) => offset === 50) ? true : undefined,
    );
    expect(overlapped).toBe(false);
    expect(most).toBeGreaterThan(1);
    await consumer.stop();
  });
});

describe('the start', () => {
  test('is refused by name when a topic is missing or has too few partitions', async () => {
    await bench.createTopics({ narrow: 3 });
    const start = (name: string) =>
      bench.start({
        inputs: [{ topic: topic(name), layout: 'by-lane' }],
        handler: () => Promise.resolve({ outputs: [] }),
      });
    const startedMs = Date.now();
    await expect(start('nowhere')).rejects.toThrow(/^TOPIC_MISSING.*nowhere/);
    expect(Date.now() - startedMs).toBeLessThan(5_000);
    await expect(start('narrow')).rejects.toThrow(/^TOPIC_MISSING.*partitions=3, expected=4/);
  });
});

describe('ticks', () => {
  test('run per lane, in turn with its units, in a transaction of their own', async () => {
    await bench.createTopics({ ticked: 4, timers: 4 });
    const busy = new Set<number>();
    let overlapped = false;
    const guarded = async (lane: number): Promise<void> => {
      overlapped ||= busy.has(lane);
      busy.add(lane);
      await new Promise((resolve) => setTimeout(resolve, 5));
      busy.delete(lane);
    };
    let fired = 0;
    const consumer = await bench.start({
      service: 'ticked',
      inputs: [{ topic: topic('ticked'), layout: 'by-lane' }],
      handler: async ({ lane }) => {
        await guarded(lane);
        return { outputs: [] };
      },
      tick: {
        everyMs: 50,
        run: async (lane) => {
          await guarded(lane);
          return {
            outputs: [{ topic: topic('timers'), partition: lane, key: 'tick', value: Buffer.from(`${lane}`) }],
            afterCommit: () => void fired++,
          };
        },
      },
    });
    await bench.write('ticked', each(200));
    await eventually('ticks of all lanes', () => (fired >= 12 ? true : undefined));
    await consumer.stop();
    expect(overlapped).toBe(false);
    const timers = await bench.read('timers');
    expect(timers).toHaveLength(fired);
    expect(new Set(timers.map(({ value }) => value))).toEqual(new Set(['0', '1', '2', '3']));
  });
});

describe('failures of a handler', () => {
  test('in passing are met with the same records until it succeeds, and the result is written once', async () => {
    await bench.createTopics({ shaky: 4, firm: 4 });
    await bench.write('shaky', each(4));
    const tries = new Map<number, string[]>();
    const consumer = await bench.start({
      service: 'shaky',
      inputs: [{ topic: topic('shaky'), layout: 'by-lane' }],
      handler: ({ lane, records }) => {
        const own = tries.get(lane) ?? [];
        tries.set(lane, [...own, records.map(seen).join()]);
        if (own.length < 3) return Promise.reject(new FulfilmentError('MONGO_UNAVAILABLE'));
        return Promise.resolve({
          outputs: records.map(({ key, value }) => ({ topic: topic('firm'), partition: lane, key, value })),
        });
      },
    });
    await eventually('all offsets', async () =>
      (await bench.committed('shaky', 'shaky')).every((offset) => offset === 1) ? true : undefined,
    );
    await consumer.stop();
    for (const own of tries.values()) expect(new Set(own).size).toBe(1);
    expect((await bench.read('firm')).map(({ key }) => key)).toEqual(['k0', 'k1', 'k2', 'k3']);
  });

  test('in passing do not hold up a stop, and the records stay for the next instance', async () => {
    await bench.createTopics({ down: 4 });
    await bench.write('down', each(4));
    let tries = 0;
    const consumer = await bench.start({
      service: 'down',
      inputs: [{ topic: topic('down'), layout: 'by-lane' }],
      handler: () => {
        tries++;
        return Promise.reject(new FulfilmentError('KEYRING_UNAVAILABLE'));
      },
    });
    await eventually('several tries', () => (tries > 20 ? true : undefined));
    const startedMs = Date.now();
    await consumer.stop();
    expect(Date.now() - startedMs).toBeLessThan(2_000);
    expect(await bench.committed('down', 'down')).toEqual([0, 0, 0, 0]);
  });

  test.each([
    ['of our own house end the consumer at once', new FulfilmentError('LEDGER_BROKEN'), 1],
    ['nobody foresaw get three tries', new TypeError('x is not a function'), 3],
    ['that should have been a dead letter end the consumer', new FulfilmentError('VALUE_EMPTY'), 1],
  ])('%s, with its offsets uncommitted and nothing written', async (name, error, tries) => {
    const [input, output] = [`bad-${tries}-${name.length}`, `out-${tries}-${name.length}`];
    await bench.createTopics({ [input]: 4, [output]: 4 });
    await bench.write(input, [{ partition: 1, value: 'x' }]);
    let calls = 0;
    const consumer = await bench.start({
      service: input,
      inputs: [{ topic: topic(input), layout: 'by-lane' }],
      handler: () => {
        calls++;
        return Promise.reject(error);
      },
    });
    await expect(consumer.failed).resolves.toBe(error);
    await consumer.stop();
    expect(calls).toBe(tries);
    expect(await bench.committed(input, input)).toEqual([0, 0, 0, 0]);
    expect(await bench.read(output)).toEqual([]);
  });
});
