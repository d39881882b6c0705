// How a tracked order lies in the collection `erasure.orders`. No personal data; of an erased order nothing but the guard.
import type { ErasureSaga } from '../domain/erasure-saga.js';
import type { Hold, KnownFacts, ParcelCourse } from '../domain/order-life.js';
import type { Standing } from '../domain/order-standing.js';
import type { Reminder, TrackedOrder } from '../domain/tracked-order.js';

export interface OrderDocument {
  /** orderRef. */
  readonly _id: string;
  readonly lane: number;
  readonly version: number;
  readonly facts?: KnownFacts;
  readonly hadCase?: true;
  readonly hold?: Hold;
  readonly parcelsExpected?: number;
  readonly parcels?: Readonly<Record<string, ParcelCourse>>;
  readonly told?: Standing;
  readonly seen: TrackedOrder['seen'];
  readonly erasedCategories?: readonly string[];
  readonly completedErasures?: readonly string[];
  readonly saga?: ErasureSaga;
  /** Only where something is due at a known time: what has no date is not in the index. */
  readonly nextDueAt?: number;
  readonly reminder?: Reminder;
}

export interface GuardDocument {
  readonly _id: string;
  readonly lane: number;
  readonly erased: true;
  readonly at: number;
}

/** What is empty is left out: a million waiting orders are mostly emptiness. */
export function toDocument(order: TrackedOrder): OrderDocument {
  const { orderRef, lane, version, life, told, seen, erasedCategories, completedErasures, saga } = order;
  const { nextDueAt, reminder } = order;
  return {
    _id: orderRef,
    lane,
    version: version + 1,
    seen,
    ...(life.facts === null ? {} : { facts: life.facts }),
    ...(life.hadCase ? { hadCase: true } : {}),
    ...(life.hold === null ? {} : { hold: life.hold }),
    ...(life.parcelsExpected === 0 ? {} : { parcelsExpected: life.parcelsExpected, parcels: life.parcels }),
    ...(told === null ? {} : { told }),
    ...(erasedCategories.length === 0 ? {} : { erasedCategories }),
    ...(completedErasures.length === 0 ? {} : { completedErasures }),
    ...(saga === null ? {} : { saga }),
    ...(nextDueAt === null ? {} : { nextDueAt }),
    ...(reminder === null ? {} : { reminder }),
  };
}

export function toTrackedOrder(document: OrderDocument): TrackedOrder {
  const {
    _id,
    lane,
    version,
    facts = null,
    hadCase = false,
    hold = null,
    parcelsExpected = 0,
    parcels = {},
  } = document;
  const { told = null, seen, erasedCategories = [], completedErasures = [], saga = null } = document;
  const { nextDueAt = null, reminder = null } = document;
  return {
    orderRef: _id,
    lane,
    version,
    life: { facts, hadCase, hold, parcelsExpected, parcels },
    told,
    seen,
    erasedCategories,
    completedErasures,
    saga,
    nextDueAt,
    reminder,
  };
}
