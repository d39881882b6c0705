// Adds one piece of news to the life of an order. Pure, commutative and idempotent: whatever the order of arrival and however
// often something is delivered, the life ends up the same, so redelivery and the interleaving of topics change nothing.
import type { Hold, OrderLife, ParcelCourse, ParcelEndState } from './order-life.js';
import type { FactsNews, OrderNews, ProgressNews } from './order-news.js';

/** The life with the news in it; the very same object when the news told nothing new. */
export function evolveLife(life: OrderLife, news: OrderNews): OrderLife {
  return news.kind === 'facts' ? withFacts(life, news) : withProgress(life, news);
}

function withFacts(life: OrderLife, { facts, hadCase: told = facts.caseOpen }: FactsNews): OrderLife {
  const hadCase = life.hadCase || told;
  const newer = life.facts === null || facts.revision > life.facts.revision;
  if (!newer && hadCase === life.hadCase) return life;
  return { ...life, hadCase, facts: newer ? facts : life.facts };
}

function withProgress(life: OrderLife, news: ProgressNews): OrderLife {
  if (news.state === 'HELD') return withHold(life, holdOf(news));
  const parcelsExpected = Math.max(life.parcelsExpected, news.parcels, news.parcel);
  const before = life.parcels[news.parcel] ?? NOTHING_YET;
  const course = advance(before, news);
  const shipments = withShipment(life.shipments, news);
  const isSame = course === before && parcelsExpected === life.parcelsExpected && shipments === life.shipments;
  if (isSame) return life;
  return { ...life, parcelsExpected, shipments, parcels: { ...life.parcels, [news.parcel]: course } };
}

function withShipment(known: OrderLife['shipments'], { shipmentRef, carrierId }: ProgressNews): OrderLife['shipments'] {
  return shipmentRef === null || known[shipmentRef] !== undefined ? known : { ...known, [shipmentRef]: carrierId };
}

function holdOf({ reasonCode, at, fieldPaths = [] }: ProgressNews): Hold {
  return fieldPaths.length === 0 ? { reasonCode, at } : { reasonCode, at, fieldPaths };
}

/** The latest hold counts; of two at the same instant the code decides, so that arrival does not. */
function withHold(life: OrderLife, hold: Hold): OrderLife {
  const { hold: before } = life;
  if (before !== null) {
    if (hold.at < before.at) return life;
    if (hold.at === before.at && rankOf(hold) <= rankOf(before)) return life;
  }
  return { ...life, hold };
}

/** Any order will do that does not depend on who came first. */
function rankOf({ reasonCode, fieldPaths = [] }: Hold): string {
  return [reasonCode ?? '', ...fieldPaths].join(' ');
}

const NOTHING_YET: ParcelCourse = Object.freeze({ releasedAt: null, handedOverAt: null, end: null });

/** Adds one state to a parcel's course; the same object when it brings nothing earlier or new. */
function advance(course: ParcelCourse, { state, at }: ProgressNews): ParcelCourse {
  switch (state) {
    case 'HELD':
      return course;
    case 'RELEASED':
      return isEarlier(at, course.releasedAt) ? { ...course, releasedAt: at } : course;
    case 'ACCEPTED':
    case 'IN_TRANSIT':
    case 'OUT_FOR_DELIVERY':
      return isEarlier(at, course.handedOverAt) ? { ...course, handedOverAt: at } : course;
    case 'DELIVERED':
    case 'RETURNED':
    case 'LOST':
      return ended(course, state, at);
  }
}

/** A parcel ends once: the earliest end is kept, and of two at the same instant the more favourable one. */
function ended(course: ParcelCourse, state: ParcelEndState, at: number): ParcelCourse {
  const handedOverAt = isEarlier(at, course.handedOverAt) ? at : course.handedOverAt;
  const { end } = course;
  const kept = end !== null && (end.at < at || (end.at === at && END_ORDER[end.state] <= END_ORDER[state]));
  if (kept && handedOverAt === course.handedOverAt) return course;
  return { ...course, handedOverAt, end: kept ? end : { state, at } };
}

const END_ORDER: Readonly<Record<ParcelEndState, number>> = { DELIVERED: 0, RETURNED: 1, LOST: 2 };

function isEarlier(at: number, known: number | null): boolean {
  return known === null || at < known;
}
