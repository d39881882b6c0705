import { afterAll, describe, expect, test } from '@jest/globals';
import { openKafkaBench } from './kafka-bench.js';
import { eventually } from '#test/support/eventually';

const bench = openKafkaBench('lane-consumer');
afterAll(() => bench.close());

async function produce(
  name: string,
  messages: { partition: number; key: string; value: string | null }[],
): Promise<void> {
  const producer = bench.client.kafkajs.producer({
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
  });
  await producer.connect();
  await producer.send({ topic: bench.topic(name), messages });
  await producer.disconnect();
}

describe('a lane consumer', () => {
  test('copies', async () => {
    await bench.createTopics({ in: 4, out: 4 });
    const messages = Array.from({ length: 5000 }, (_, i) => ({ partition: i % 4, key: `k${i}`, value: `v${i}` }));
    await produce('in', messages);
    let n = 0;
    const t = Date.now();
    const consumer = await bench.start({
      inputs: [{ topic: bench.topic('in'), layout: 'by-lane' }],
      handler: async ({ lane, records }) => {
        n += records.length;
        return {
          outputs: records.map(({ key, value }) => ({ topic: bench.topic('out'), partition: lane, key, value })),
        };
      },
    });
    void consumer.failed.then((e) => console.log('FAILED', e));
    await consumer.ready;
    console.log('ready', Date.now() - t);
    await eventually('all', () => (n >= 5000 ? true : undefined), 10_000).catch((e) => console.log(e));
    console.log('done', Date.now() - t, n, consumer.lanes());
    const s = Date.now();
    await consumer.stop();
    console.log('stopped', Date.now() - s);
    const out = await bench.read('out');
    expect(out.length).toBe(5000);
    console.log(bench.logLines.join(''));
  });
});
