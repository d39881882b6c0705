// What carriers keeps, in MongoDB: `carriers.blocks`, `carriers.shipments`, `carriers.waiting`, `carriers.clearances`. Blocks stay sealed; nothing here names a person.
import { Binary, type Collection, type Db } from 'mongodb';
import type { OrderRef } from '#shared/domain/refs';
import { findByIds, insertNew } from '#shared/mongo/bulk-commands';
import { writeTogether } from '#shared/mongo/write-together';
import { clearancesOf, openClearances, putClearances } from './mongo-clearances.js';
import {
  advance,
  changeReleases,
  claimReleases,
  RELEASES,
  type ReleaseDocument,
  releasesOf,
  toOrder,
} from './mongo-releases.js';
import { type ShipmentStore, type StoredBlock, toShipments, type WaitingOrder } from './shipment-store.js';

interface BlockDocument {
  readonly _id: string;
  readonly sealed: Binary;
}

interface WaitingDocument {
  readonly _id: string;
  readonly lane: number;
  readonly facts: Binary;
  readonly since: number;
}

const BLOCKS = 'carriers.blocks';

export async function createMongoShipmentStore(database: Db, clearancesKeptMs: number): Promise<ShipmentStore> {
  const blocks: Collection<BlockDocument> = database.collection(BLOCKS);
  const releases: Collection<ReleaseDocument> = database.collection(RELEASES);
  const waiting: Collection<WaitingDocument> = database.collection('carriers.waiting');
  await releases.createIndex({ 'parcels.ref': 1 });
  await waiting.createIndex({ lane: 1 });
  const clearances = await openClearances(database, clearancesKeptMs);
  return {
    putBlocks: (entries) => putBlocks(database, blocks, entries),
    blocksOf: async (orderRefs) => {
      const found = await findByIds<{ readonly _id: OrderRef; readonly sealed: Buffer }>(database, BLOCKS, orderRefs);
      return new Map(found.map(({ _id, sealed }) => [_id, sealed]));
    },
    claimReleases: (entries) => claimReleases(database, entries),
    releasesOf: (orderRefs) => releasesOf(database, orderRefs),
    changeReleases: (changes) => changeReleases(releases, changes),
    advance: (steps) => advance(releases, steps),
    shipmentsByRef: async (refs) => {
      if (refs.length === 0) return new Map();
      const found = await releases.find({ 'parcels.ref': { $in: [...refs] } }).toArray();
      const wanted = new Set<string>(refs);
      const shipments = found.flatMap((document) => toShipments(toOrder(document)));
      return new Map(
        shipments.flatMap((one) => (wanted.has(one.shipmentRef) ? [[one.shipmentRef, one] as const] : [])),
      );
    },
    shipmentsOf: async (orderRefs) => {
      return [...(await releasesOf(database, orderRefs)).values()].flatMap(toShipments);
    },
    putClearances: (entries) => putClearances(database, clearances, entries),
    clearancesOf: (orderRefs) => clearancesOf(database, orderRefs),
    putWaiting: (orders) => putWaiting(waiting, orders),
    waitingIn: async (lane) =>
      (await waiting.find({ lane }, { promoteBuffers: true }).toArray()).map(({ _id, facts, since }) => ({
        orderRef: _id as OrderRef,
        lane,
        facts: facts as unknown as Buffer,
        since,
      })),
    forgetWaiting: async (orderRefs) => {
      if (orderRefs.length > 0) await waiting.deleteMany({ _id: { $in: [...orderRefs] } });
    },
    erase: async (orderRefs, atMs) => {
      if (orderRefs.length === 0) return;
      const q = { _id: { $in: orderRefs } };
      const u = { $set: { erasedAt: new Date(atMs) }, $inc: { version: 1 } };
      const kept = [blocks, waiting, clearances];
      const deletes = kept.map(({ collectionName }) => ({ delete: collectionName, deletes: [{ q, limit: 0 }] }));
      const commands = [...deletes, { update: RELEASES, updates: [{ q, u, multi: true }] }];
      await writeTogether(database, commands, orderRefs.length);
    },
  };
}

/** Inserts; only blocks that are there already (a redelivery, a correction) are replaced one by one. */
async function putBlocks(
  database: Db,
  collection: Collection<BlockDocument>,
  entries: readonly StoredBlock[],
): Promise<void> {
  // Of several blocks of one order in a unit the last one counts.
  const latest = new Map(entries.map((entry) => [entry.orderRef, entry.sealed]));
  const documents = Array.from(latest, ([_id, sealed]) => ({ _id, sealed }));
  const there = await insertNew(database, BLOCKS, documents, ({ sealed }) => 100 + sealed.length);
  if (there.length === 0) return;
  const writes = there.map((place) => {
    const { _id, sealed } = documents[place] as (typeof documents)[number];
    return { updateOne: { filter: { _id }, update: { $set: { sealed: new Binary(sealed) } }, upsert: true } };
  });
  await collection.bulkWrite(writes, { ordered: false });
}

async function putWaiting(collection: Collection<WaitingDocument>, orders: readonly WaitingOrder[]): Promise<void> {
  if (orders.length === 0) return;
  const writes = orders.map(({ orderRef, lane, facts, since }) => ({
    updateOne: {
      filter: { _id: orderRef },
      update: { $set: { lane, facts: new Binary(facts), since } },
      upsert: true,
    },
  }));
  await collection.bulkWrite(writes, { ordered: false });
}
