// Which partitions of the input topics make up a lane, and whether the topics are as many partitions wide as that needs.
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { LaneInput } from '../ports.js';
import type { TopicPartition } from '../wire/add-partitions-to-txn.js';

/** The partitions of all inputs that belong to a lane. Every partition we read belongs to exactly one lane. */
export function partitionsOfLane(
  inputs: readonly LaneInput[],
  lane: number,
  lanes: number,
  countOf: (topic: string) => number,
): TopicPartition[] {
  return inputs.flatMap((input) =>
    numbersOf(input, lane, lanes, countOf(input.topic)).map((partition) => ({ topic: input.topic, partition })),
  );
}

function numbersOf(input: LaneInput, lane: number, lanes: number, count: number): number[] {
  switch (input.layout) {
    case 'by-lane':
      return [lane];
    case 'by-category':
      return (input.categoryIndexes ?? []).map((category) => category * lanes + lane);
    case 'any-lane':
      return Array.from({ length: count }, (_, partition) => partition).filter(
        (partition) => partition % lanes === lane,
      );
    case 'single':
      return lane === 0 ? [0] : [];
  }
}

/** @throws FulfilmentError TOPIC_MISSING (crash) that names the topic, how many partitions it has and what was expected */
export function checkPartitionCounts(
  inputs: readonly LaneInput[],
  lanes: number,
  countOf: (topic: string) => number,
): void {
  for (const input of inputs) {
    const partitions = countOf(input.topic);
    const expected = complaint(input, lanes, partitions);
    if (expected !== null) throw new FulfilmentError('TOPIC_MISSING', { topic: input.topic, partitions, expected });
  }
}

function complaint(input: LaneInput, lanes: number, count: number): string | null {
  switch (input.layout) {
    case 'by-lane':
      return count === lanes ? null : `${lanes}, one per lane`;
    case 'single':
      return count === 1 ? null : '1';
    case 'any-lane':
      return count > 0 ? null : 'at least 1';
    case 'by-category': {
      const atLeast = (Math.max(-1, ...(input.categoryIndexes ?? [])) + 1) * lanes;
      return count % lanes === 0 && count >= atLeast && count > 0
        ? null
        : `a multiple of ${lanes}, at least ${atLeast}`;
    }
  }
}
