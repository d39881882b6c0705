// A world of its own on the real stack for tests of erasure: topics, database, vault, the other participants, and ears on what is written.
import type { ErasureRequest, LedgerEntry, OrderStatus } from '#schemas/generated/records';
import { type TopicHandle, topics } from '#schemas/generated/topics';
import type { OrderRef } from '#shared/domain/refs';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import type { LaneConsumer, PlainProducer } from '#shared/kafka/ports';
import { createLogger } from '#shared/logging/logger';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { openPlatform } from '#shared/platform/open-platform';
import type { Platform } from '#shared/platform/platform';
import { prepareTopics } from '#shared/platform/prepare-topics';
import { lane } from '#shared/refs/lane';
import { compose } from '#shared/runtime/compose';
import { createMetrics } from '#shared/telemetry/metrics';
import { createKafkaLedgerSource } from '#shared/ledger-proof/kafka-ledger-source';
import { verifyLedger } from '#services/erasure/ledger/verify-ledger';
import type { Verification } from '#services/erasure/ledger/verify-chain';
import { createTestWorld, type TestWorld } from '#test/support/services-under-test';
import type { OrderHistory } from '#test/unit/services/erasure/support/order-histories';

export interface ErasureWorld {
  readonly world: TestWorld;
  readonly platform: Platform;
  /** Keys for the orders, then everything that happens to them. */
  publish(histories: readonly OrderHistory[]): Promise<void>;
  /** Last status told of each order so far, by orderId. */
  readonly statuses: ReadonlyMap<string, OrderStatus>;
  readonly entries: readonly LedgerEntry[];
  readonly requests: readonly ErasureRequest[];
  verify(): Promise<Verification>;
  close(): Promise<void>;
}

export async function openErasureWorld(name: string, speed = 1): Promise<ErasureWorld> {
  const world = createTestWorld(name, { speed });
  const opened = await compose('erasure-world', async (use) => {
    const logger = createLogger({ service: 'erasure-world', level: 'error' });
    const platform = await openPlatform(use, { name: 'erasure-world', environment: world.env, logger });
    await prepareTopics(platform);
    return platform;
  }).start();
  const platform = opened.value;
  const { codec, topicName, kafka } = platform;
  const metrics = createMetrics({ service: 'test' });
  const statuses = new Map<string, OrderStatus>();
  const entries: LedgerEntry[] = [];
  const requests: ErasureRequest[] = [];
  const read = readerOf(platform);

  const ears = await platform.startLanes(
    {
      service: 'ears',
      inputs: [
        { topic: topicName(topics.ordersStatuses.name), layout: 'by-lane' },
        { topic: topicName(topics.erasureLedger.name), layout: 'single' },
      ],
      handler: async ({ records }) => {
        for (const status of await read(topics.ordersStatuses, records)) statuses.set(status.orderId, status);
        entries.push(...(await read(topics.erasureLedger, records)));
        return { outputs: [] };
      },
    },
    metrics,
  );
  const others = await platform.startLanes(
    {
      service: 'other-participants',
      inputs: [{ topic: topicName(topics.erasureRequests.name), layout: 'by-lane' }],
      handler: async ({ records }) => {
        const asked = await read(topics.erasureRequests, records);
        requests.push(...asked);
        return {
          outputs: asked.flatMap((request) =>
            ['intake', 'carriers', 'notifications'].map((who) => receipt(platform, request, who)),
          ),
        };
      },
    },
    metrics,
  );
  const producer = await startPlainProducer(kafka);
  await Promise.all([ears.ready, others.ready]);

  return {
    world,
    platform,
    statuses,
    entries,
    requests,
    publish: (histories) => publish(platform, producer, histories),
    verify: () => verifyLedger(codec, createKafkaLedgerSource(kafka, topicName(topics.erasureLedger.name))),
    close: async () => {
      await Promise.all([ears, others, producer].map((part: Pick<LaneConsumer, 'stop'>) => part.stop()));
      await platform.database.dropDatabase();
      await opened.stop();
    },
  };
}

function readerOf({ codec, topicName }: Platform) {
  return async <T>(topic: TopicHandle<string, T>, records: readonly IncomingRecord[]): Promise<T[]> => {
    const own = records.filter(({ topic: name, value }) => name === topicName(topic.name) && value !== null);
    await codec.ensureSchemas(own.map(({ value }) => value));
    return own.map(({ value }) => {
      const decoded = codec.decode(value as Buffer, topic);
      if (decoded.kind === 'refused') throw new Error(`not readable: ${decoded.code}`);
      return decoded.value;
    });
  };
}

function receipt({ codec, topicName, clock }: Platform, request: ErasureRequest, participant: string): OutgoingRecord {
  const { erasureId, orderRef } = request;
  const value = { erasureId, orderRef, participant, deletedRecords: 1, deletedDocuments: 0, at: clock.nowMs() };
  return {
    topic: topicName(topics.erasureReceipts.name),
    partition: lane(orderRef as OrderRef),
    key: erasureId,
    value: codec.encode(topics.erasureReceipts, value),
  };
}

async function publish(
  { codec, vault, topicName }: Platform,
  producer: PlainProducer,
  histories: readonly OrderHistory[],
): Promise<void> {
  await vault.admit(histories.map(({ orderRef, orderId }) => ({ orderRef: orderRef as OrderRef, claim: orderId })));
  const record = (topic: TopicHandle, orderRef: string, value: Buffer): OutgoingRecord => ({
    topic: topicName(topic.name),
    partition: lane(orderRef as OrderRef),
    key: orderRef,
    value,
  });
  await producer.send(
    histories.flatMap(({ orderRef, facts, progress }) => [
      ...facts.map((one) => record(topics.ordersFacts, orderRef, codec.encode(topics.ordersFacts, one))),
      ...progress.map((one) => record(topics.shipmentsProgress, orderRef, codec.encode(topics.shipmentsProgress, one))),
    ]),
  );
}
