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
  /** What stores outside of the broker still have to confirm, by their names: keys of tombstones. Left out when there are none. */
  readonly awaited?: Readonly<Record<string, readonly string[]>>;
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

/** What a confirmation of an outside store does to the saga: the very same object when it tells nothing new. Null: it is about keys that were not asked for. */
export function withConfirmed(
  saga: ErasureSaga,
  participant: string,
  keys: readonly string[],
  nowMs: number,
): ErasureSaga | null {
  const open = saga.awaited?.[participant];
  if (open === undefined || !keys.every((key) => open.includes(key))) return null;
  const left = open.filter((key) => !keys.includes(key));
  const confirmed = { ...saga, awaited: { ...saga.awaited, [participant]: left } };
  return left.length === 0 ? withAnswer(confirmed, participant, nowMs) : confirmed;
}

/** The saga without outside stores that were struck off: nobody waits for them any more. */
export function withoutStores(saga: ErasureSaga, isRegistered: (name: string) => boolean, nowMs: number): ErasureSaga {
  const { awaited, completedAt } = saga;
  const gone = Object.keys(awaited ?? {}).filter((name) => !saga.answered.includes(name) && !isRegistered(name));
  if (awaited === undefined || gone.length === 0 || completedAt !== null) return saga;
  const participants = saga.participants.filter((name) => !gone.includes(name));
  const left = Object.fromEntries(Object.entries(awaited).filter(([name]) => !gone.includes(name)));
  const isComplete = participants.every((name) => saga.answered.includes(name));
  return { ...saga, participants, awaited: left, completedAt: isComplete ? nowMs : null };
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

/** From when it is overdue: the first deadline of those who have not answered; when all have, the proof may take as long as the shortest. */
export function overdueAt(saga: ErasureSaga, sinceMs: number, deadlineOf: (participant: string) => number): number {
  let ofMissing = Number.POSITIVE_INFINITY;
  let ofAny = Number.POSITIVE_INFINITY;
  for (const participant of saga.participants) {
    const deadlineMs = deadlineOf(participant);
    ofAny = Math.min(ofAny, deadlineMs);
    if (!saga.answered.includes(participant)) ofMissing = Math.min(ofMissing, deadlineMs);
  }
  return sinceMs + (ofMissing === Number.POSITIVE_INFINITY ? ofAny : ofMissing);
}
