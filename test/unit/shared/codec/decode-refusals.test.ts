// Bytes of others: whatever they are, decode answers by name and never throws, and an outage of the registry is no answer.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { schemas, type SchemaJson } from '#schemas/generated/schemas';
import { topics } from '#schemas/generated/topics';
import { classify } from '#shared/errors/classify';
import { arbitraryValue } from './support/arbitrary-value.js';
import { givenCodec } from './support/given-codec.js';

const CANCELLED = 'fulfilment.orders.OrderCancelled';
const CANARY = 'canary-5f0b7c2e41';
const cancelled = { eventId: CANARY, orderId: 'CC-1', occurredAt: 1, reason: 'CUSTOMER' } as const;

function wire(schemaId: number, body: Buffer): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(schemaId, 1);
  return Buffer.concat([header, body]);
}

/** The schema of OrderCancelled with its fields changed. */
function variant(change: (fields: { name: string; type: SchemaJson }[]) => unknown[]): SchemaJson {
  const original = schemas[CANCELLED][0].schema as { fields: { name: string; type: SchemaJson }[] };
  return { ...original, fields: change(structuredClone(original.fields)) };
}

async function decodeWith(schema: SchemaJson, body = Buffer.alloc(0)) {
  const { codec, registry } = await givenCodec();
  const bytes = wire(registry.put(schema, 900), body);
  await codec.ensureSchemas([bytes]);
  return codec.decode(bytes, topics.ordersEvents);
}

describe('bytes that are no record', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['four bytes', Buffer.from([0, 0, 0, 0])],
    ['JSON', Buffer.from('{"orderId":"CC-1"}')],
  ])('%s is refused as undecodable without asking the registry', async (_, bytes) => {
    const { codec, registry } = await givenCodec();
    await codec.ensureSchemas([bytes]);
    expect(codec.decode(bytes, topics.ordersEvents)).toEqual({
      kind: 'refused',
      code: 'UNDECODABLE_BYTES',
      fieldPaths: [],
      schemaId: null,
    });
    expect(registry.askedIds).toEqual([]);
  });

  test('a record cut off at any byte is refused, and so is one with a byte too many', async () => {
    const { codec } = await givenCodec();
    const whole = codec.encode(topics.ordersEvents, cancelled, CANCELLED);
    for (let length = 5; length < whole.length; length++) {
      expect(codec.decode(whole.subarray(0, length), topics.ordersEvents)).toMatchObject({ code: 'UNDECODABLE_BYTES' });
    }
    const longer = Buffer.concat([whole, Buffer.from([0])]);
    expect(codec.decode(longer, topics.ordersEvents)).toMatchObject({ code: 'UNDECODABLE_BYTES' });
    expect(codec.decode(whole, topics.ordersEvents)).toMatchObject({ kind: 'decoded' });
  });

  test('any bytes behind any known schema id are answered, never thrown', async () => {
    const { codec } = await givenCodec();
    const whole = codec.encode(topics.ordersEvents, cancelled, CANCELLED);
    const ids = Array.from({ length: 12 }, (_, i) => i + 1);
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.uint8Array({ maxLength: 200 }), (id, body) => {
        const answer = codec.decode(wire(id, Buffer.from(body)), topics.ordersEvents);
        expect(['decoded', 'refused']).toContain(answer.kind);
      }),
      { numRuns: 2_000 },
    );
    expect(codec.decode(whole, topics.ordersEvents).kind).toBe('decoded');
  });

  test('a damaged record is answered, wherever a bit has changed', async () => {
    const { codec } = await givenCodec();
    const order = fc.sample(arbitraryValue(codec.schemaOf('fulfilment.orders.OrderPlaced')), { numRuns: 20, seed: 7 });
    const kinds = new Set<string>();
    for (const value of order) {
      const whole = codec.encode(topics.ordersEvents, value as never, 'fulfilment.orders.OrderPlaced');
      for (let bit = 40; bit < whole.length * 8; bit += 3) {
        const damaged = Buffer.from(whole);
        damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
        kinds.add(codec.decode(damaged, topics.ordersEvents).kind);
      }
    }
    expect([...kinds].sort()).toEqual(['decoded', 'refused']);
  });

  test.each([
    ['more entries than bytes', [0xfe, 0xff, 0xff, 0xff, 0x0f]],
    ['as many entries as fit a number', [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f]],
    ['a block with a negative count', [0xff, 0xff, 0xff, 0xff, 0x0f, 0x02]],
  ])('a list that claims %s is refused at once and takes no memory', async (_, claim) => {
    const { codec } = await givenCodec();
    const start = codec.encode(topics.warehousePicks, { shipmentRef: 'r', items: [], policyVersion: 1, at: 1 });
    const bytes = Buffer.concat([start.subarray(0, 7), Buffer.from(claim), Buffer.alloc(40, 2)]);
    const before = process.memoryUsage().heapUsed;
    expect(codec.decode(bytes, topics.warehousePicks)).toMatchObject({ kind: 'refused', code: 'UNDECODABLE_BYTES' });
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(5_000_000);
  });

  test('a foreign field that claims endless entries is refused too, though it is only skipped', async () => {
    const withList = variant((fields) => [{ name: 'album', type: { type: 'array', items: 'string' } }, ...fields]);
    const withMap = variant((fields) => [{ name: 'album', type: { type: 'map', values: 'long' } }, ...fields]);
    for (const schema of [withList, withMap]) {
      const endless = Buffer.from([0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f, 0, 0, 0]);
      expect(await decodeWith(schema, endless)).toMatchObject({ kind: 'refused', code: 'UNDECODABLE_BYTES' });
      // A block that says it is minus a thousand bytes long: who believes that reads in circles.
      const circle = Buffer.from([0x01, 0xcf, 0x0f, 0, 0, 0, 0, 0]);
      expect(await decodeWith(schema, circle)).toMatchObject({ kind: 'refused', code: 'UNDECODABLE_BYTES' });
    }
  });

  test('a list of values without bytes has no bound, so its schema is not accepted', async () => {
    const schema = variant((fields) => [{ name: 'album', type: { type: 'array', items: 'null' } }, ...fields]);
    expect(await decodeWith(schema)).toMatchObject({ kind: 'refused', code: 'SCHEMA_UNKNOWN' });
  });
});

