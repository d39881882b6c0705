// How far a topic that several groups read may be truncated: no further than each of them has come.
import type { CommittedPosition } from './ports.js';

export interface BehindAll {
  /** What every group has passed. */
  readonly passed: readonly CommittedPosition[];
  /** What was wished for and has to wait for one of them. */
  readonly waiting: readonly CommittedPosition[];
}

/** @param others what each of the other groups has committed; a partition that is missing there was not read by it at all */
export function behindAll(
  wished: readonly CommittedPosition[],
  others: readonly (readonly CommittedPosition[])[],
): BehindAll {
  const reached = others.map((group) => new Map(group.map((position) => [keyOf(position), position.offset])));
  const passed = wished.map((position) => {
    const least = Math.min(position.offset, ...reached.map((group) => group.get(keyOf(position)) ?? -1));
    return { ...position, offset: least };
  });
  return {
    passed: passed.filter(({ offset }) => offset > 0),
    waiting: wished.filter(({ offset }, at) => (passed[at]?.offset ?? 0) < offset),
  };
}

function keyOf({ topic, partition }: CommittedPosition): string {
  return `${partition} ${topic}`;
}
