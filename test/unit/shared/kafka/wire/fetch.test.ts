import { describe, expect, test } from '@jest/globals';
import { createByteSink, putInt16, putInt32, putInt64, putString, written } from '#shared/kafka/wire/byte-sink';
import { putFetchRequest, readFetchResponse } from '#shared/kafka/wire/fetch';
import { kafkajsFetchRequest } from './kafkajs-encoders.js';

describe('the fetch request', () => {
  test('is what kafkajs sends for one partition, reading committed records only', async () => {
    const sink = createByteSink(16);
    putFetchRequest(sink, {
      maxWaitMs: 10,
      minBytes: 8_192,
      maxBytes: 10_485_760,
      maxBytesPerPartition: 1_048_576,
      partitions: [{ topic: 'orders.events', partition: 3, offset: 5_000_000_000 }],
    });
    const theirs = await kafkajsFetchRequest({
      maxWaitTime: 10,
      minBytes: 8_192,
      maxBytes: 10_485_760,
      rackId: '',
      topics: [
        {
          topic: 'orders.events',
          partitions: [{ partition: 3, fetchOffset: '5000000000', maxBytes: 1_048_576 }],
        },
      ],
    });
    expect(written(sink)).toEqual(theirs);
  });

  test('keeps the order of its partitions, because the broker fills the first ones first', () => {
    const sink = createByteSink(16);
    const partitions = ['b', 'a', 'b'].map((topic, partition) => ({ topic, partition, offset: 0 }));
    putFetchRequest(sink, { maxWaitMs: 1, minBytes: 1, maxBytes: 1, maxBytesPerPartition: 1, partitions });
    expect(written(sink).toString('latin1').replace(/[^ab]/g, '')).toBe('bab');
  });
});

describe('the fetch response', () => {
  test('is read with errors, aborted transactions and bytes of each partition', () => {
    const sink = createByteSink(16);
    putInt32(sink, 0);
    putInt16(sink, 0);
    putInt32(sink, 0);
    putInt32(sink, 1);
    putString(sink, 'orders.events');
    putInt32(sink, 2);
    putPartition(sink, 3, 0, [[77n, 12n]], Buffer.from('records'));
    putPartition(sink, 1, 6, [], Buffer.alloc(0));
    const common = { topic: 'orders.events', highWatermark: 5_000_000_000 };
    expect(readFetchResponse(written(sink))).toEqual({
      errorCode: 0,
      partitions: [
        {
          ...common,
          partition: 3,
          errorCode: 0,
          aborted: [{ producerId: 77n, firstOffset: 12 }],
          bytes: Buffer.from('records'),
        },
        { ...common, partition: 1, errorCode: 6, aborted: [], bytes: Buffer.alloc(0) },
      ],
    });
  });
});

function putPartition(
  sink: ReturnType<typeof createByteSink>,
  partition: number,
  errorCode: number,
  aborted: [bigint, bigint][],
  bytes: Buffer,
): void {
  putInt32(sink, partition);
  putInt16(sink, errorCode);
  putInt64(sink, 5_000_000_000n);
  putInt64(sink, 4_000_000_000n);
  putInt64(sink, 0n);
  putInt32(sink, aborted.length);
  for (const [producerId, firstOffset] of aborted) {
    putInt64(sink, producerId);
    putInt64(sink, firstOffset);
  }
  putInt32(sink, -1);
  putInt32(sink, bytes.length);
  for (const byte of bytes) sink.bytes[sink.length++] = byte;
}
