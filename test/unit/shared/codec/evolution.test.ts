// Records outlive the code that wrote them: sealed blocks of an older version, and carriers' schemas that the policy changes at run time.
import { describe, expect, test } from '@jest/globals';
import type { Contact } from '#schemas/generated/records';
import { schemas, type SchemaJson } from '#schemas/generated/schemas';
import { carrierTopics, topics } from '#schemas/generated/topics';
import { subjectOf } from '#shared/codec/subjects';
import { givenCodec } from './support/given-codec.js';

const CONTACT = 'fulfilment.orders.Contact';
const contact: Contact = { email: 'a@b.example', phone: null, locale: 'de-AT' };

function withNickname(): SchemaJson {
  const schema = schemas[CONTACT][0].schema as { fields: unknown[] };
  return {
    ...schema,
    fields: [...schema.fields, { name: 'nickname', type: 'string', default: '' }],
  };
}

describe('a block sealed before a deployment', () => {
  test('is read after it, with the default of the new field', async () => {
    const old = await givenCodec();
    const bytes = Buffer.from(old.codec.encodeBare(CONTACT, contact));
    const two = [schemas[CONTACT][0], { version: 2, schema: withNickname() }];
    const now = await givenCodec({ schemas: { ...schemas, [CONTACT]: two } });
    expect(now.codec.decodeBare(CONTACT, bytes)).toEqual({ kind: 'decoded', value: { ...contact, nickname: '' } });
  });

  test('and one sealed after it is refused by name before it, not misread', async () => {
    const two = [schemas[CONTACT][0], { version: 2, schema: withNickname() }];
    const now = await givenCodec({ schemas: { ...schemas, [CONTACT]: two } });
    const bytes = now.codec.encodeBare(CONTACT, { ...contact, nickname: 'Al' } as Contact);
    const old = await givenCodec();
    expect(old.codec.decodeBare(CONTACT, bytes)).toEqual({ kind: 'refused', code: 'SCHEMA_UNKNOWN' });
  });

  test.each([
    ['is empty', Buffer.alloc(0)],
    ['has a version and nothing else', Buffer.from([1])],
    ['is followed by a byte too many', Buffer.from([1, 0, 0, 0, 0])],
  ])('that %s is refused as undecodable', async (_, bytes) => {
    const { codec } = await givenCodec();
    expect(codec.decodeBare(CONTACT, bytes)).toEqual({ kind: 'refused', code: 'UNDECODABLE_BYTES' });
  });
});

describe('the record of a carrier, which the policy defines', () => {
  const { shipments } = carrierTopics('swiftpost');
  const shipment = (...fields: string[]): SchemaJson => ({
    type: 'record',
    namespace: 'fulfilment.carriers.swiftpost',
    name: 'Shipment',
    fields: fields.map((name) => ({ name, type: ['null', 'string'], default: null, doc: 'd.', category: 'shipping' })),
  });

  test('is written with exactly the fields the policy allows', async () => {
    const { codec, registry } = await givenCodec();
    codec.define(shipment('recipientName', 'city'));
    await codec.prepare([shipments]);
    expect(registry.subjects.has('t.carriers.swiftpost.shipments-value')).toBe(true);
    const bytes = codec.encode(shipments, { recipientName: 'N', city: 'Wien', phone: '+43' });
    expect(bytes.includes('+43')).toBe(false);
    expect(codec.decode(bytes, shipments)).toMatchObject({
      kind: 'decoded',
      recordName: 'fulfilment.carriers.swiftpost.Shipment',
      value: { recipientName: 'N', city: 'Wien' },
    });
  });

  test('changes with the policy from the next prepare on, and older records are still read', async () => {
    const { codec } = await givenCodec();
    codec.define(shipment('recipientName', 'city'));
    await codec.prepare([shipments]);
    const before = Buffer.from(codec.encode(shipments, { recipientName: 'N', city: 'Wien' }));
    codec.define(shipment('recipientName', 'phone'));
    expect(codec.encode(shipments, { recipientName: 'N', city: 'Wien' }).equals(before)).toBe(true);
    await codec.prepare([shipments]);
    const after = codec.encode(shipments, { recipientName: 'N', phone: '+43' });
    expect(codec.decode(after, shipments)).toMatchObject({ value: { recipientName: 'N', phone: '+43' } });
    expect(codec.decode(before, shipments)).toMatchObject({
      kind: 'decoded',
      value: { recipientName: 'N', phone: null },
      unknownFields: ['city'],
    });
  });

  test('cannot take the name of a record that has a file', async () => {
    const { codec } = await givenCodec();
    expect(() => codec.define(withNickname())).toThrow(/has a file/);
    expect(() => codec.define('string')).toThrow(/only a record/);
  });

  test.each(['../etc', 'Swift', 'a.b', '', 'a b'])(
    'is not made for the carrier id %p, which would not be safe in names',
    (id) => {
      expect(() => carrierTopics(id)).toThrow(RangeError);
    },
  );
});

describe('subjects', () => {
  test('follow the real topic name: by topic for one record type, by record for several', () => {
    expect(subjectOf(topics.ordersFacts, 'fulfilment.orders.OrderFacts', 'dev.')).toBe('dev.orders.facts-value');
    expect(subjectOf(topics.ordersEvents, 'fulfilment.orders.OrderPlaced', '')).toBe(
      'orders.events-fulfilment.orders.OrderPlaced',
    );
  });

  test('offer the whole schema to clients of others: docs, units and categories included', async () => {
    const { codec } = await givenCodec();
    const text = JSON.stringify(codec.schemaOf('fulfilment.orders.OrderPlaced'));
    expect(text).toContain('"category":"shipping"');
    expect(text).toContain('"unit":"grams"');
    expect(text).toContain('"doc":"Name on the label."');
  });
});
