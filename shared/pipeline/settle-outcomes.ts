// The only place that turns the end of a flow into what is written: outputs and sealed dead letters in one result,
// hence in one transaction. A dead letter that cannot be sealed fails the whole unit, so no offset passes it.
import type { OutgoingRecord, Refusal, UnitResult } from './unit.js';

/**
 * Seals refused records, all of a unit in one call.
 * @returns one record per refusal, in the same order
 * @throws whatever keeps it from sealing: the unit then fails as a whole and is done again
 */
export type SealDeadLetters = (refusals: readonly Refusal[]) => Promise<readonly OutgoingRecord[]>;

export interface Settlement {
  readonly outputs: readonly OutgoingRecord[];
  readonly refusals: readonly Refusal[];
  /** See UnitResult: for metrics and progress only. */
  readonly afterCommit?: () => void;
}

/** @param onDeadLetters called with the refusals once their dead letters are committed, for counting */
export function createSettleOutcomes(
  sealDeadLetters: SealDeadLetters,
  onDeadLetters: (refusals: readonly Refusal[]) => void = () => undefined,
): (settlement: Settlement) => Promise<UnitResult> {
  return async function settleOutcomes({ outputs, refusals, afterCommit }) {
    if (refusals.length === 0) return afterCommit === undefined ? { outputs } : { outputs, afterCommit };
    const deadLetters = await sealDeadLetters(refusals);
    if (deadLetters.length !== refusals.length) {
      throw new RangeError(`${refusals.length} refusals gave ${deadLetters.length} dead letters`);
    }
    return {
      outputs: [...outputs, ...deadLetters],
      afterCommit: () => {
        onDeadLetters(refusals);
        afterCommit?.();
      },
    };
  };
}
