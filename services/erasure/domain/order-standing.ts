// Where an order stands, as the order service is told. Derived from the life alone, so it does not depend on the order of arrival.
import type { KnownFacts, OrderLife } from './order-life.js';
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
  /** When the order came to this standing, by the times it was told; never the time of handling. */
  readonly at: number;
}

/** Null while the facts of the order are not known: without them nobody knows whom to tell. */
export function standingOf(life: OrderLife): Standing | null {
  const { facts } = life;
  if (facts === null) return null;
  const parcels = summariseParcels(life);
  const finished = finishOf(life, facts, parcels);
  if (finished !== null && !facts.caseOpen) return finished;
  if (facts.state === 'REFUSED') return standing('REFUSED', facts.lastEventAt, facts.refusalCodes);
  const { lastEndAt } = parcels;
  if (finished?.outcome === 'DELIVERED' && lastEndAt.DELIVERED !== null)
    return standing('DELIVERED', lastEndAt.DELIVERED);
  if (parcels.handedOverAt !== null) return standing('HANDED_OVER', parcels.handedOverAt);
  if (parcels.releasedAt !== null) return standing('RELEASED', parcels.releasedAt);
  if (life.hold !== null)
    return standing('HELD', life.hold.at, life.hold.reasonCode === null ? [] : [life.hold.reasonCode]);
  return standing('ACCEPTED', facts.placedAt ?? facts.lastEventAt);
}

/** The standings to tell for this one: an order that is finished at once was delivered, or refused, nevertheless. */
export function standingsToTell(current: Standing): readonly Standing[] {
  if (current.status !== 'FINISHED') return [current];
  if (current.outcome !== 'DELIVERED' && current.outcome !== 'REFUSED') return [current];
  return [{ ...current, status: current.outcome, outcome: null }, current];
}

export function sameStanding(one: Standing | null, other: Standing | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.status === other.status &&
    one.outcome === other.outcome &&
    one.at === other.at &&
    one.reasonCodes.join() === other.reasonCodes.join()
  );
}

/** The end of the fulfilment, or null while it goes on. An open after-sales case does not undo the end, but it is not told yet. */
function finishOf(life: OrderLife, facts: KnownFacts, parcels: ParcelSummary): Standing | null {
  // A case that was closed later moves the end to its closing.
  const fromMs = life.hadCase ? facts.lastEventAt : 0;
  if (facts.state === 'REFUSED') return finished('REFUSED', Math.max(fromMs, facts.lastEventAt), facts.refusalCodes);
  if (facts.cancelledAt !== null && parcels.handedOverAt === null) {
    return finished('CANCELLED', Math.max(fromMs, facts.cancelledAt));
  }
  if (!parcels.allEnded) return null;
  const { DELIVERED, RETURNED, LOST } = parcels.lastEndAt;
  const atMs = Math.max(fromMs, DELIVERED ?? 0, RETURNED ?? 0, LOST ?? 0);
  if (LOST !== null) return finished('LOST', atMs);
  return finished(RETURNED === null ? 'DELIVERED' : 'RETURNED', atMs);
}

function standing(status: StandingKind, at: number, reasonCodes: readonly string[] = []): Standing {
  return { status, outcome: null, reasonCodes, at };
}

function finished(outcome: Outcome, at: number, reasonCodes: readonly string[] = []): Standing {
  return { status: 'FINISHED', outcome, reasonCodes, at };
}
