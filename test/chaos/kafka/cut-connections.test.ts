// Connections cut at random moments, transactions half done, answers lost: the committed output must not show it.
import { connect, type Socket } from 'node:net';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createSystemClock } from '#shared/domain/system-clock';
import { createKafka, type OpenSocket } from '#shared/kafka/create-kafka';
import { createStartLaneConsumer } from '#shared/kafka/lane-consumer';
import { createLogger } from '#shared/logging/logger';
import { accountFor, copying, numberedInputs } from '#test/integration/shared/kafka/accounting';
import { kafkaConfig, LANES, openKafkaBench, QUICK } from '#test/integration/shared/kafka/kafka-bench';
import { eventually } from '#test/support/eventually';

const bench = openKafkaBench('chaos-cut');
const { topic } = bench;
afterAll(() => bench.close());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const NOBODY_LISTENS = 1;

interface Network {
  readonly openSocket: OpenSocket;
  /** Destroys all connections; new ones are refused for `ms`. */
  cut(ms: number): Promise<void>;
}

function createNetwork(): Network {
  const sockets = new Set<Socket>();
  let isDown = false;
  const openSocket = (({ host, port, onConnect }: { host: string; port: number; onConnect: () => void }) => {
    const socket = connect({ host, port: isDown ? NOBODY_LISTENS : port }, onConnect);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    return socket;
  }) as unknown as OpenSocket;
  return {
    openSocket,
    cut: async (ms) => {
      isDown = true;
      for (const socket of sockets) socket.destroy(new Error('cut'));
      await pause(ms);
      isDown = false;
    },
  };
}

describe('the committed output holds each input once', () => {
  test('after twelve cuts, short and long, in the middle of fetches, transactions and heartbeats', async () => {
    await bench.createTopics({ in: 4, out: 4, second: 4 });
    const network = createNetwork();
    const logLines: string[] = [];
    const client = createKafka({
      config: kafkaConfig(),
      clientId: 'cut',
      logger: createLogger({ service: 'cut', level: 'warn', destination: { write: (line) => logLines.push(line) } }),
      clock: createSystemClock(),
      random: Math.random,
      openSocket: network.openSocket,
    });
    const start = createStartLaneConsumer({
      client,
      lanes: LANES,
      prefix: bench.prefix,
      settings: { ...QUICK, unitRecords: 15 },
    });
    const consumer = await start({
      service: 'cut',
      inputs: [{ topic: topic('in'), layout: 'by-lane' }],
      handler: copying(topic('out'), topic('second'), () => pause(2)),
    });
    let failure: Error | null = null;
    void consumer.failed.then((error) => (failure = error));
    let count = 0;
    const handled = async (): Promise<number> =>
      (await bench.committed('cut', 'in')).reduce((sum, offset) => sum + offset, 0);
    for (let cut = 0; cut < 12; cut++) {
      const before = await handled();
      await bench.write('in', numberedInputs(600, count));
      count += 600;
      await eventually(`progress before cut ${cut}`, async () => {
        expect(failure).toBeNull();
        return (await handled()) > before ? true : undefined;
      });
      await pause(Math.random() * 40);
      await network.cut(cut % 4 === 3 ? 2_000 : Math.random() * 100);
    }
    await eventually(
      `all offsets, ${logLines.slice(-5).join('')}`,
      async () => ((await handled()) === count ? true : undefined),
      60_000,
    );
    expect(failure).toBeNull();
    await consumer.stop();
    expect(accountFor(await bench.read('out'), count)).toEqual([]);
    expect(accountFor(await bench.read('second'), count)).toEqual([]);
  }, 120_000);
});
