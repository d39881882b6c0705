// Wrapped keys in MongoDB: { _id: 16 bytes of the orderRef, claim, wrapped, epoch, note? } while alive,
// { _id, claim?, erasedAt } once shredded. Inserts first, looks back only at what was taken: an insert costs mongod a
// quarter of an upsert.
import { randomBytes } from 'node:crypto';
import type { Db } from 'mongodb';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { MOST_PER_COMMAND } from '#shared/mongo/bulk-commands';
import { refBytes, refText } from '#shared/refs/ref-bytes';
import { createKeyCollection, type KeyCollection, type KeyDocument } from './key-collection.js';
import type { Created, KeyEntry, KeyStore, StoredKeys } from './key-store.js';

export interface MongoKeyStoreOptions {
  readonly db: Db;
  /** Name of the collection; default `vault_keys`. No index is needed. */
  readonly collection?: string;
}

const FIELDS = { claim: 1, wrapped: 1, erasedAt: 1 } as const;
const FIELDS_AND_NOTE = { ...FIELDS, note: 1 } as const;
const KEYS_ONLY = { wrapped: 1 } as const;
const NOTE_ONLY = { note: 1 } as const;
const ID_ONLY = { _id: 1 } as const;
const MOST_ROUNDS = 5;
const STORE_ID_BYTES = 8;
const CREATED: Created = Object.freeze({ kind: 'created' });
const ERASED: Created = Object.freeze({ kind: 'erased' });

/** Rejects with the driver's error or MONGO_UNAVAILABLE / MONGO_REFUSED; any call may then be made again. */
export function createMongoKeyStore({ db, collection = 'vault_keys' }: MongoKeyStoreOptions): KeyStore {
  const keys = createKeyCollection(db, collection);
  const findMany = async (orderRefs: readonly OrderRef[], fields: Readonly<Record<string, 1>>) => {
    const found = new Map<OrderRef, StoredKeys>();
    for (const document of await keys.find(orderRefs.map(refBytes), fields)) {
      found.set(refText(document._id), storedOf(document));
    }
    return found;
  };
  return {
    createMany: (entries) => createMany(keys, entries, (orderRefs) => findMany(orderRefs, FIELDS_AND_NOTE)),
    findMany: (orderRefs, { withNote = false } = {}) => findMany(orderRefs, withNote ? FIELDS_AND_NOTE : FIELDS),
    updateNotes: async (notes) => {
      // A shredded order has no keys, so it can't be given a note again.
      const updates = notes.map(({ orderRef, note, expected }) => {
        const _id = refBytes(orderRef);
        const q = expected === undefined ? { _id, wrapped: { $exists: true } } : { _id, note: expected };
        return { q, u: { $set: { note } } };
      });
      if ((await keys.update(updates)) === notes.length) return [];
      // What is there by now tells a note that was written by a try whose answer got lost.
      const there = await findMany(refsOf(notes), NOTE_ONLY);
      return refsOf(notes.filter(({ orderRef, note }) => there.get(orderRef)?.note?.equals(note) !== true));
    },
    replaceWrapped: async (rewraps) => {
      const updates = rewraps.map(({ orderRef, old, wrapped, epoch }) => ({
        q: { _id: refBytes(orderRef), wrapped: old },
        u: { $set: { wrapped, epoch } },
      }));
      if ((await keys.update(updates)) === rewraps.length) return [];
      const there = await findMany(refsOf(rewraps), KEYS_ONLY);
      return refsOf(rewraps.filter(({ orderRef, wrapped }) => there.get(orderRef)?.wrapped?.equals(wrapped) !== true));
    },
    shredOrders: async (orderRefs, atMs) => {
      const ids = [...new Set(orderRefs)].map(refBytes);
      for (let at = 0; at < ids.length; at += MOST_PER_COMMAND) {
        await shred(keys, ids.slice(at, at + MOST_PER_COMMAND), new Date(atMs));
      }
    },
    storeId: () => keys.storeId(randomBytes(STORE_ID_BYTES).toString('hex')),
    count: () => keys.count(),
    iterateByEpoch: async function* batches(epoch) {
      for await (const batch of keys.byEpoch(epoch)) {
        yield batch.flatMap(({ _id, wrapped }) =>
          wrapped === undefined ? [] : [{ orderRef: refText<OrderRef>(_id), wrapped }],
        );
      }
    },
  };
}

async function createMany(
  keys: KeyCollection,
  entries: readonly KeyEntry[],
  readBack: (orderRefs: readonly OrderRef[]) => Promise<Map<OrderRef, StoredKeys>>,
): Promise<Created[]> {
  const outcomes = entries.map((): Created => CREATED);
  // Of one order's entries only the first is inserted: in which order mongod works an unordered batch off is its own affair.
  const seen = new Set<OrderRef>();
  const inserted: number[] = [];
  const unsettled: number[] = [];
  for (let place = 0; place < entries.length; place++) {
    const { orderRef } = entries[place] as KeyEntry;
    const places = seen.has(orderRef) ? unsettled : inserted;
    places.push(place);
    seen.add(orderRef);
  }
  const taken = await keys.insert(inserted.map((place) => documentOf(entries[place] as KeyEntry)));
  for (const index of taken) unsettled.push(inserted[index] as number);
  if (unsettled.length === 0) return outcomes;
  const there = await readBack(unsettled.map((place) => (entries[place] as KeyEntry).orderRef));
  for (const place of unsettled) {
    const entry = entries[place] as KeyEntry;
    const stored = there.get(entry.orderRef);
    // Guards are never deleted, so a document that refused us is still there.
    if (stored === undefined) throw new FulfilmentError('MONGO_UNAVAILABLE', { missing: 'guard' });
    outcomes[place] = outcomeOf(stored, entry.claim);
  }
  return outcomes;
}

function outcomeOf({ wrapped, claim, note }: StoredKeys, wantedClaim: string): Created {
  if (wrapped === undefined) return ERASED;
  return claim === wantedClaim ? { kind: 'repeat', wrapped, note } : { kind: 'taken', claim, wrapped, note };
}

/** Empties what is there, makes guards where nothing is, and looks again where an order came in between. */
async function shred(keys: KeyCollection, ids: readonly Buffer[], erasedAt: Date): Promise<void> {
  const emptied = { $min: { erasedAt }, $unset: { wrapped: 1, epoch: 1, note: 1 } };
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const matched = await keys.updateAll(ids, emptied);
    if (matched === ids.length) return;
    const there = new Set((await keys.find(ids, ID_ONLY)).map(({ _id }) => refText(_id)));
    const missing = ids.filter((id) => !there.has(refText(id)));
    const taken = await keys.insert(missing.map((_id) => ({ _id, erasedAt })));
    // Everything else is guarded now; what was there without being matched came in between and still has its keys.
    if (taken.length === 0 && matched + missing.length === ids.length) return;
  }
  throw new FulfilmentError('MONGO_UNAVAILABLE', { unsettledShreds: ids.length });
}

/** Absent fields stay absent: the driver would store undefined as null. */
function documentOf({ orderRef, claim, wrapped, epoch, note }: KeyEntry): KeyDocument {
  const _id = refBytes(orderRef);
  return note === undefined ? { _id, claim, wrapped, epoch } : { _id, claim, wrapped, epoch, note };
}

function refsOf(items: readonly { readonly orderRef: OrderRef }[]): OrderRef[] {
  return items.map(({ orderRef }) => orderRef);
}

function storedOf({ claim = '', wrapped, note, erasedAt }: KeyDocument): StoredKeys {
  return { claim, wrapped, note, erasedAtMs: erasedAt?.getTime() };
}
