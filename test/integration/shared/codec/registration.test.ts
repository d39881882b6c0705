// The codec against the real registry: what we register others can read, what others register we can read, and no incompatible change gets in.
import confluent from '@kafkajs/confluent-schema-registry';
import { describe, expect, test } from '@jest/globals';
import { schemas, type SchemaJson } from '#schemas/generated/schemas';
import { carrierTopics, topics } from '#schemas/generated/topics';
import { createAvroCodec } from '#shared/codec/avro-codec';
import type { AvroCodec } from '#shared/codec/codec';
import { registerSchemas } from '#shared/codec/register-schemas';
import { createRegistryClient } from '#shared/codec/registry-client';
import { createSystemClock } from '#shared/domain/system-clock';
import { isolate, stackEnv } from '#test/support/stack';

const { registryUrl } = stackEnv();
const registry = createRegistryClient({ url: registryUrl });
const cancelled = { eventId: 'e', orderId: 'CC-1', occurredAt: 1_700_000_000_000, reason: 'STOCK' } as const;
const pick = { shipmentRef: 'r', items: [{ sku: 's', quantity: 2 }], policyVersion: 1, at: 1 };
const PICK = 'fulfilment.warehouse.Pick';

function codecFor(topicPrefix: string): AvroCodec {
  return createAvroCodec({ registry, topicPrefix, clock: createSystemClock(), refuseUndeclaredFields: true });
}

function pickWith(...fields: unknown[]): SchemaJson {
  const original = schemas[PICK][0].schema as { fields: unknown[] };
  return { ...original, fields: [...original.fields, ...fields] };
}

describe('the whole catalogue', () => {
  test('registers, registers again without a change, and every subject is BACKWARD', async () => {
    const { topicPrefix } = isolate('codec-catalogue');
    const schemaOf = (name: string) => schemas[name as keyof typeof schemas][0].schema;
    const all = [...Object.values(topics), carrierTopics('swiftpost').statuses];
    const first = await registerSchemas({ registry, topicPrefix, schemaOf }, all);
    expect(await registerSchemas({ registry, topicPrefix, schemaOf }, all)).toEqual(first);
    for (const { subject } of first) expect(await registry.compatibility(subject)).toBe('BACKWARD');
  });

  test('is forgotten by subject, for good: an incompatible schema may take its place', async () => {
    const subject = `${isolate('codec-forgotten').topicPrefix}x-value`;
    await registry.register(subject, { type: 'record', name: 'A', fields: [{ name: 'a', type: 'int' }] });
    await registry.deleteSubject(subject);
    expect(await registry.latest(subject)).toBeNull();
    const other = { type: 'record', name: 'A', fields: [{ name: 'b', type: 'string' }] };
    expect(await registry.register(subject, other)).not.toBeNull();
    await registry.deleteSubject(subject);
    await expect(registry.deleteSubject(subject)).resolves.toBeUndefined();
  });

  test('registers once when services start at the same moment on an empty registry', async () => {
    for (let round = 0; round < 5; round++) {
      const { topicPrefix } = isolate(`codec-race-${round}`);
      const codecs = Array.from({ length: 4 }, () => codecFor(topicPrefix));
      await Promise.all(codecs.map((codec) => codec.prepare([topics.erasureReceipts, topics.policyVersions])));
      const policy = { version: 1, text: 't', publishedAt: 1, publishedBy: 'operator', readableText: null };
      const ids = codecs.map((codec) => codec.encode(topics.policyVersions, policy).readUInt32BE(1));
      expect(new Set(ids).size).toBe(1);
    }
  });

  test('keeps docs, units and categories for whoever fetches a schema', async () => {
    const { topicPrefix } = isolate('codec-attributes');
    await codecFor(topicPrefix).prepare([topics.ordersEvents]);
    const found = await registry.latest(`${topicPrefix}orders.events-fulfilment.orders.OrderPlaced`);
    const text = JSON.stringify(found?.schema);
    expect(text).toContain('"category":"payment"');
    expect(text).toContain('"unit":"grams"');
    expect(text).toContain('Name on the label.');
  });
});

