// How a tracked order lies in the collection `erasure.orders`. No personal data; of an erased order nothing but the guard.
import type { ErasureSaga } from '../domain/erasure-saga.js';
import type { Hold, KnownFacts, ParcelCourse } from '../domain/order-life.js';
import type { Standing } from '../domain/order-standing.js';
import type { Commanded, LegalHold, Reminder, TrackedOrder } from '../domain/tracked-order.js';
import { erasureIdOf } from '../steps/erasure-id.js';

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
  readonly shipments?: Readonly<Record<string, string>>;
  readonly told?: Standing;
  readonly seen: TrackedOrder['seen'];
  /** Categories of each erasure that is completed: their ids follow from them. */
  readonly completed?: readonly (readonly string[])[];
  /** Without its id, which follows from the rest: so all erasures of a tick look alike and are written in one go. */
  readonly saga?: Omit<ErasureSaga, 'erasureId'>;
  /** Only where something is due at a known time: what has no date is not in the index. */
  readonly nextDueAt?: number;
  readonly legalHolds?: readonly LegalHold[];
  readonly commanded?: Commanded;
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
  const { orderRef, lane, version, life, told, seen, completedErasures, saga, nextDueAt, reminder } = order;
  const { legalHolds, commanded } = order;
  return {
    _id: orderRef,
    lane,
    version: version + 1,
    seen,
    ...(life.facts === null ? {} : { facts: life.facts }),
    ...(life.hadCase ? { hadCase: true } : {}),
    ...(life.hold === null ? {} : { hold: life.hold }),
    ...(life.parcelsExpected === 0 ? {} : { parcelsExpected: life.parcelsExpected, parcels: life.parcels }),
    ...(Object.keys(life.shipments).length === 0 ? {} : { shipments: life.shipments }),
    ...(told === null ? {} : { told }),
    ...(completedErasures.length === 0 ? {} : { completed: completedErasures.map(({ categories }) => categories) }),
    ...(saga === null ? {} : { saga: withoutId(saga) }),
    ...(nextDueAt === null ? {} : { nextDueAt }),
    ...(legalHolds.length === 0 ? {} : { legalHolds }),
    ...(commanded === null ? {} : { commanded }),
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
    shipments = {},
  } = document;
  const { told = null, seen, completed = [], saga, nextDueAt = null, reminder = null } = document;
  const { legalHolds = [], commanded = null } = document;
  return {
    orderRef: _id,
    lane,
    version,
    life: { facts, hadCase, hold, parcelsExpected, shipments, parcels },
    told,
    seen,
    completedErasures: completed.map((categories, ordinal) => ({
      erasureId: erasureIdOf(_id, categories, ordinal),
      categories,
    })),
    saga: saga === undefined ? null : { ...saga, erasureId: erasureIdOf(_id, saga.categories, completed.length) },
    nextDueAt,
    legalHolds,
    commanded,
    reminder,
  };
}

function withoutId(saga: ErasureSaga): Omit<ErasureSaga, 'erasureId'> {
  const { categories, reason, policyVersion, startedAt, participants, awaited, answered, completedAt } = saga;
  const asked = awaited === undefined ? { participants } : { participants, awaited };
  return { categories, reason, policyVersion, startedAt, ...asked, answered, completedAt };
}
