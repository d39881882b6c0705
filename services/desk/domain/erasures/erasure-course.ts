// How one erasure fares, and how long erasures take: from the ledger, the receipts and the alarms. Pure.

export interface ErasureCourse {
  readonly erasureId: string;
  /** Keyed hash of the order. */
  readonly orderRef: string;
  readonly reason: string;
  /** Empty: the whole order. */
  readonly categories: readonly string[];
  readonly policyVersion: number;
  /** When the ledger took down that it began, real time. */
  readonly begunAtMs: number;
  /** When the ledger took down that everybody is done; null: it is under way. */
  readonly doneAtMs: number | null;
  /** Who has to answer. */
  readonly participants: readonly string[];
  /** Who stated that all it held is deleted. */
  readonly answered: readonly string[];
  /** Stores outside that confirmed something; whether that is all, erasure alone knows. */
  readonly heardFrom: readonly string[];
  /** null: nobody was late so far. */
  readonly alarm: { readonly missing: readonly string[]; readonly reminders: number; readonly atMs: number } | null;
}

export interface Awaited {
  readonly participant: string;
  /** A store outside that has confirmed a part. */
  readonly hasAnsweredSome: boolean;
}

export type ErasureState = 'running' | 'overdue' | 'done';

/** An erasure that somebody was late with stays overdue until it is done. */
export function stateOf({ doneAtMs, alarm }: Pick<ErasureCourse, 'doneAtMs' | 'alarm'>): ErasureState {
  if (doneAtMs !== null) return 'done';
  return alarm === null ? 'running' : 'overdue';
}

/** Whom it waits for. Who was not missing when the alarm was raised, had answered by then. */
export function awaitedBy({ doneAtMs, participants, answered, heardFrom, alarm }: ErasureCourse): readonly Awaited[] {
  if (doneAtMs !== null) return [];
  const asked = alarm === null ? participants : alarm.missing;
  return asked
    .filter((participant) => !answered.includes(participant))
    .map((participant) => ({ participant, hasAnsweredSome: heardFrom.includes(participant) }));
}

export interface TimeToGone {
  /** How many erasures it is of. */
  readonly of: number;
  readonly medianMs: number;
  /** Nine in ten were faster. */
  readonly p90Ms: number;
  readonly longestMs: number;
}

/** @returns null while nothing is done */
export function timeToGone(spansMs: readonly number[]): TimeToGone | null {
  const sorted = spansMs.map((span) => Math.max(0, span)).toSorted((one, other) => one - other);
  const longestMs = sorted.at(-1);
  if (longestMs === undefined) return null;
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? longestMs;
  return { of: sorted.length, medianMs: at(0.5), p90Ms: at(0.9), longestMs };
}