describe('schemas that are not ours', () => {
  test('an event of another topic is unexpected here, and the refusal says nothing of its content', async () => {
    const { codec } = await givenCodec();
    const bytes = codec.encode(topics.ordersEvents, cancelled, CANCELLED);
    const answer = codec.decode(bytes, topics.ordersFacts);
    expect(answer).toEqual({
      kind: 'refused',
      code: 'EVENT_TYPE_UNEXPECTED',
      fieldPaths: [],
      schemaId: bytes.readUInt32BE(1),
    });
    expect(JSON.stringify(answer)).not.toContain(CANARY);
  });

  test.each<[string, SchemaJson]>([
    [
      'a record with another name',
      { type: 'record', namespace: 'shop', name: 'Order', fields: [{ name: 'a', type: 'string' }] },
    ],
    ['a bare string', 'string'],
    ['no Avro at all', { type: 'nonsense' }],
    ['a name of ours without its namespace', { type: 'record', name: 'OrderCancelled', fields: [] }],
  ])('%s is refused as unknown', async (_, schema) => {
    expect(await decodeWith(schema)).toMatchObject({ kind: 'refused', code: 'SCHEMA_UNKNOWN', schemaId: 900 });
  });

  test('a field of another type, and one that is missing, are named', async () => {
    const schema = variant((fields) => [
      ...fields.filter(({ name }) => name === 'eventId' || name === 'reason'),
      { name: 'orderId', type: 'long' },
    ]);
    expect(await decodeWith(schema)).toEqual({
      kind: 'refused',
      code: 'FIELD_TYPE_WRONG',
      fieldPaths: ['orderId', 'occurredAt'],
      schemaId: 900,
    });
  });

  test('an event of a wrong type with wrong fields is first of all unexpected', async () => {
    const { codec, registry } = await givenCodec();
    const bytes = wire(
      registry.put(
        variant((fields) => fields.slice(1)),
        900,
      ),
      Buffer.alloc(3),
    );
    await codec.ensureSchemas([bytes]);
    expect(codec.decode(bytes, topics.ordersFacts)).toMatchObject({ code: 'EVENT_TYPE_UNEXPECTED' });
  });

  test('a newer writer is read by what we know, and its further fields are named by path', async () => {
    const schema = variant((fields) => [
      { name: 'photo', type: 'bytes' },
      ...fields,
      { name: 'place', type: { type: 'record', name: 'Place', fields: [{ name: 'lat', type: 'double' }] } },
    ]);
    const { codec, registry } = await givenCodec();
    const known = codec.encode(topics.ordersEvents, cancelled, CANCELLED).subarray(5);
    const bytes = wire(registry.put(schema, 900), Buffer.concat([Buffer.from([4, 9, 9]), known, Buffer.alloc(8)]));
    await codec.ensureSchemas([bytes]);
    expect(codec.decode(bytes, topics.ordersEvents)).toEqual({
      kind: 'decoded',
      recordName: CANCELLED,
      schemaId: 900,
      value: cancelled,
      unknownFields: ['photo', 'place'],
    });
  });
});

