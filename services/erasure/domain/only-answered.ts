// Whether nothing of an order changed but which of the broker's own services have answered. Pure.
import type { TrackedOrder } from './tracked-order.js';

/** Answers of stores outside are not among it: each of those is accepted only once. */
export function isOnlyAnswered({
  before,
  after,
}: {
  readonly before: TrackedOrder;
  readonly after: TrackedOrder;
}): boolean {
  if (before.saga === null || after.saga === null) return false;
  return (
    before.version > 0 &&
    before.saga.erasureId === after.saga.erasureId &&
    before.saga.participants === after.saga.participants &&
    before.saga.awaited === after.saga.awaited &&
    before.life === after.life &&
    before.told === after.told &&
    before.seen === after.seen &&
    before.completedErasures === after.completedErasures &&
    before.nextDueAt === after.nextDueAt &&
    before.legalHolds === after.legalHolds &&
    before.commanded === after.commanded
  );
}
