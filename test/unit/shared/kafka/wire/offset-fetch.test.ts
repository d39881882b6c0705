import { describe, expect, test } from '@jest/globals';
import {
  createByteSink,
  putCompactString,
  putInt16,
  putInt32,
  putInt64,
  putUvarint,
  written,
} from '#shared/kafka/wire/byte-sink';
import { putOffsetFetch, readOffsetFetchResponse } from '#shared/kafka/wire/offset-fetch';

describe('the fetch of committed offsets', () => {
  test('names the group and its partitions by topic, and asks for offsets that stand', () => {
    const sink = createByteSink(4);
    const partitions = [
      { topic: 'a', partition: 1 },
      { topic: 'bc', partition: 0 },
      { topic: 'a', partition: 2 },
    ];
    putOffsetFetch(sink, { groupId: 'grp', partitions });
    const ofA = ['02', '61', '03', '00000001', '00000002', '00'];
    const ofBc = ['03', '6263', '02', '00000000', '00'];
    expect(written(sink).toString('hex')).toBe(['00', '04', '677270', '03', ...ofA, ...ofBc, '01', '00'].join(''));
  });

  test.each([
    ['of a partition', [0, 88, 3], 0, 88],
    ['of the group, which says more', [0, 88, 3], 16, 16],
    ['none', [0, 0, 0], 0, 0],
  ])('its answer holds each offset, and the first error: %s', (_name, codes, ofGroup, errorCode) => {
    const sink = createByteSink(4);
    putUvarint(sink, 0);
    putInt32(sink, 0);
    putUvarint(sink, 3);
    putTopic(sink, 'a', [
      [1, 7n, codes[0] ?? 0],
      [2, -1n, codes[1] ?? 0],
    ]);
    putTopic(sink, 'bc', [[0, 5_000_000_000n, codes[2] ?? 0]]);
    putInt16(sink, ofGroup);
    putUvarint(sink, 0);
    expect(readOffsetFetchResponse(written(sink))).toEqual({
      errorCode,
      positions: [
        { topic: 'a', partition: 1, offset: 7 },
        { topic: 'a', partition: 2, offset: -1 },
        { topic: 'bc', partition: 0, offset: 5_000_000_000 },
      ],
    });
  });
});

function putTopic(
  sink: ReturnType<typeof createByteSink>,
  topic: string,
  partitions: readonly (readonly [number, bigint, number])[],
): void {
  putCompactString(sink, topic);
  putUvarint(sink, partitions.length + 1);
  for (const [partition, offset, errorCode] of partitions) {
    putInt32(sink, partition);
    putInt64(sink, offset);
    putInt32(sink, 4);
    putCompactString(sink, partition === 1 ? 'noted' : '');
    putInt16(sink, errorCode);
    putUvarint(sink, 0);
  }
  putUvarint(sink, 0);
}
