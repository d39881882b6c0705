// Releases in MongoDB: who may release an order, and what went out for it.
import type { Collection } from 'mongodb';
import type { OrderRef, ShipmentRef } from '#shared/domain/refs';
import { insertUnlessThere } from './insert-unless-there.js';
import {
  isSameTry,
  type KnownShipment,
  marksOf,
  type Release,
  type ReleaseOutcome,
  type ReleaseTry,
} from './shipment-store.js';

/** One per order: its parcels are released together or not at all. */
export interface ReleaseDocument {
  readonly _id: string;
  readonly carrierId: string;
  readonly parcels: readonly { readonly ref: string; readonly parcel: number }[];
  /** Of the last try to release it. */
  readonly marks: readonly string[];
  readonly erasedAt?: Date;
}

export async function claimReleases(
  collection: Collection<ReleaseDocument>,
  entries: readonly Release[],
): Promise<ReleaseOutcome[]> {
  const documents = entries.map(toDocument);
  const outcomes = documents.map((): ReleaseOutcome => 'won');
  const there = await insertUnlessThere(collection, documents);
  if (there.length === 0) return outcomes;
  const ids = there.map((place) => (documents[place] as ReleaseDocument)._id);
  const held = new Map((await collection.find({ _id: { $in: ids } }).toArray()).map((before) => [before._id, before]));
  const repeated: ReleaseDocument[] = [];
  for (const place of there) {
    const document = documents[place] as ReleaseDocument;
    const before = held.get(document._id);
    const isRepeat = before !== undefined && !before.erasedAt && isSameTry(entries[place] as Release, before.marks);
    outcomes[place] = isRepeat ? 'repeat' : 'lost';
    if (isRepeat) repeated.push(document);
  }
  if (repeated.length > 0) {
    const writes = repeated.map(({ _id, ...plan }) => ({ updateOne: { filter: { _id }, update: { $set: plan } } }));
    await collection.bulkWrite(writes, { ordered: false });
  }
  return outcomes;
}

export async function withdraw(
  collection: Collection<ReleaseDocument>,
  tries: readonly ReleaseTry[],
): Promise<ReadonlySet<OrderRef>> {
  const released = new Set<OrderRef>();
  if (tries.length === 0) return released;
  const byOrder = new Map<string, ReleaseTry>(tries.map((one) => [one.orderRef, one]));
  const undone: string[] = [];
  for (const before of await collection.find({ _id: { $in: [...byOrder.keys()] } }).toArray()) {
    const one = byOrder.get(before._id) as ReleaseTry;
    if (before.erasedAt === undefined && isSameTry(one, before.marks)) undone.push(one.orderRef);
    else released.add(one.orderRef);
  }
  if (undone.length > 0) await collection.deleteMany({ _id: { $in: undone } });
  return released;
}

function toDocument(release: Release): ReleaseDocument {
  const { orderRef, carrierId, parcels } = release;
  return {
    _id: orderRef,
    carrierId,
    parcels: parcels.map(({ shipmentRef, parcel }) => ({ ref: shipmentRef, parcel })),
    marks: marksOf(release),
  };
}

export function toShipments({ _id, carrierId, parcels, erasedAt }: ReleaseDocument): KnownShipment[] {
  return parcels.map(({ ref, parcel }) => ({
    shipmentRef: ref as ShipmentRef,
    orderRef: _id as OrderRef,
    carrierId,
    parcel,
    parcels: parcels.length,
    erased: erasedAt !== undefined,
  }));
}
