// One erasure of one order on its way: who has to answer, who did. Pure; receipts may come in any order and any number of times.

/** Not a participant: its receipt tells the lane of the order that the ledger holds the COMPLETED entry. */
export const LEDGER_PARTICIPANT = 'ledger';

export interface ErasureSaga {
  readonly erasureId: string;
  /** Empty: the whole order. */
  readonly categories: readonly string[];
  /** Code that tells why. */
  readonly reason: string;
  readonly policyVersion: number;
  /** ms since the epoch by the clock that orders live by. */
  readonly startedAt: number;
  /** Everybody who has to answer. That they were asked means that the keys were destroyed before: they are asked in the same breath. */
  readonly participants: readonly string[];
  /** Those who did, in the order of `participants`. */
  readonly answered: readonly string[];
  /** When the last one answered. */
  readonly completedAt: number | null;
}

export function startSaga(saga: Omit<ErasureSaga, 'answered' | 'completedAt'>): ErasureSaga {
  return { ...saga, answered: [], completedAt: null };
}

export function isWholeOrder({ categories }: Pick<ErasureSaga, 'categories'>): boolean {
  return categories.length === 0;
}

/** Everything of the order is erased, only the end is still to be told: nothing else may be told any more. */
export function isErased(saga: ErasureSaga | null): boolean {
  return saga !== null && isWholeOrder(saga) && saga.completedAt !== null;
}

/** Who still has to answer. */
export function missingParticipants({ participants, answered }: ErasureSaga): readonly string[] {
  return participants.filter((participant) => !answered.includes(participant));
}

/**
 * The saga with the answer of one participant in it; the very same object when it had answered before.
 * @param nowMs becomes `completedAt` when it was the last one
 */
export function withAnswer(saga: ErasureSaga, participant: string, nowMs: number): ErasureSaga {
  if (saga.answered.includes(participant)) return saga;
  const answered = saga.participants.filter((name) => name === participant || saga.answered.includes(name));
  const completedAt = answered.length === saga.participants.length ? nowMs : saga.completedAt;
  return { ...saga, answered, completedAt };
}
