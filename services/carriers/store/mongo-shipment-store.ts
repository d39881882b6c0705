// What carriers keeps, in MongoDB: `carriers.blocks`, `carriers.shipments`, `carriers.waiting`. Blocks stay sealed; nothing here names a person.
import { Binary, type Collection, type Db } from 'mongodb';
import type { OrderRef, ShipmentRef } from '#shared/domain/refs';
import { claimMany } from '#shared/mongo/insert-claims';
import type { KnownShipment, ShipmentStore, StoredBlock, WaitingOrder } from './shipment-store.js';

interface BlockDocument {
  readonly _id: string;
  readonly sealed: Binary;
}

interface ShipmentDocument {
  readonly _id: string;
  readonly claim: string;
  readonly orderRef: string;
  readonly carrierId: string;
  readonly parcel: number;
  readonly parcels: number;
  readonly erasedAt?: Date;
}

interface WaitingDocument {
  readonly _id: string;
  readonly lane: number;
  readonly claim: string;
  readonly facts: Binary;
}

const DUPLICATE_KEY = 11_000;

export async function createMongoShipmentStore(database: Db): Promise<ShipmentStore> {
  const blocks: Collection<BlockDocument> = database.collection('carriers.blocks');
  const shipments: Collection<ShipmentDocument> = database.collection('carriers.shipments');
  const waiting: Collection<WaitingDocument> = database.collection('carriers.waiting');
  await shipments.createIndex({ orderRef: 1 });
  await waiting.createIndex({ lane: 1 });
  return {
    putBlocks: (entries) => putBlocks(blocks, entries),
    blocksOf: async (orderRefs) => {
      if (orderRefs.length === 0) return new Map();
      const found = await blocks.find({ _id: { $in: [...orderRefs] } }, { promoteBuffers: true }).toArray();
      return new Map(found.map(({ _id, sealed }) => [_id as OrderRef, sealed as unknown as Buffer]));
    },
    claimShipments: (entries) =>
      claimMany(
        shipments,
        entries.map(({ shipmentRef, ...rest }) => ({ _id: shipmentRef, ...rest })),
      ),
    shipmentsByRef: async (refs) => {
      if (refs.length === 0) return new Map();
      const found = await shipments.find({ _id: { $in: [...refs] } }).toArray();
      return new Map(found.map((document) => [document._id as ShipmentRef, toShipment(document)]));
    },
    shipmentsOf: async (orderRefs) => {
      if (orderRefs.length === 0) return [];
      return (await shipments.find({ orderRef: { $in: [...orderRefs] } }).toArray()).map(toShipment);
    },
    putWaiting: (orders) => putWaiting(waiting, orders),
    waitingIn: async (lane) =>
      (await waiting.find({ lane }, { promoteBuffers: true }).toArray()).map(({ _id, claim, facts }) => ({
        orderRef: _id as OrderRef,
        lane,
        claim,
        facts: facts as unknown as Buffer,
      })),
    forgetWaiting: async (orderRefs) => {
      if (orderRefs.length > 0) await waiting.deleteMany({ _id: { $in: [...orderRefs] } });
    },
    erase: async (orderRefs, atMs) => {
      if (orderRefs.length === 0) return 0;
      const refs = [...orderRefs];
      const [gone, left, guarded] = await Promise.all([
        blocks.deleteMany({ _id: { $in: refs } }),
        waiting.deleteMany({ _id: { $in: refs } }),
        shipments.updateMany({ orderRef: { $in: refs } }, { $set: { erasedAt: new Date(atMs) } }),
      ]);
      return gone.deletedCount + left.deletedCount + guarded.matchedCount;
    },
  };
}

/** Inserts; only blocks that are there already (a redelivery, a correction) are replaced one by one. */
async function putBlocks(collection: Collection<BlockDocument>, entries: readonly StoredBlock[]): Promise<void> {
  if (entries.length === 0) return;
  // Of several blocks of one order in a unit the last one counts.
  const latest = new Map(entries.map((entry) => [entry.orderRef, entry]));
  const documents = [...latest.values()].map(({ orderRef, sealed }) => ({
    _id: orderRef as string,
    sealed: new Binary(sealed),
  }));
  try {
    await collection.insertMany(documents, { ordered: false });
  } catch (error) {
    const there = duplicatesOf(error);
    if (there === null) throw error;
    const writes = there.flatMap((index) => {
      const document = documents[index];
      if (document === undefined) return [];
      return [
        { updateOne: { filter: { _id: document._id }, update: { $set: { sealed: document.sealed } }, upsert: true } },
      ];
    });
    await collection.bulkWrite(writes, { ordered: false });
  }
}

function duplicatesOf(error: unknown): number[] | null {
  const { name, writeErrors } = error as { name?: unknown; writeErrors?: unknown };
  if (name !== 'MongoBulkWriteError' || writeErrors === undefined) return null;
  const all = (Array.isArray(writeErrors) ? writeErrors : [writeErrors]) as { code?: unknown; index?: unknown }[];
  return all.every(({ code }) => code === DUPLICATE_KEY) ? all.map(({ index }) => Number(index)) : null;
}

async function putWaiting(collection: Collection<WaitingDocument>, orders: readonly WaitingOrder[]): Promise<void> {
  if (orders.length === 0) return;
  const writes = orders.map(({ orderRef, lane, claim, facts }) => ({
    updateOne: {
      filter: { _id: orderRef },
      // The first claim stays: it is the one that may have released parcels already.
      update: { $set: { lane, facts: new Binary(facts) }, $setOnInsert: { claim } },
      upsert: true,
    },
  }));
  await collection.bulkWrite(writes, { ordered: false });
}

function toShipment(document: ShipmentDocument): KnownShipment {
  const { _id, orderRef, carrierId, parcel, parcels, erasedAt } = document;
  return {
    shipmentRef: _id as ShipmentRef,
    orderRef: orderRef as OrderRef,
    carrierId,
    parcel,
    parcels,
    erased: erasedAt !== undefined,
  };
}
