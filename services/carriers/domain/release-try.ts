// What brought a release about, so that a repetition after a crash is told from news.
import type { OrderRef } from '#shared/domain/refs';

/** What brings a release about, and so tells a repetition from a second one. */
export interface ReleaseTry {
  readonly orderRef: OrderRef;
  /** Positions (`topic:partition:offset`) of the records of this unit that brought the release about. */
  readonly positions: readonly string[];
  /** The lane's waiting orders were tried anew, this one among them: that needs no record of its own. */
  readonly isTriedAnew: boolean;
}

/** Stands for a position where no record brought the release about. After a crash the lane tries its waiting orders anew in its first unit. */
const TRIED_ANEW = 'tried-anew';

/** What to remember of a try, so that `isSameTry` knows it again. */
export function marksOf({ positions }: Pick<ReleaseTry, 'positions'>): readonly string[] {
  return positions.length === 0 ? [TRIED_ANEW] : positions;
}

/**
 * A unit's positions are committed together: one of them coming again proves that what they brought about was not committed.
 * @param marks what was remembered of the last try for this order
 */
export function isSameTry({ positions, isTriedAnew }: ReleaseTry, marks: readonly string[]): boolean {
  if (isTriedAnew && marks.includes(TRIED_ANEW)) return true;
  return positions.some((position) => marks.includes(position));
}
