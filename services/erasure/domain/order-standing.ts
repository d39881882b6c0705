// Where an order stands, as the order service is told. Derived from the life alone, so it does not depend on the order of arrival.
import { type Hold, type KnownFacts, type OrderLife, refusalOf } from './order-life.js';
import { type ParcelSummary, summariseParcels } from './parcel-summary.js';

export type StandingKind =
  | 'ACCEPTED'
  | 'HELD'
  | 'REFUSED'
  | 'RELEASED'
  | 'HANDED_OVER'
  | 'DELIVERED'
  | 'FINISHED'
  | 'ERASED';

export type Outcome = 'DELIVERED' | 'RETURNED' | 'LOST' | 'CANCELLED' | 'REFUSED';

export interface Standing {
  readonly status: StandingKind;
  /** How the fulfilment ended; null before FINISHED. */
  readonly outcome: Outcome | null;
  readonly reasonCodes: readonly string[];
  /** Fields the order lacks, by their paths; absent: none. */
  readonly fieldPaths?: readonly string[];
  /** When the order came to this standing, by the times it was told; never the time of handling. */
  readonly at: number;
}

/** Where it stands now. Null while the facts of the order are not known: without them nobody knows whom to tell. */
export function standingOf(life: OrderLife): Standing | null {
  return wayOf(life).at(-1) ?? null;
}

/**
 * What to tell of the life: everything it went through since what was told last, in its order, for some wait for just one of them.
 * @param told null: tell all of it
 */
export function standingsToTell(life: OrderLife, told: Standing | null): readonly Standing[] {
  const way = wayOf(life);
  const from = told === null ? -1 : PLACE[told.status];
  // The last one is told in any case: an order may also go back, when an after-sales case is opened or it is placed again.
  return way.filter((standing, index) => index === way.length - 1 || PLACE[standing.status] > from);
}

const PLACE: Readonly<Record<StandingKind, number>> = {
  ACCEPTED: 0,
  HELD: 1,
  REFUSED: 2,
  RELEASED: 3,
  HANDED_OVER: 4,
  DELIVERED: 5,
  FINISHED: 6,
  ERASED: 7,
};

/** All standings the order came through, as far as its life tells. */
function wayOf(life: OrderLife): Standing[] {
  const { facts, hold } = life;
  const refusal = refusalOf(life);
  if (facts === null) return [];
  const parcels = summariseParcels(life);
  const end = finishOf(life, facts, parcels);
  const way: Standing[] = [];
  if (facts.state === 'REFUSED')
    way.push(withPaths(standing('REFUSED', facts.lastEventAt, facts.refusalCodes), facts.refusalPaths));
  else {
    way.push(standing('ACCEPTED', facts.placedAt ?? facts.lastEventAt));
    if (refusal !== null) way.push(refusedBy(refusal));
    else if (hold !== null) way.push(heldBy(hold));
    if (parcels.releasedAt !== null) way.push(standing('RELEASED', parcels.releasedAt));
    if (parcels.handedOverAt !== null) way.push(standing('HANDED_OVER', parcels.handedOverAt));
    const deliveredAt = parcels.lastEndAt.DELIVERED;
    if (end?.outcome === 'DELIVERED' && deliveredAt !== null) way.push(standing('DELIVERED', deliveredAt));
  }
  if (end !== null && !facts.caseOpen) way.push(end);
  return way;
}

export function sameStanding(one: Standing | null, other: Standing | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.status === other.status &&
    one.outcome === other.outcome &&
    one.at === other.at &&
    one.reasonCodes.join() === other.reasonCodes.join() &&
    (one.fieldPaths ?? []).join() === (other.fieldPaths ?? []).join()
  );
}

/** The end of the fulfilment, or null while it goes on. An open after-sales case does not undo the end, but it is not told yet. */
function finishOf(life: OrderLife, facts: KnownFacts, parcels: ParcelSummary): Standing | null {
  // A case that was closed later moves the end to its closing.
  const fromMs = life.hadCase ? facts.lastEventAt : 0;
  if (facts.state === 'REFUSED') {
    const end = finished('REFUSED', Math.max(fromMs, facts.lastEventAt), facts.refusalCodes);
    return withPaths(end, facts.refusalPaths);
  }
  if (facts.cancelledAt !== null && parcels.handedOverAt === null) {
    return finished('CANCELLED', Math.max(fromMs, facts.cancelledAt));
  }
  const refusal = refusalOf(life);
  if (refusal !== null) return finished('REFUSED', Math.max(fromMs, refusal.at), codesOf(refusal));
  if (!parcels.allEnded) return null;
  const { DELIVERED, RETURNED, LOST } = parcels.lastEndAt;
  const atMs = Math.max(fromMs, DELIVERED ?? 0, RETURNED ?? 0, LOST ?? 0);
  if (LOST !== null) return finished('LOST', atMs);
  return finished(RETURNED === null ? 'DELIVERED' : 'RETURNED', atMs);
}

function standing(status: StandingKind, at: number, reasonCodes: readonly string[] = []): Standing {
  return { status, outcome: null, reasonCodes, at };
}

function heldBy({ reasonCode, at, fieldPaths }: Hold): Standing {
  return withPaths(standing('HELD', at, codesOf({ reasonCode, at })), fieldPaths);
}

function withPaths(told: Standing, fieldPaths: readonly string[] | undefined): Standing {
  return fieldPaths === undefined ? told : { ...told, fieldPaths };
}

function refusedBy(refusal: Hold): Standing {
  return standing('REFUSED', refusal.at, codesOf(refusal));
}

function codesOf({ reasonCode }: Hold): readonly string[] {
  return reasonCode === null ? [] : [reasonCode];
}

function finished(outcome: Outcome, at: number, reasonCodes: readonly string[] = []): Standing {
  return { status: 'FINISHED', outcome, reasonCodes, at };
}
