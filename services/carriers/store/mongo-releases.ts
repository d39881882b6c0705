// Releases in MongoDB: who may release an order, what went out for it, and how far it got.
import type { Collection, Db } from 'mongodb';
import type { OrderRef } from '#shared/domain/refs';
import { findByIds, insertNew } from '#shared/mongo/bulk-commands';
import type { ParcelAtCarrier, Stage } from '../domain/reconcile.js';
import { marksOf } from '../domain/release-try.js';
import type { Advance, Release, ReleasedOrder, ShipmentStore } from './shipment-store.js';

/** One per order: its parcels are released together or not at all. What is usual is left out, for there is one for every order. */
export interface ReleaseDocument {
  readonly _id: string;
  readonly version?: number;
  readonly revision: number;
  readonly pending?: true;
  readonly parcels: readonly ParcelDocument[];
  /** Of the last try to release it. */
  readonly marks: readonly string[];
  readonly erasedAt?: Date;
}

interface ParcelDocument {
  readonly ref: string;
  readonly carrier: string;
  readonly parcel: number;
  /** Absent: released. */
  readonly stage?: Exclude<Stage, 'released'>;
}

export const RELEASES = 'carriers.shipments';

export async function claimReleases(db: Db, entries: readonly Release[]): Promise<(ReleasedOrder | null)[]> {
  const there = await insertNew(db, RELEASES, entries.map(toDocument), sizeOf);
  const found = entries.map((): ReleasedOrder | null => null);
  if (there.length === 0) return found;
  const known = await releasesOf(
    db,
    there.map((place) => (entries[place] as Release).orderRef),
  );
  for (const place of there) found[place] = known.get((entries[place] as Release).orderRef) ?? null;
  return found;
}

export async function releasesOf(db: Db, orderRefs: readonly OrderRef[]): Promise<Map<OrderRef, ReleasedOrder>> {
  const found = await findByIds<ReleaseDocument>(db, RELEASES, orderRefs);
  return new Map(found.map((document) => [document._id as OrderRef, toOrder(document)]));
}

export async function changeReleases(
  collection: Collection<ReleaseDocument>,
  changes: Parameters<ShipmentStore['changeReleases']>[0],
): Promise<boolean> {
  if (changes.length === 0) return true;
  const writes = changes.map(({ before, release }) => {
    const { _id, pending, ...fields } = toDocument(release);
    return {
      updateOne: {
        filter: { _id, version: before.version === 0 ? { $exists: false } : before.version },
        update: {
          $set: pending === true ? { ...fields, pending } : fields,
          ...(pending === true ? {} : { $unset: { pending: true as const } }),
          $inc: { version: 1 },
        },
      },
    };
  });
  const { matchedCount } = await collection.bulkWrite(writes, { ordered: false });
  return matchedCount === changes.length;
}

export async function advance(collection: Collection<ReleaseDocument>, steps: readonly Advance[]): Promise<boolean> {
  if (steps.length === 0) return true;
  const writes = steps.map(({ shipment, stage }) => {
    const before = shipment.stage === 'released' ? { $exists: false } : shipment.stage;
    return {
      updateOne: {
        filter: { _id: shipment.orderRef, parcels: { $elemMatch: { ref: shipment.shipmentRef, stage: before } } },
        update: { $set: { 'parcels.$.stage': stage }, $inc: { version: 1 } },
      },
    };
  });
  const { matchedCount } = await collection.bulkWrite(writes, { ordered: false });
  return matchedCount === steps.length;
}

function sizeOf({ parcels, marks }: Pick<ReleaseDocument, 'parcels' | 'marks'>): number {
  return 200 + parcels.length * 200 + marks.length * 100;
}

function toDocument(release: Release): Omit<ReleaseDocument, 'version' | 'erasedAt'> {
  const { revision, isPending, parcels } = release.goneOut;
  return {
    _id: release.orderRef,
    revision,
    parcels: parcels.map(({ shipmentRef, carrierId, parcel, stage }) => {
      const document = { ref: shipmentRef, carrier: carrierId, parcel };
      return stage === 'released' ? document : { ...document, stage };
    }),
    marks: marksOf(release),
    ...(isPending ? { pending: true as const } : {}),
  };
}

export function toOrder(document: ReleaseDocument): ReleasedOrder {
  const { _id, version = 0, revision, pending, parcels, marks, erasedAt } = document;
  return {
    orderRef: _id as OrderRef,
    version,
    revision,
    isPending: pending === true,
    parcels: parcels.map(({ ref, carrier, parcel, stage }): ParcelAtCarrier => {
      return { shipmentRef: ref, carrierId: carrier, parcel, stage: stage ?? 'released' };
    }),
    marks,
    erased: erasedAt !== undefined,
  };
}
