// Orders shuffled within an hour, through several processes of which two are killed: the last assessment of each order is the one that a single
// computation in event time gives, and no topic or collection of fraud control holds anything in clear.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Assessment } from '#schemas/generated/records';
import { type TopicHandle, topics } from '#schemas/generated/topics';
import { assess } from '#services/fraud/domain/assess';
import { OrderHistory } from '#services/fraud/domain/order-history';
import { type KeptOrder, keptOrder } from '#services/fraud/steps/observation-record';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { createLogger } from '#shared/logging/logger';
import { openPlatform } from '#shared/platform/open-platform';
import type { Platform } from '#shared/platform/platform';
import { prepareTopics } from '#shared/platform/prepare-topics';
import { compose } from '#shared/runtime/compose';
import { generateOrders } from '#shared/sample/generate-orders';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { eventually } from '#test/support/eventually';
import { readLatest } from '#test/support/read-topic';
import { createTestWorld, type ServicesUnderTest, startServices } from '#test/support/services-under-test';
import { defaultRules } from '#test/unit/services/fraud/support/default-rules';

const ORDERS = 400;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const { ruleSet } = defaultRules();
const world = createTestWorld('fraud-killed');

/** A minute apart, with few devices and addresses among them, and arriving up to an hour late. */
function shuffledOrders(): PlainOrder[] {
  const start = Date.now() - 2 * 24 * HOUR_MS;
  return [...generateOrders({ seed: 'fraud-killed', count: ORDERS })]
    .map((order, n): PlainOrder => {
      const signals = order.signals['fulfilment.orders.Signals'];
      const deviceId = `device-of-test-${(n * 7) % 23}`;
      const ipAddress = `93.184.${(n * 5) % 7}.${(n * 3) % 11}`;
      return {
        ...order,
        occurredAt: start + n * MINUTE_MS,
        signals: { 'fulfilment.orders.Signals': { ...signals, deviceId, ipAddress } },
      };
    })
    .map((order, n) => ({ order, arrivesAt: order.occurredAt + ((n * 7919) % 60) * MINUTE_MS }))
    .sort((one, other) => one.arrivesAt - other.arrivesAt)
    .map(({ order }) => order);
}

describe('assessments of several processes', () => {
  const orders = shuffledOrders();
  const running: ServicesUnderTest[] = [];
  let platform: Platform;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await compose('fraud-test', async (use) => {
      const logger = createLogger({ service: 'fraud-test', level: 'error' });
      const made = await openPlatform(use, { name: 'fraud-test', environment: world.env, logger });
      await prepareTopics(made);
      return made;
    }).start();
    platform = opened.value;
    close = () => opened.stop();
  }, 120_000);

  afterAll(async () => {
    for (const services of running) services.kill('SIGKILL');
    await close();
  });

  const start = async (name: string): Promise<ServicesUnderTest> => {
    const services = await startServices(world, [name]);
    running.push(services);
    return services;
  };

  const latest = async <Value>(topic: TopicHandle<string, Value>): Promise<Value[]> => {
    const records = [...(await readLatest(platform.kafka, platform.topicName(topic.name))).values()];
    await platform.codec.ensureSchemas(records.map(({ value }) => value));
    return records.flatMap(({ value }) => {
      const decoded =
        value === null ? undefined : (platform.codec.decode(value, topic) as { kind: string; value: Value });
      return decoded?.kind === 'decoded' ? [decoded.value] : [];
    });
  };

  test('are in the end those of event time', async () => {
    const [intake, first] = [await start('intake'), await start('fraud'), await start('fraud')];
    const producer = await startPlainProducer(platform.kafka);
    const publish = async (some: readonly PlainOrder[]): Promise<void> =>
      producer.send(
        some.map((order) => ({
          topic: platform.topicName(topics.ordersEvents.name),
          partition: order.orderId.length % 4,
          key: order.orderId,
          value: platform.codec.encode(topics.ordersEvents, order, 'fulfilment.orders.OrderPlaced'),
        })),
      );
    const assessed = async (): Promise<number> => (await latest(topics.fraudAssessments)).length;

    await publish(orders.slice(0, 150));
    await eventually('some are assessed', async () => ((await assessed()) > 50 ? true : undefined), 60_000);
    first.kill('SIGKILL');
    await publish(orders.slice(150, 300));
    const third = await start('fraud');
    await eventually('half are assessed', async () => ((await assessed()) > 200 ? true : undefined), 60_000);
    third.kill('SIGKILL');
    await publish(orders.slice(300));
    await start('fraud');
    await eventually('all are assessed', async () => ((await assessed()) === ORDERS ? true : undefined), 120_000);
    await producer.stop();
    await intake.stop();

    await eventually(
      'the last revisions are those of event time',
      async () => {
        const finals = (await latest(topics.fraudAssessments)).map(comparable).sort(byRef);
        expect(finals).toEqual((await inEventTime()).sort(byRef));
        return true;
      },
      60_000,
    );
    const verdicts = new Set((await latest(topics.fraudAssessments)).map(({ verdict }) => verdict));
    expect(verdicts.size).toBeGreaterThan(1);
  }, 400_000);

  /** What one computation in event time says of what was observed. */
  async function inEventTime() {
    const history = new OrderHistory<KeptOrder>();
    const kept = (await latest(topics.fraudObservations)).map(keptOrder);
    kept.sort((a, b) => a.placedAt - b.placedAt || (a.orderId < b.orderId ? -1 : 1));
    return kept.map((order) => {
      history.put([order]);
      const { score, verdict, reasons, features } = assess(history, ruleSet, order);
      const codes = reasons.map(({ code, weight }) => `${code} ${weight}`);
      return { orderRef: order.orderRef, score, verdict, codes, features: [...features] };
    });
  }
});

function comparable({ orderRef, score, verdict, reasons, features }: Assessment) {
  return { orderRef, score, verdict, codes: reasons.map(({ code, weight }) => `${code} ${weight}`), features };
}

function byRef(one: { readonly orderRef: string }, other: { readonly orderRef: string }): number {
  return one.orderRef < other.orderRef ? -1 : 1;
}