describe('a change of a registered schema', () => {
  test('that older records survive is accepted, and they are read with its default', async () => {
    const { topicPrefix } = isolate('codec-compatible');
    const before = codecFor(topicPrefix);
    await before.prepare([topics.warehousePicks]);
    const old = before.encode(topics.warehousePicks, pick);
    const two = [...schemas[PICK], { version: 2, schema: pickWith({ name: 'shelf', type: 'string', default: 'A' }) }];
    const after = createAvroCodec({
      registry,
      topicPrefix,
      clock: createSystemClock(),
      schemas: { ...schemas, [PICK]: two },
    });
    await after.prepare([topics.warehousePicks]);
    await after.ensureSchemas([old]);
    expect(after.decode(old, topics.warehousePicks)).toMatchObject({ kind: 'decoded', value: { ...pick, shelf: 'A' } });

    // And the instance that was not deployed yet reads the new records.
    const newer = after.encode(topics.warehousePicks, { ...pick, shelf: 'B' } as never);
    await before.ensureSchemas([newer]);
    expect(before.decode(newer, topics.warehousePicks)).toEqual({
      kind: 'decoded',
      recordName: PICK,
      schemaId: newer.readUInt32BE(1),
      value: pick,
      unknownFields: ['shelf'],
    });
  });

  test('that they do not survive is refused by us with subject and field, and by the registry as well', async () => {
    const { topicPrefix } = isolate('codec-incompatible');
    await codecFor(topicPrefix).prepare([topics.warehousePicks]);
    const subject = `${topicPrefix}warehouse.picks-value`;
    const incompatible = pickWith({ name: 'shelf', type: 'string' });
    const deps = { registry, topicPrefix, schemaOf: () => incompatible };
    await expect(registerSchemas(deps, [topics.warehousePicks])).rejects.toMatchObject({
      code: 'SCHEMA_INCOMPATIBLE',
      details: { subject, fields: 'shelf' },
    });
    expect(await registry.isCompatible(subject, incompatible)).toBe(false);
    expect(await registry.register(subject, incompatible)).toBeNull();
    expect((await registry.latest(subject))?.schema).toMatchObject({ fields: { length: 4 } });
  });
});

describe('other people’s clients', () => {
  const theirs = new confluent.SchemaRegistry({ host: registryUrl });

  test('read what we write, with nothing but the registry', async () => {
    const { topicPrefix } = isolate('codec-read-by-others');
    const codec = codecFor(topicPrefix);
    await codec.prepare([topics.ordersEvents, topics.warehousePicks]);
    expect(await theirs.decode(codec.encode(topics.warehousePicks, pick))).toMatchObject(pick);
    const bytes = codec.encode(topics.ordersEvents, cancelled, 'fulfilment.orders.OrderCancelled');
    expect(await theirs.decode(bytes)).toMatchObject(cancelled);
  });

  test('are read when they write by our schema, and when they add fields, which are named', async () => {
    const { topicPrefix } = isolate('codec-written-by-others');
    const codec = codecFor(topicPrefix);
    await codec.prepare([topics.ordersEvents]);
    const subject = `${topicPrefix}orders.events-fulfilment.orders.OrderCancelled`;
    const same = await theirs.encode(await theirs.getLatestSchemaId(subject), cancelled);
    const schema = schemas['fulfilment.orders.OrderCancelled'][0].schema as { fields: unknown[] };
    const album = { name: 'album', type: ['null', 'string'], default: null };
    const wider = { ...schema, fields: [...schema.fields, album] };
    const { id } = await theirs.register(
      { type: confluent.SchemaType.AVRO, schema: JSON.stringify(wider) },
      { subject },
    );
    const more = await theirs.encode(id, { ...cancelled, album: 'x' });
    await codec.ensureSchemas([same, more]);
    const recordName = 'fulfilment.orders.OrderCancelled';
    const decoded = { kind: 'decoded', recordName, value: cancelled };
    expect(codec.decode(same, topics.ordersEvents)).toMatchObject({ ...decoded, unknownFields: [] });
    expect(codec.decode(more, topics.ordersEvents)).toMatchObject({ ...decoded, unknownFields: ['album'] });
  });

  test('that name an id the registry has not get a refusal, not an outage', async () => {
    const codec = codecFor(isolate('codec-unknown-id').topicPrefix);
    const bytes = Buffer.from([0, 0x7f, 0xff, 0xff, 0xf0, 1]);
    await codec.ensureSchemas([bytes]);
    expect(codec.decode(bytes, topics.ordersEvents)).toMatchObject({ code: 'SCHEMA_UNKNOWN', schemaId: 0x7ffffff0 });
  });
});
