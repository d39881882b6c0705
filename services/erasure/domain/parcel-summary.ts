// What the parcels of an order come to together.
import type { OrderLife, ParcelCourse, ParcelEndState } from './order-life.js';

export interface ParcelSummary {
  /** Earliest release, null when nothing was released. */
  readonly releasedAt: number | null;
  /** Earliest hand-over to a carrier, null when nothing was handed over. */
  readonly handedOverAt: number | null;
  /** Whether every parcel that will ever go out has come to its end (at least one has). */
  readonly allEnded: boolean;
  /** Whether a parcel is on its way, or still has to go out while another one already has. */
  readonly underWay: boolean;
  /** Latest end by kind. */
  readonly lastEndAt: Readonly<Record<ParcelEndState, number | null>>;
}

/** A cancelled order sends out no further parcels: only those that were handed over before count. */
export function summariseParcels(life: OrderLife): ParcelSummary {
  const courses = Object.values(life.parcels);
  const handedOver = courses.filter(isHandedOver);
  const isCancelled = life.facts !== null && life.facts.cancelledAt !== null;
  const toCome = isCancelled ? handedOver.length : Math.max(life.parcelsExpected, courses.length);
  const ended = courses.filter(({ end }) => end !== null).length;
  return {
    releasedAt: earliest(courses.map(({ releasedAt }) => releasedAt)),
    handedOverAt: earliest(courses.map(({ handedOverAt }) => handedOverAt)),
    allEnded: toCome > 0 && ended >= toCome,
    underWay: handedOver.length > 0 && ended < toCome,
    lastEndAt: {
      DELIVERED: lastEnd(courses, 'DELIVERED'),
      RETURNED: lastEnd(courses, 'RETURNED'),
      LOST: lastEnd(courses, 'LOST'),
    },
  };
}

function isHandedOver({ handedOverAt }: ParcelCourse): boolean {
  return handedOverAt !== null;
}

function earliest(times: readonly (number | null)[]): number | null {
  let first: number | null = null;
  for (const at of times) if (at !== null && (first === null || at < first)) first = at;
  return first;
}

function lastEnd(courses: readonly ParcelCourse[], state: ParcelEndState): number | null {
  let last: number | null = null;
  for (const { end } of courses) {
    if (end?.state === state && (last === null || end.at > last)) last = end.at;
  }
  return last;
}
