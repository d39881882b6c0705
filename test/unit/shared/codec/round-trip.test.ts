// What goes in comes out, for every record of the catalogue and for whatever fits its schema.
import { describe, expect, test } from '@jest/globals';
import avro from 'avsc';
import fc from 'fast-check';
import type { RecordName, RecordTypes } from '#schemas/generated/records';
import { schemas } from '#schemas/generated/schemas';
import { allTopics, givenCodec } from './support/given-codec.js';
import { arbitraryValue } from './support/arbitrary-value.js';

const { codec } = await givenCodec();
const onTopics = allTopics.flatMap((topic) => topic.recordNames.map((recordName) => ({ topic, recordName })));
const recordNames = Object.keys(schemas) as RecordName[];

describe('every record of the catalogue', () => {
  test.each(onTopics)('$recordName on $topic.name is read as it was written', ({ topic, recordName }) => {
    const arbitrary = arbitraryValue(codec.schemaOf(recordName));
    fc.assert(
      fc.property(arbitrary, (value) => {
        const bytes = codec.encode(topic, value, topic.subjectStrategy === 'topic' ? undefined : recordName);
        expect(codec.decode(bytes, topic)).toMatchObject({ kind: 'decoded', recordName, unknownFields: [] });
        expect((codec.decode(bytes, topic) as { value: unknown }).value).toEqual(value);
      }),
      { numRuns: 25 },
    );
  });

  test.each(recordNames)('%s survives being sealed: written bare and read back', (recordName) => {
    const arbitrary = arbitraryValue(codec.schemaOf(recordName)) as fc.Arbitrary<RecordTypes[typeof recordName]>;
    fc.assert(
      fc.property(arbitrary, (value) => {
        expect(codec.decodeBare(recordName, codec.encodeBare(recordName, value))).toEqual({ kind: 'decoded', value });
      }),
      { numRuns: 15 },
    );
  });

  test.each(onTopics)(
    '$recordName of $topic.name has the bytes that a plain Avro library writes',
    ({ topic, recordName }) => {
      const plain = avro.Type.forSchema(codec.schemaOf(recordName) as never, { wrapUnions: 'auto' });
      fc.assert(
        fc.property(arbitraryValue(codec.schemaOf(recordName)), (value) => {
          const bytes = codec.encode(topic, value, topic.subjectStrategy === 'topic' ? undefined : recordName);
          expect(bytes[0]).toBe(0);
          expect(bytes.subarray(5).equals(plain.toBuffer(value))).toBe(true);
        }),
        { numRuns: 15 },
      );
    },
  );
});

describe('the slices that encode hands out', () => {
  test('stay as they are while others are written behind them, across many slabs', () => {
    const pick = allTopics.find(({ name }) => name === 'warehouse.picks');
    if (pick === undefined) throw new Error('no topic');
    const values = Array.from({ length: 3_000 }, (_, i) => ({
      shipmentRef: `ref-${i}`,
      items: Array.from({ length: i % 7 }, (_unused, n) => ({ sku: 'S'.repeat((i * n) % 90), quantity: n + 1 })),
      policyVersion: 1,
      at: i,
    }));
    const written = values.map((value) => codec.encode(pick, value));
    const read = written.map((bytes) => (codec.decode(bytes, pick) as { value: unknown }).value);
    expect(read).toEqual(values);
  });

  test.each([300, 20_000, 65_530, 65_536, 200_000, 5_000_000])('hold a record of %i bytes whole', (size) => {
    const text = 'ä'.repeat(size / 2);
    const value = { version: 1, text, publishedAt: 1, publishedBy: 'operator', readableText: null };
    expect(
      codec.decodeBare('fulfilment.policy.PolicyVersion', codec.encodeBare('fulfilment.policy.PolicyVersion', value)),
    ).toEqual({
      kind: 'decoded',
      value,
    });
  });
});
