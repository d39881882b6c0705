// What people ask of the collection of keys, beside the bulk commands of the services: its name, and how much lies in it.
import type { Db } from 'mongodb';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { KeyCounts } from './key-store.js';

interface StoreName {
  readonly _id: 'store';
  readonly storeId: string;
}

/** The first proposal wins, whoever makes it. */
export async function nameStore(db: Db, name: string, proposed: string): Promise<string> {
  const named = await db
    .collection<StoreName>(`${name}.store`)
    .findOneAndUpdate(
      { _id: 'store' },
      { $setOnInsert: { storeId: proposed } },
      { upsert: true, returnDocument: 'after' },
    );
  if (named === null) throw new FulfilmentError('MONGO_UNAVAILABLE', { missing: 'store name' });
  return named.storeId;
}

export async function countKeys(db: Db, name: string): Promise<KeyCounts> {
  const byEpoch = new Map<number, number>();
  let shredded = 0;
  const groups = db
    .collection(name)
    .aggregate<{ _id: number | null; count: number }>([{ $group: { _id: '$epoch', count: { $sum: 1 } } }]);
  for await (const { _id, count } of groups) {
    if (_id === null) shredded = count;
    else byEpoch.set(_id, count);
  }
  return { byEpoch, shredded };
}
