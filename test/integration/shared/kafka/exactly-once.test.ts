// Each input is accounted for exactly once in the committed output, whoever takes the lanes in between.
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { LaneConsumer } from '#shared/kafka/ports';
import { createSettleOutcomes } from '#shared/pipeline/settle-outcomes';
import { eventually } from '#test/support/eventually';
import { accountFor, copying, numberedInputs } from './accounting.js';
import { openKafkaBench } from './kafka-bench.js';

const bench = openKafkaBench('exactly-once');
const { topic } = bench;
afterAll(() => bench.close());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const total = (offsets: readonly number[]): number => offsets.reduce((sum, offset) => sum + offset, 0);

async function account(name: string, count: number): Promise<void> {
  expect(accountFor(await bench.read(`${name}.out`), count)).toEqual([]);
  expect(accountFor(await bench.read(`${name}.second`), count)).toEqual([]);
}

function startCopying(name: string, meanwhile?: () => Promise<void>): Promise<LaneConsumer> {
  return bench.start(
    {
      service: name,
      inputs: [{ topic: topic(name), layout: 'by-lane' }],
      handler: copying(topic(`${name}.out`), topic(`${name}.second`), meanwhile),
    },
    { settings: { unitRecords: 20 } },
  );
}

async function createTopics(name: string): Promise<void> {
  await bench.createTopics({ [name]: 4, [`${name}.out`]: 4, [`${name}.second`]: 4 });
}

describe('the committed output holds each input once', () => {
  test('when instances come and go in mid-flow', async () => {
    const count = 8_000;
    await createTopics('flow');
    await bench.write('flow', numberedInputs(count));
    const first = await startCopying('flow', () => pause(5));
    await first.ready;
    await pause(150);
    const second = await startCopying('flow', () => pause(5));
    await eventually('both hold lanes', () =>
      first.lanes().length === 2 && second.lanes().length === 2 ? true : undefined,
    );
    const third = await startCopying('flow', () => pause(5));
    await eventually('all three hold lanes, each one once', () => {
      const held = [first, second, third].map((one) => one.lanes());
      return held.every((lanes) => lanes.length > 0) &&
        isDeepStrictEqual(
          held.flat().toSorted((a, b) => a - b),
          [0, 1, 2, 3],
        )
        ? true
        : undefined;
    });
    await first.stop();
    await eventually('the rest hold all lanes', () =>
      second.lanes().length + third.lanes().length === 4 ? true : undefined,
    );
    await second.stop();
    await eventually(
      'all offsets',
      async () => (total(await bench.committed('flow', 'flow')) === count ? true : undefined),
      60_000,
    );
    await third.stop();
    await account('flow', count);
  });

  test('when somebody else takes the transactional ids over again and again: each time the unit is aborted and done anew', async () => {
    const count = 4_000;
    await createTopics('stolen');
    await bench.write('stolen', numberedInputs(count));
    let fenced = 0;
    const consumer = await bench.start(
      {
        service: 'stolen',
        inputs: [{ topic: topic('stolen'), layout: 'by-lane' }],
        handler: copying(topic('stolen.out'), topic('stolen.second'), () => pause(3)),
      },
      {
        settings: { unitRecords: 10 },
        observer: {
          unit: () => undefined,
          transaction: () => undefined,
          retry: () => undefined,
          fenced: () => fenced++,
          lag: () => undefined,
          released: () => undefined,
        },
      },
    );
    let isOver = false;
    void consumer.failed.then((error) => expect(error).toBeUndefined());
    const thieves = [0, 1, 2, 3].map(async (lane) => {
      const thief = bench.writer(`stolen.${lane}`);
      while (!isOver) {
        await thief.initialise();
        await pause(150 + lane * 10);
      }
    });
    await eventually(
      'all offsets',
      async () => (total(await bench.committed('stolen', 'stolen')) === count ? true : undefined),
      60_000,
    );
    isOver = true;
    await Promise.all(thieves);
    await consumer.stop();
    expect(fenced).toBeGreaterThan(10);
    await account('stolen', count);
  });

  test('when a former owner commits up to the moment it is fenced: positions are read only after that', async () => {
    const count = 12_000;
    await createTopics('handover');
    await bench.write('handover', numberedInputs(count));
    // Outside of the group, as an instance is that the group has put out without its knowing.
    const outsider = { groupId: `${bench.prefix}handover`, memberId: '', generationId: -1 };
    const reached = [0, 0, 0, 0];
    const formers = [0, 1, 2, 3].map(async (lane) => {
      const former = bench.writer(`handover.${lane}`);
      await former.initialise();
      let offset = 0;
      for (; offset < count / 4; offset++) {
        const value = Buffer.from(String(offset * 4 + lane));
        const outputs = ['out', 'second'].map((name, shift) => ({
          topic: topic(`handover.${name}`),
          partition: (lane + shift) % 4,
          key: null,
          value,
        }));
        const position = { topic: topic('handover'), partition: lane, offset: offset + 1 };
        const isFenced = await former.commit(outputs, [position], outsider).then(
          () => false,
          () => true,
        );
        if (isFenced) break;
        reached[lane] = offset + 1;
      }
      return offset;
    });
    await eventually('all of them commit', () => (reached.every((offset) => offset > 5) ? true : undefined));
    const consumer = await startCopying('handover');
    const written = await Promise.all(formers);
    await eventually('all offsets', async () =>
      total(await bench.committed('handover', 'handover')) === count ? true : undefined,
    );
    await consumer.stop();
    for (const offset of written) expect(offset).toBeGreaterThan(5);
    await account('handover', count);
  });

  test('when dead letters cannot be sealed for a while: no offset passes them, and nothing is lost', async () => {
    await bench.createTopics({ letters: 4, dead: 1 });
    await bench.write('letters', numberedInputs(400));
    let isDown = true;
    const settle = createSettleOutcomes((refusals) =>
      isDown
        ? Promise.reject(new FulfilmentError('KEYRING_UNAVAILABLE'))
        : Promise.resolve(
            refusals.map(({ record }) => ({
              topic: topic('dead'),
              partition: 0,
              key: record.key,
              value: record.value,
            })),
          ),
    );
    const consumer = await bench.start({
      service: 'letters',
      inputs: [{ topic: topic('letters'), layout: 'by-lane' }],
      handler: ({ records }) =>
        settle({
          outputs: [],
          refusals: records.map((record) => ({ record, code: 'VALUE_EMPTY', fieldPaths: [], step: 'refuse' })),
        }),
    });
    await consumer.ready;
    await pause(700);
    expect(total(await bench.committed('letters', 'letters'))).toBe(0);
    isDown = false;
    await eventually('all offsets', async () =>
      total(await bench.committed('letters', 'letters')) === 400 ? true : undefined,
    );
    await consumer.stop();
    const numbers = (await bench.read('dead')).map(({ value }) => Number(value));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, number) => number));
  });
});