describe('the registry', () => {
  test('an outage is thrown as a failure to retry, and the same bytes are read once it is over', async () => {
    const { codec, registry } = await givenCodec();
    const known = codec.encode(topics.ordersEvents, cancelled, CANCELLED).subarray(5);
    const bytes = wire(
      registry.put(
        variant((fields) => [...fields]),
        77,
      ),
      known,
    );
    registry.down = true;
    const failure = await codec.ensureSchemas([bytes]).then(
      () => null,
      (error: unknown) => error,
    );
    expect(classify(failure)).toEqual({ class: 'retry', code: 'REGISTRY_UNAVAILABLE' });
    expect(() => codec.decode(bytes, topics.ordersEvents)).toThrow(/UNEXPECTED/);
    registry.down = false;
    await codec.ensureSchemas([bytes]);
    expect(codec.decode(bytes, topics.ordersEvents)).toMatchObject({ kind: 'decoded', value: cancelled });
  });

  test('an id it does not have is refused, not asked for again within a second, and read a second after it is registered', async () => {
    const { codec, registry, passMs } = await givenCodec();
    const known = codec.encode(topics.ordersEvents, cancelled, CANCELLED).subarray(5);
    const bytes = wire(4_000_000_000, known);
    await codec.ensureSchemas([bytes]);
    await codec.ensureSchemas([bytes]);
    expect(codec.decode(bytes, topics.ordersEvents)).toMatchObject({ code: 'SCHEMA_UNKNOWN', schemaId: 4_000_000_000 });
    expect(registry.askedIds).toEqual([4_000_000_000]);
    registry.put(
      variant((fields) => [...fields]),
      4_000_000_000,
    );
    passMs(1_000);
    await codec.ensureSchemas([bytes]);
    expect(codec.decode(bytes, topics.ordersEvents)).toMatchObject({ kind: 'decoded', value: cancelled });
  });

  test('is asked once for each new id of a batch and never for tombstones', async () => {
    const { codec, registry } = await givenCodec();
    const id = registry.put(
      variant((fields) => [...fields, { name: 'x', type: ['null', 'string'], default: null }]),
      81,
    );
    const body = codec.encode(topics.ordersEvents, cancelled, CANCELLED).subarray(5);
    const bytes = wire(id, Buffer.concat([body, Buffer.from([0])]));
    await codec.ensureSchemas([bytes, null, bytes, wire(82, body), null]);
    expect(registry.askedIds.toSorted((a, b) => a - b)).toEqual([81, 82]);
    await codec.ensureSchemas([bytes]);
    expect(registry.askedIds).toHaveLength(2);
  });

  test('is not asked for what we registered ourselves', async () => {
    const { codec, registry } = await givenCodec();
    const bytes = codec.encode(topics.ordersEvents, cancelled, CANCELLED);
    await codec.ensureSchemas([bytes]);
    expect(codec.decode(bytes, topics.ordersEvents)).toMatchObject({ kind: 'decoded' });
    expect(registry.askedIds).toEqual([]);
  });

  test('ids that never existed are forgotten after a while, so that garbage does not fill memory', async () => {
    const { codec, registry, passMs } = await givenCodec();
    await codec.ensureSchemas([wire(71, Buffer.alloc(1))]);
    passMs(600_000);
    await codec.ensureSchemas([wire(72, Buffer.alloc(1))]);
    expect(() => codec.decode(wire(71, Buffer.alloc(1)), topics.ordersEvents)).toThrow(/schemaNotLoaded=71/);
    expect(registry.askedIds).toEqual([71, 72]);
  });
});
