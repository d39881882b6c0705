// A replay against real services: every order ends as its history says, also when the replay is interrupted, and no order is refused.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import { createSystemClock } from '#shared/domain/system-clock';
import { createRefs } from '#shared/refs/refs';
import { historyToEvents } from '#shared/replay/olist/history-to-events';
import type { OlistOrder } from '#shared/replay/olist/olist-rows';
import type { OrderHistory } from '#shared/replay/order-history';
import { type Replay, startReplay } from '#shared/replay/replay';
import { createRandom } from '#shared/sample/seeded-random';
import { createFileKeyring } from '#shared/vault/file-keyring';
import { eventually } from '#test/support/eventually';
import { createTestWorld, type ServicesUnderTest, startServices } from '#test/support/services-under-test';
import { type Login, stackEnv } from '#test/support/stack';

const world = createTestWorld('replay');
const { brokers, registryUrl, services, orderService, carriers } = stackEnv();
let running: ServicesUnderTest;

beforeAll(async () => {
  running = await startServices(world);
}, 120_000);
afterAll(() => running.stop());

const STATUSES = ['delivered', 'delivered', 'delivered', 'shipped', 'canceled', 'unavailable', 'invoiced', 'created'];

/** Orders as the files have them, some of them contradicting themselves. */
function history(count: number, name: string): readonly OrderHistory[] {
  const random = createRandom(name);
  const time = (day: number, hour: number): string =>
    `2017-0${1 + Math.floor(day / 28)}-${String(1 + (day % 28)).padStart(2, '0')} ${String(hour).padStart(2, '0')}:00:00`;
  const rows = Array.from({ length: count }, (_, i): OlistOrder => {
    const status = STATUSES[i % STATUSES.length] ?? 'delivered';
    const day = random.between(0, 100);
    const known = (probability: number, text: string): string => (random.chance(probability) ? text : '');
    return {
      orderId: `${name}-${i}`,
      customer: { uniqueId: `${name}-person-${random.below(30)}`, zipPrefix: '1310', city: 'sao paulo', state: 'SP' },
      status,
      purchasedAt: time(day, 9),
      approvedAt: status === 'created' ? '' : known(0.9, time(day, random.between(8, 20))),
      handedOverAt: known(0.9, time(day + random.between(0, 3), 7)),
      deliveredAt: known(0.9, time(day + random.between(2, 9), 18)),
      estimatedDelivery: time(day + 20, 0),
      items: random.chance(0.9) ? [{ productId: `p${random.below(9)}`, price: '35.9', freight: '5.1' }] : [],
      payments: [{ type: 'boleto', value: '41.0' }],
    };
  });
  return historyToEvents(rows);
}

function replayOf(histories: readonly OrderHistory[], runId: string): Promise<Replay> {
  const refs = createRefs(createFileKeyring({ directory: world.keyringDirectory }).derive('refs'));
  const connectionOf = (login: Login | undefined) => ({
    brokers,
    ssl: false as const,
    login: login ?? null,
    registryUrl,
  });
  return startReplay({
    orderService: connectionOf(orderService),
    carrier: connectionOf(carriers.parcelway),
    carrierId: 'parcelway',
    topicPrefix: world.isolation.topicPrefix,
    runId,
    orderIds: histories.map(({ orderId }) => orderId),
    histories: () => histories,
    pace: { kind: 'follow', mostUnderWay: 150 },
    shipmentRefOf: (orderId) => refs.shipmentRef('parcelway', orderId, 1),
    clock: createSystemClock(),
    stalledAfterMs: 30_000,
  });
}

async function recordsOn(topic: string): Promise<number> {
  const sasl = services === undefined ? {} : { sasl: services as unknown as NonNullable<KafkaConfig['sasl']> };
  const admin = new Kafka({ brokers: [...brokers], ...sasl, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const partitions = await admin.fetchTopicOffsets(`${world.isolation.topicPrefix}${topic}`);
    return partitions.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
  } finally {
    await admin.disconnect();
  }
}

describe('a replay against real services', () => {
  test('brings every order to the state of its history, erases what is over and has nothing refused', async () => {
    const histories = history(240, 'whole');
    const replay = await replayOf(histories, 'whole');
    const { end, report } = await replay.ended;
    expect(report.astray).toEqual([]);
    expect([end, report.accounted]).toEqual(['ended', 240]);
    const over = histories.filter(({ expectedFinal }) => ['delivered', 'cancelled'].includes(expectedFinal)).length;
    expect(replay.counts()).toMatchObject({ placed: 240, underWay: 0, finished: over, erased: over, refused: 0 });
    for (const service of ['intake', 'carriers', 'erasure']) expect(await recordsOn(`${service}.dead-letters`)).toBe(0);
  });

  test('goes on where an interrupted one stopped, and sends nothing when everything is over', async () => {
    const histories = history(200, 'interrupted');
    const first = await replayOf(histories, 'interrupted-1');
    await eventually('some orders', () => (first.counts().finished >= 20 ? true : undefined));
    first.stop();
    const stopped = await first.ended;
    expect(stopped.end).toBe('stopped');
    expect(stopped.report.accounted).toBeLessThan(200);

    const second = await (await replayOf(histories, 'interrupted-2')).ended;
    expect([second.end, second.report.accounted]).toEqual(['ended', 200]);

    const before = await recordsOn('orders.statuses');
    const third = await (await replayOf(histories, 'interrupted-3')).ended;
    expect(third.report.accounted).toBe(200);
    expect(await recordsOn('orders.statuses')).toBe(before);
  });
});
