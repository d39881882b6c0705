// The catalogue of topics: rules between its columns, the settings Kafka gets, and where personal data may lie.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { fieldCategories } from '#schemas/generated/fields';
import {
  carrierTopics,
  deadlineProfiles,
  LANES,
  SEALED_CATEGORIES,
  topics,
  type TopicHandle,
} from '#schemas/generated/topics';
import { parseCatalogue } from '#schemas/generator/parse-catalogue';

const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'schemas', 'catalogue.yaml'), 'utf8');
const { shipments, statuses } = carrierTopics('swiftpost');
const all: readonly TopicHandle[] = [...Object.values(topics), shipments, statuses];
const recordNames = new Set(Object.keys(fieldCategories));

type Row = Record<string, unknown>;

/** The catalogue with one row changed. */
function changed(name: string, change: Row): () => unknown {
  const whole = parse(text) as { topics: Row[] };
  whole.topics = whole.topics.map((row) => (row['name'] === name ? { ...row, ...change } : row));
  return () => parseCatalogue(stringify(whole), recordNames);
}

describe('a row of the catalogue is refused', () => {
  test.each<[string, string, Row, RegExp]>([
    [
      'with partitions that its layout does not have',
      'orders.facts',
      { partitions: 6 },
      /orders\.facts is by-lane: it needs 4/,
    ],
    ['with too few partitions for its categories', 'orders.sealed', { partitions: 4 }, /needs 16/],
    [
      'when plaintext has no heartbeat, for it would never be erased',
      'orders.events',
      { heartbeat: false },
      /never erased/,
    ],
    ['when it is kept for no stated time', 'orders.events', { retention: undefined }, /retention/],
    ['when it is compacted and kept for a time', 'orders.facts', { retention: 'P7D' }, /retention/],
    ['with a retention that is no duration', 'orders.events', { retention: '7 days' }, /ISO 8601/],
    [
      'when somebody beside its owner writes by lane',
      'orders.facts',
      { writers: ['intake', 'carriers'] },
      /only its owner/,
    ],
    [
      'when it is shared with nobody and says why it is',
      'orders.facts',
      { sharedBecause: 'for no reason' },
      /with nobody/,
    ],
    ['with a record that has no file', 'orders.facts', { records: ['fulfilment.orders.Nothing'] }, /has no \.avsc/],
    ['with a misspelt column', 'orders.facts', { partition: 4 }, /partition/],
    ['with the name of another', 'orders.facts', { name: 'orders.statuses' }, /listed twice/],
  ])('%s', (_, name, change, message) => {
    expect(changed(name, change)).toThrow(message);
  });

  test('and not when nothing is changed', () => {
    expect(changed('orders.facts', {})).not.toThrow();
  });
});

