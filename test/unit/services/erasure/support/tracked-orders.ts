// Tracked orders for tests of stores: valid by default, one change per case.
import type { OrderRef } from '#shared/domain/refs';
import { startSaga, type ErasureSaga } from '#services/erasure/domain/erasure-saga';
import { newOrder, type TrackedOrder } from '#services/erasure/domain/tracked-order';
import type { OrderChange } from '#services/erasure/store/order-store';
import { createHash } from 'node:crypto';

export function orderRefOf(name: string): OrderRef {
  return createHash('sha256').update(name).digest().subarray(0, 16).toString('base64url') as OrderRef;
}

export function tracked(name: string, changes: Partial<TrackedOrder> = {}): TrackedOrder {
  return { ...newOrder(orderRefOf(name), 0), ...changes };
}

/** Orders that were not there before. */
export function inserted(...orders: readonly TrackedOrder[]): OrderChange[] {
  return orders.map((after) => ({ before: { ...after, version: 0 }, after }));
}

/** The order as it was read, with this change. */
export function changed(before: TrackedOrder, changes: Partial<TrackedOrder>): OrderChange {
  return { before, after: { ...before, ...changes } };
}

export function saga(changes: Partial<ErasureSaga> = {}): ErasureSaga {
  return {
    ...startSaga({
      erasureId: 'erasure-1',
      categories: [],
      reason: 'RETENTION_ENDED',
      policyVersion: 1,
      startedAt: 1_000,
      participants: ['intake', 'carriers'],
    }),
    ...changes,
  };
}
