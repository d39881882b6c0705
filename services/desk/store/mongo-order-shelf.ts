// The orders of the desk in MongoDB, collection `desk.orders`. Of an erased order the keyed hash stays, so that nothing late brings it back.
import { type AnyBulkWriteOperation, Binary, type Db } from 'mongodb';
import type { OrderRef } from '#shared/domain/refs';
import { collectionOf, ensureIndexes } from '#shared/mongo/collection';
import type { OrderShelf, ShelfChange, ShelvedOrder } from './order-shelf.js';

interface ShelfDocument {
  readonly _id: string;
  readonly facts?: Binary;
  readonly status?: Binary;
  readonly customerRef?: string;
  readonly blocks?: Readonly<Record<string, Binary>>;
  readonly erased?: true;
}

const COLLECTION = 'desk.orders';
const DUPLICATE_KEY = 11_000;
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;

export async function createMongoOrderShelf(db: Db): Promise<OrderShelf> {
  await ensureIndexes(db, COLLECTION, [{ keys: { customerRef: 1 }, where: { customerRef: { $exists: true } } }]);
  const orders = collectionOf<ShelfDocument>(db, COLLECTION);
  return {
    apply: async (changes) => {
      if (changes.length === 0) return;
      const writes = changes.map(writeOf);
      // An upsert that meets the guard of an erased order is a duplicate: that is how it is passed over.
      await orders.bulkWrite(writes, { ordered: false, ...DURABLE }).catch(passOverErased);
    },
    erase: async (orderRefs) => {
      if (orderRefs.length === 0) return 0;
      const ids = { _id: { $in: [...orderRefs] as string[] } };
      const there = await orders.countDocuments({ ...ids, erased: { $exists: false } });
      const guards = orderRefs.map((_id) => ({
        replaceOne: { filter: { _id }, replacement: { erased: true as const }, upsert: true },
      }));
      await orders.bulkWrite(guards, { ordered: false, ...DURABLE });
      return there;
    },
    find: async (orderRef) => {
      const found = await orders.findOne({ _id: orderRef });
      if (found === null) return null;
      return found.erased === true ? 'erased' : toOrder(found);
    },
    ofCustomer: async (customerRef, limit) => (await orders.find({ customerRef }, { limit }).toArray()).map(toOrder),
  };
}

function writeOf({ orderRef, part, value, customerRef }: ShelfChange): AnyBulkWriteOperation<ShelfDocument> {
  const filter = { _id: orderRef, erased: { $exists: false } };
  if (value === null) return { updateOne: { filter, update: { $unset: { [part]: true } } } };
  const owner = customerRef === undefined || customerRef === null ? {} : { customerRef };
  return { updateOne: { filter, update: { $set: { [part]: new Binary(value), ...owner } }, upsert: true } };
}

function passOverErased(error: unknown): void {
  const { writeErrors } = error as { readonly writeErrors?: readonly { readonly code: number }[] | { code: number } };
  const failures = writeErrors === undefined ? [] : [writeErrors].flat();
  if (failures.length === 0 || failures.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
}

function toOrder({ _id, facts, status, blocks = {} }: ShelfDocument): ShelvedOrder {
  return {
    orderRef: _id as OrderRef,
    facts: facts === undefined ? null : bytesOf(facts),
    status: status === undefined ? null : bytesOf(status),
    blocks: new Map(Object.entries(blocks).map(([category, block]) => [category, bytesOf(block)])),
  };
}

function bytesOf(binary: Binary): Buffer {
  return Buffer.from(binary.buffer.subarray(0, binary.length()));
}