describe('settings', () => {
  test('of a topic with plaintext that is compacted keep both deletion promises', () => {
    expect(shipments.settings.fast).toEqual({
      'cleanup.policy': 'compact',
      'segment.ms': '10000',
      'max.compaction.lag.ms': '10000',
      'min.cleanable.dirty.ratio': '0',
      'min.compaction.lag.ms': '0',
      'file.delete.delay.ms': '1000',
      'delete.retention.ms': '604800000',
      'message.timestamp.type': 'LogAppendTime',
    });
    expect(shipments.settings.default).toMatchObject({
      'segment.ms': '300000',
      'max.compaction.lag.ms': '300000',
      'min.cleanable.dirty.ratio': '0.1',
      'file.delete.delay.ms': '60000',
      'delete.retention.ms': '604800000',
      'message.timestamp.type': 'LogAppendTime',
    });
  });

  test('of the ingress roll fast and keep what intake has not read for a week', () => {
    expect(topics.ordersEvents.settings.fast).toMatchObject({
      'cleanup.policy': 'delete',
      'retention.ms': '604800000',
      'segment.ms': '10000',
      'file.delete.delay.ms': '1000',
      'message.timestamp.type': 'LogAppendTime',
    });
    expect(topics.ordersEvents.settings.default).toMatchObject({
      'segment.ms': '30000',
      'file.delete.delay.ms': '1000',
    });
    expect(topics.ordersEvents.settings.default).not.toHaveProperty(['max.compaction.lag.ms']);
  });

  test('of topics without plaintext cost nothing extra, and their tombstones stay readable for a week', () => {
    expect(topics.ordersFacts.settings.fast).toEqual({
      'cleanup.policy': 'compact',
      'delete.retention.ms': '604800000',
    });
    expect(topics.ordersFacts.settings.default).toEqual(topics.ordersFacts.settings.fast);
  });

  test('of the ledger keep it for ever', () => {
    expect(topics.erasureLedger.settings.default).toEqual({ 'cleanup.policy': 'delete', 'retention.ms': '-1' });
  });

  test('of the broker and the heartbeat belong to the promise', () => {
    expect(deadlineProfiles.fast).toMatchObject({
      promiseMs: 60_000,
      heartbeatMs: 10_000,
      broker: { 'log.cleaner.backoff.ms': '5000', 'log.retention.check.interval.ms': '5000' },
    });
    expect(deadlineProfiles.default).toMatchObject({ promiseMs: 900_000, heartbeatMs: 60_000 });
  });

  test.each(['default', 'fast'] as const)(
    'of profile %s keep its promise: roll, heartbeat, cleaner and deletion together',
    (profile) => {
      const { promiseMs, heartbeatMs, broker } = deadlineProfiles[profile];
      const { settings } = shipments;
      const boundMs =
        Number(settings[profile]['segment.ms']) +
        heartbeatMs +
        Number(broker['log.cleaner.backoff.ms']) +
        Number(settings[profile]['file.delete.delay.ms']);
      expect(boundMs).toBeLessThan(promiseMs / 2);
    },
  );

  test('let an event of five megabytes in, so that it is refused by name and its dead letter fits', () => {
    const ingress = Number(topics.ordersEvents.settings.default['max.message.bytes']);
    const dead = Number(topics.intakeDeadLetters.settings.default['max.message.bytes']);
    expect(ingress).toBeGreaterThan(5 * 1024 * 1024 + 64 * 1024);
    expect(dead).toBeGreaterThan(ingress + 512 * 1024);
  });
});

describe('where personal data may lie in plain', () => {
  const PERSONAL = ['shipping', 'contact', 'payment', 'signals'];

  test('is what the shop publishes and the topics of carriers only', () => {
    expect(all.filter(({ plaintext }) => plaintext).map(({ name }) => name)).toEqual([
      'orders.events',
      'accounts.events',
      'carriers.swiftpost.shipments',
    ]);
  });

  test.each(all.filter(({ plaintext }) => !plaintext).map((topic) => [topic.name, topic] as const))(
    'is not %s: no field of its records is personal',
    (_, topic) => {
      const personal = topic.recordNames.flatMap((name) =>
        Object.entries(fieldCategories[name as keyof typeof fieldCategories]).filter(([, category]) =>
          PERSONAL.includes(category),
        ),
      );
      expect(topic.recordNames.length).toBeGreaterThan(0);
      expect(personal).toEqual([]);
    },
  );

  test('is told by path, through lists and unions', () => {
    expect(fieldCategories['fulfilment.orders.OrderPlaced']).toMatchObject({
      'items[].sku': 'order-content',
      'shipping.addressLines': 'shipping',
      'shipping.pickupPoint.pointId': 'shipping',
      'shipping.ciphertext': 'none',
      'signals.ipAddress': 'signals',
    });
  });
});

describe('handles', () => {
  test('have one partition per lane, and one per lane and category where blocks are sealed', () => {
    expect(LANES).toBe(4);
    expect(SEALED_CATEGORIES).toEqual(['shipping', 'contact', 'payment', 'signals']);
    expect(topics.ordersSealed.partitions).toBe(LANES * SEALED_CATEGORIES.length);
  });

  test('of a carrier carry its id in topic, record and rights', () => {
    expect(shipments).toMatchObject({
      name: 'carriers.swiftpost.shipments',
      recordNames: ['fulfilment.carriers.swiftpost.Shipment'],
      readers: ['carrier.swiftpost'],
      owner: 'carriers',
    });
    expect(statuses).toMatchObject({ owner: 'carrier.swiftpost', writers: ['carrier.swiftpost'], layout: 'any-lane' });
  });

  test('name every topic once', () => {
    const names = all.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('erasure.dead-letters');
    expect(names.join(' ')).not.toMatch(/[<>]/);
  });
});