describe('a former owner', () => {
  const member = { groupId: `${bench.prefix}nobody`, memberId: '', generationId: -1 };
  const write = (value: string) => [{ topic: topic('fenced'), partition: 0, key: null, value: Buffer.from(value) }];

  test('can commit neither records nor offsets once another one took over', async () => {
    await bench.createTopics({ fenced: 4 });
    const [former, latter] = [bench.writer('fenced.0'), bench.writer('fenced.0')];
    const positions = [{ topic: topic('fenced'), partition: 0, offset: 5 }];
    await former.initialise();
    await former.commit(write('before'), positions, member);
    await latter.initialise();
    await expect(former.commit(write('zombie'), [], member)).rejects.toThrow();
    await expect(former.commit([], [{ ...positions[0], offset: 9 } as never], member)).rejects.toThrow();
    await latter.commit(write('after'), [{ topic: topic('fenced'), partition: 0, offset: 6 }], member);
    expect((await bench.read('fenced')).map(({ value }) => value)).toEqual(['before', 'after']);
    expect((await bench.committed('nobody', 'fenced'))[0]).toBe(6);
  });

  test('is waited for where it moved the offsets of a lane under the id of another: nobody begins before it has ended', async () => {
    await bench.createTopics({ pending: 4 });
    await bench.write('pending', numberedInputs(40));
    const producer = bench.client.kafkajs.producer({ transactionalId: topic('elsewhere'), maxInFlightRequests: 1 });
    await producer.connect();
    const transaction = await producer.transaction();
    const moved = [{ topic: topic('pending'), partitions: [{ partition: 2, offset: '7' }] }];
    await transaction.sendOffsets({ consumerGroupId: topic('pending'), topics: moved });
    const offsets: (readonly [lane: number, offset: number])[] = [];
    const consumer = await bench.start({
      service: 'pending',
      inputs: [{ topic: topic('pending'), layout: 'by-lane' }],
      handler: ({ lane, records }) => {
        offsets.push(...records.map(({ offset }) => [lane, Number(offset)] as const));
        return Promise.resolve({ outputs: [] });
      },
    });
    await eventually('all lanes but that one', () => (offsets.length === 30 ? true : undefined));
    expect(offsets.some(([lane]) => lane === 2)).toBe(false);
    await transaction.commit();
    await eventually('the rest of that lane', () => (offsets.length >= 33 ? true : undefined));
    expect(offsets.filter(([lane]) => lane === 2)).toEqual([7, 8, 9].map((offset) => [2, offset]));
    await consumer.stop();
    await producer.disconnect();
  });

  test('is refused by the group too: offsets of a generation that is over are not taken', async () => {
    await bench.createTopics({ generations: 4 });
    const consumer = await bench.start({
      service: 'generations',
      inputs: [{ topic: topic('generations'), layout: 'by-lane' }],
      handler: () => Promise.resolve({ outputs: [] }),
    });
    await consumer.ready;
    const writer = bench.writer('other');
    await writer.initialise();
    const stale = { groupId: `${bench.prefix}generations`, memberId: 'nobody', generationId: 0 };
    const positions = [{ topic: topic('generations'), partition: 0, offset: 3 }];
    await expect(writer.commit([], positions, stale)).rejects.toThrow(/member|generation/i);
    await consumer.stop();
    expect((await bench.committed('generations', 'generations'))[0]).toBe(0);
  });
});
