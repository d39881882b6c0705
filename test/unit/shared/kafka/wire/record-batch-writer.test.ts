import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { createByteSink, written } from '#shared/kafka/wire/byte-sink';
import { putProduceRequest } from '#shared/kafka/wire/produce';
import { putRecordBatch, recordBytesAtMost } from '#shared/kafka/wire/record-batch-writer';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { propertyRuns } from '#test/support/property-runs';
import { kafkajsBatch, kafkajsProduceRequest } from './kafkajs-encoders.js';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));
const text = fc.string({ unit: 'binary', maxLength: 40 });
const record = fc
  .record({
    key: fc.oneof(
      fc.constant(null),
      text,
      fc.string({ unit: 'grapheme-ascii', maxLength: 200 }),
      fc.constantFrom('é', 'aÿ', '\ud800', '😀'),
      bytes(200),
    ),
    value: fc.oneof(
      fc.constant(null),
      bytes(300),
      fc.integer({ min: 8_000, max: 20_000 }).map((size) => Buffer.alloc(size, 7)),
    ),
    headers: fc.option(fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }), { nil: undefined }),
  })
  .map(({ key, value, headers }): OutgoingRecord => {
    const base = { topic: 't', partition: 0, key, value };
    return headers === undefined ? base : { ...base, headers };
  });
const stamp = fc.record({
  producerId: fc.bigInt({ min: -1n, max: 2n ** 62n }),
  producerEpoch: fc.integer({ min: 0, max: 32_767 }),
  firstSequence: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  transactional: fc.boolean(),
  timestampMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
});

describe('the record batch writer', () => {
  test('writes byte for byte what kafkajs writes, so that every broker reads it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 130 }), stamp, async (records, given) => {
        const sink = createByteSink(64);
        putRecordBatch(sink, records, 0, records.length, given);
        const theirs = await kafkajsBatch({ ...given, messages: records });
        expect(written(sink).equals(theirs)).toBe(true);
      }),
      propertyRuns(80, 200),
    );
  });

  test('writes a part of the records as a batch of its own, its offsets beginning at zero', async () => {
    const records = ['a', 'b', 'c', 'd'].map(
      (key): OutgoingRecord => ({ topic: 't', partition: 0, key, value: Buffer.from(key) }),
    );
    const given = { producerId: 5n, producerEpoch: 1, firstSequence: 9, transactional: true, timestampMs: 1_000 };
    const sink = createByteSink();
    putRecordBatch(sink, records, 1, 3, given);
    expect(written(sink)).toEqual(await kafkajsBatch({ ...given, messages: records.slice(1, 3) }));
  });

  test('never takes more bytes for a record than it was said to take, so that no batch exceeds its limit', () => {
    fc.assert(
      fc.property(record, stamp, (one, given) => {
        const sink = createByteSink(64);
        putRecordBatch(sink, [one], 0, 1, given);
        expect(sink.length - 61).toBeLessThanOrEqual(recordBytesAtMost(one));
      }),
    );
  });
});

describe('the produce request', () => {
  test('is what kafkajs sends for the same batches', async () => {
    const timestampMs = 1_700_000_000_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(timestampMs);
    const records = (topic: string, keys: string[]): OutgoingRecord[] =>
      keys.map((key) => ({ topic, partition: 0, key, value: Buffer.from(`value ${key}`) }));
    const [first, second] = [records('facts', ['a', 'b']), records('sealed', ['c'])];
    const sink = createByteSink();
    putProduceRequest(sink, {
      transactionalId: 'intake.2',
      timeoutMs: 10_000,
      stamp: { producerId: 77n, producerEpoch: 3, transactional: true, timestampMs },
      batches: [
        { topic: 'facts', partition: 2, records: first, from: 0, to: 2, firstSequence: 10 },
        { topic: 'sealed', partition: 6, records: second, from: 0, to: 1, firstSequence: 20 },
        { topic: 'facts', partition: 3, records: second, from: 0, to: 1, firstSequence: 0 },
      ],
    });
    const theirs = await kafkajsProduceRequest({
      acks: -1,
      timeout: 10_000,
      transactionalId: 'intake.2',
      producerId: 77n,
      producerEpoch: 3,
      topicData: [
        {
          topic: 'facts',
          partitions: [
            { partition: 2, firstSequence: 10, messages: first },
            { partition: 3, firstSequence: 0, messages: second },
          ],
        },
        { topic: 'sealed', partitions: [{ partition: 6, firstSequence: 20, messages: second }] },
      ],
    });
    clock.mockRestore();
    expect(written(sink)).toEqual(theirs);
  });
});
