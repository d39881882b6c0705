import { describe, expect, test } from '@jest/globals';
import { createFetchTargets, type FetchSink } from '#shared/kafka/lanes/fetch-targets';
import type { FetchedPartition } from '#shared/kafka/wire/fetch';
import { fetchedBatch, numbered } from './batches.js';

interface Recording extends FetchSink {
  readonly got: string[];
}
function recording(): Recording {
  const got: string[] = [];
  return {
    got,
    hasRoom: () => true,
    accept: ({ topic, partition, fromOffset }) => got.push(`${topic}:${partition}@${fromOffset}`),
    fail: () => undefined,
  };
}
function answer(topic: string, partition: number, fromOffset: number, count: number, errorCode = 0): FetchedPartition {
  const { bytes } = fetchedBatch(topic, partition, fromOffset, numbered(Math.max(1, count)));
  return { topic, partition, errorCode, highWatermark: 99, aborted: [], bytes: count === 0 ? Buffer.alloc(0) : bytes };
}
const order = (targets: ReturnType<typeof createFetchTargets>): string =>
  [...targets.all()].map(({ topic, partition, offset }) => `${topic}:${partition}@${offset}`).join(' ');

function twoPartitions() {
  const targets = createFetchTargets();
  const sink = recording();
  targets.add(
    [
      { topic: 'a', partition: 0, offset: 3 },
      { topic: 'b', partition: 0, offset: 7 },
    ],
    sink,
  );
  return { targets, sink, asked: [...targets.all()] };
}

describe('fetch targets', () => {
  test('give what came to its lane and go on behind it', () => {
    const { targets, sink, asked } = twoPartitions();
    targets.distribute({ errorCode: 0, partitions: [answer('a', 0, 3, 2)] }, asked);
    expect(sink.got).toEqual(['a:0@3']);
    expect(order(targets)).toBe('b:0@7 a:0@5');
  });

  test('let the served wait behind the others, so that no partition starves behind a busy one', () => {
    const { targets, asked } = twoPartitions();
    targets.distribute({ errorCode: 0, partitions: [answer('a', 0, 3, 1), answer('b', 0, 7, 0)] }, asked);
    expect(order(targets)).toBe('b:0@7 a:0@4');
  });

  test('keep the turn of a partition whose first batch did not fit whole, until it is served first', () => {
    const { targets, sink, asked } = twoPartitions();
    const cut = { ...answer('a', 0, 3, 2), bytes: answer('a', 0, 3, 2).bytes.subarray(0, 50) };
    const result = targets.distribute({ errorCode: 0, partitions: [cut, answer('b', 0, 7, 1)] }, asked);
    expect(sink.got).toEqual(['b:0@7']);
    expect(order(targets)).toBe('a:0@3 b:0@8');
    expect(result.bytes).toBe(50 + answer('b', 0, 7, 1).bytes.length);
  });

  test('give nothing to a lane that was given back while the request was under way', () => {
    const { targets, sink, asked } = twoPartitions();
    targets.remove(sink);
    targets.distribute({ errorCode: 0, partitions: [answer('a', 0, 3, 1)] }, asked);
    expect(sink.got).toEqual([]);
  });

  test('give nothing that was asked for before the lane was taken anew: its position may have changed', () => {
    const { targets, sink, asked } = twoPartitions();
    const again = recording();
    targets.remove(sink);
    targets.add([{ topic: 'a', partition: 0, offset: 1 }], again);
    targets.distribute({ errorCode: 0, partitions: [answer('a', 0, 3, 1)] }, asked);
    expect([sink.got, again.got]).toEqual([[], []]);
    expect(order(targets)).toBe('a:0@1');
  });

  test('tell apart what is gone, what passes and what does not', () => {
    const { targets, asked } = twoPartitions();
    const partitions = [answer('a', 0, 3, 0, 1), answer('b', 0, 7, 0, 6)];
    const result = targets.distribute({ errorCode: 0, partitions }, asked);
    expect(result.outOfRange.map(({ topic }) => topic)).toEqual(['a']);
    expect(result.delayed.map(({ target }) => target.topic)).toEqual(['b']);
    const denied = targets.distribute({ errorCode: 0, partitions: [answer('b', 0, 7, 0, 29)] }, asked);
    expect(denied.refused.map(({ error }) => error.message)).toEqual([expect.stringMatching(/not authorized/i)]);
  });
});
