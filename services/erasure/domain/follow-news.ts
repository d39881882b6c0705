// What the news of one unit make of one order, and what the order service is told. Pure: a redelivery changes nothing and tells the
// same again, because the first telling may have been lost between the write to the database and the commit.
import { isErased } from './erasure-saga.js';
import { evolveLife } from './evolve-life.js';
import type { OrderLife } from './order-life.js';
import type { OrderNews } from './order-news.js';
import { sameStanding, type Standing, standingOf, standingsToTell } from './order-standing.js';
import type { FirstDueAt, TrackedOrder } from './tracked-order.js';

export interface ReadNews {
  readonly offset: number;
  readonly news: OrderNews;
}

export interface Followed {
  /** The very same object as before when nothing changed that is worth a write. */
  readonly order: TrackedOrder;
  /** To be told in this order; empty when nothing changed. */
  readonly tell: readonly Standing[];
}

export function followNews(before: TrackedOrder, news: readonly ReadNews[], firstDueAt: FirstDueAt): Followed {
  // The last word about an erased order is ERASED.
  if (isErased(before.saga)) return { order: before, tell: [] };
  let { life } = before;
  let seen = before.seen;
  let isRedelivery = false;
  for (const item of news) {
    life = evolveLife(life, item.news);
    const highest = before.seen[item.news.kind];
    if (item.offset <= highest) isRedelivery = true;
    else if (item.offset > seen[item.news.kind]) seen = { ...seen, [item.news.kind]: item.offset };
  }
  const standing = standingOf(life);
  const isNews = !sameStanding(before.told, standing);
  const tell = isNews ? standingsToTell(life, before.told) : isRedelivery ? standingsToTell(life, null) : [];
  if (!isNews && !isWorthKeeping(before.life, life)) return { order: before, tell };
  const nextDueAt = before.saga === null ? firstDueAt({ ...before, life }) : null;
  return { order: { ...before, life, seen, told: standing, nextDueAt }, tell };
}

/**
 * Whether the life changed in anything that will ever matter. Most events only count the revision up; writing that down would double the
 * writes. Leaving it out is safe because the facts of an order come in the order of their revisions: a redelivery begins at an older
 * one and passes all newer ones again.
 */
function isWorthKeeping(before: OrderLife, after: OrderLife): boolean {
  if (before === after) return false;
  const { facts: old } = before;
  const { facts: now } = after;
  if (old === null || now === null) return true;
  if (
    before.hold !== after.hold ||
    before.parcels !== after.parcels ||
    before.shipments !== after.shipments ||
    before.parcelsExpected !== after.parcelsExpected
  )
    return true;
  if (before.hadCase !== after.hadCase || old.caseOpen !== now.caseOpen) return true;
  if (old.state !== now.state || old.cancelledAt !== now.cancelledAt || old.orderId !== now.orderId) return true;
  if (old.placedAt !== now.placedAt || old.refusalCodes.join() !== now.refusalCodes.join()) return true;
  if ((old.refusalPaths ?? []).join() !== (now.refusalPaths ?? []).join()) return true;
  return old.lastEventAt !== now.lastEventAt && (after.hadCase || now.state === 'REFUSED');
}
