// The partitions being fetched: for which lane, from which offset, and whose turn it is.
import { errorOfCode, troubleOf } from '../client/transient.js';
import type { FetchedPartition, FetchResponse } from '../wire/fetch.js';
import { endOffsetOf, type FetchedRecords } from '../wire/record-set-reader.js';
import type { Position } from '../wire/txn-offset-commit.js';

/** A lane, as the fetcher sees it. */
export interface FetchSink {
  hasRoom(): boolean;
  accept(fetched: FetchedRecords, highWatermark: number): void;
  /** Its partitions cannot be fetched, and a retry would not mend it. */
  fail(error: unknown): void;
}

export interface Target {
  readonly topic: string;
  readonly partition: number;
  readonly sink: FetchSink;
  /** Where the next fetch begins. */
  offset: number;
}

export interface Refused {
  readonly target: Target;
  readonly error: Error;
}

/** What an answer left to do. */
export interface Distributed {
  readonly outOfRange: readonly Target[];
  /** Errors that pass. */
  readonly delayed: readonly Refused[];
  /** Errors that do not. */
  readonly refused: readonly Refused[];
  /** Of records that came. */
  readonly bytes: number;
}

export interface FetchTargets {
  add(positions: readonly Position[], sink: FetchSink): void;
  remove(sink: FetchSink): void;
  /** In the order in which the next request should name them: the broker serves the first ones first. */
  all(): Iterable<Target>;
  /** Gives what came to the lanes it is for, and moves the targets on. */
  distribute(response: FetchResponse, asked: readonly Target[]): Distributed;
  /** False once its lane was given back or taken anew. */
  isCurrent(target: Target): boolean;
}

const OFFSET_OUT_OF_RANGE = 1;

export function createFetchTargets(): FetchTargets {
  const targets = new Map<string, Target>();
  const isCurrent = (target: Target): boolean => targets.get(keyOf(target)) === target;

  function give({ bytes, aborted, highWatermark }: FetchedPartition, target: Target): void {
    const { topic, partition, offset, sink } = target;
    const fetched: FetchedRecords = { topic, partition, fromOffset: offset, bytes, aborted };
    const endOffset = endOffsetOf(fetched);
    // A first batch that did not fit whole: its turn comes when it is named first.
    if (endOffset <= offset) return;
    target.offset = endOffset;
    targets.delete(keyOf(target));
    targets.set(keyOf(target), target);
    sink.accept(fetched, highWatermark);
  }

  return {
    add: (positions, sink) => {
      for (const position of positions) targets.set(keyOf(position), { sink, ...position });
    },
    remove: (sink) => {
      for (const [key, target] of targets) if (target.sink === sink) targets.delete(key);
    },
    all: () => targets.values(),
    distribute: ({ partitions }, asked) => {
      const askedOf = new Map(asked.map((target) => [keyOf(target), target]));
      const outOfRange: Target[] = [];
      const delayed: Refused[] = [];
      const refused: Refused[] = [];
      for (const answer of partitions) {
        const target = askedOf.get(keyOf(answer));
        if (target === undefined || !isCurrent(target)) continue;
        if (answer.errorCode === 0) give(answer, target);
        else if (answer.errorCode === OFFSET_OUT_OF_RANGE) outOfRange.push(target);
        else {
          const error = errorOfCode(answer.errorCode);
          (troubleOf(error) === null ? refused : delayed).push({ target, error });
        }
      }
      return { outOfRange, delayed, refused, bytes: partitions.reduce((sum, { bytes }) => sum + bytes.length, 0) };
    },
    isCurrent,
  };
}

function keyOf({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${partition} ${topic}`;
}
