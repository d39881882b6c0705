// The orders of the desk in MongoDB, collection `desk.orders`. Of an erased order the keyed hash stays, so that nothing late brings it back.
import type { Binary, Collection, Db, Document } from 'mongodb';
import type { OrderRef } from '#shared/domain/refs';
import { findByIds, insertNew } from '#shared/mongo/bulk-commands';
import type { UpdateStatement } from '#shared/mongo/bulk-updates';
import { collectionOf, ensureIndexes } from '#shared/mongo/collection';
import { gatherMeanwhile } from '#shared/mongo/gather-meanwhile';
import { keepDocuments, type Kept } from '#shared/mongo/keep-documents';
import type { OrderShelf, ShelfChange, ShelvedOrder } from './order-shelf.js';

/** Found by id it is a view of the reply, found otherwise an object of the driver. */
type Bytes = Binary | Buffer;

interface ShelfDocument {
  readonly _id: string;
  readonly facts?: Bytes;
  readonly status?: Bytes;
  readonly customerRef?: string;
  readonly stages?: Readonly<Record<string, Bytes>>;
  readonly blocks?: Readonly<Record<string, Bytes>>;
  readonly erased?: true;
}

interface KnownShelf {
  readonly _id: OrderRef;
  readonly erased?: true;
}

/** Half of an order's bytes, or less. */
const GLANCED = { facts: 1, status: 1, 'blocks.shipping': 1, erased: 1 } as const;
const BYTES_OF_A_GUARD = 60;
const COLLECTION = 'desk.orders';
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;

export async function createMongoOrderShelf(db: Db): Promise<OrderShelf> {
  await ensureIndexes(db, COLLECTION, [{ keys: { customerRef: 1 }, where: { customerRef: { $exists: true } } }]);
  const orders = collectionOf<ShelfDocument>(db, COLLECTION);
  const finding = (fields?: Readonly<Record<string, 1>>) =>
    gatherMeanwhile(async (orderRefs: readonly OrderRef[]) => {
      const found = await findByIds<ShelfDocument>(db, COLLECTION, [...new Set(orderRefs)], fields);
      const byRef = new Map<string, ShelfDocument>(found.map((document) => [document._id, document]));
      return orderRefs.map((orderRef) => foundOf(byRef.get(orderRef)));
    });
  return {
    apply: async (changes) => {
      await keepDocuments(db, COLLECTION, [...foldChanges(changes)].map(keptOf));
    },
    erase: async (orderRefs) => {
      if (orderRefs.length === 0) return new Set();
      const known = await findByIds<KnownShelf>(db, COLLECTION, orderRefs, { erased: 1 });
      const there = new Set(known.flatMap(({ _id, erased }) => (erased === true ? [] : [_id])));
      await emptyAll(orders, [...there]);
      const passed = new Set(known.map(({ _id }) => _id));
      const guards = [...new Set(orderRefs)].flatMap((_id) =>
        passed.has(_id) ? [] : [{ _id, erased: true as const }],
      );
      const taken = await insertNew(db, COLLECTION, guards, () => BYTES_OF_A_GUARD);
      // Put there since the look.
      await emptyAll(
        orders,
        taken.map((place) => (guards[place] as (typeof guards)[number])._id),
      );
      return there;
    },
    find: finding(),
    glance: finding(GLANCED),
    ofCustomer: async (customerRef, limit) => (await orders.find({ customerRef }, { limit }).toArray()).map(toOrder),
  };
}

function foundOf(found: ShelfDocument | undefined): ShelvedOrder | 'erased' | null {
  if (found === undefined) return null;
  return found.erased === true ? 'erased' : toOrder(found);
}

/** Leaves guards. */
async function emptyAll(orders: Collection<ShelfDocument>, orderRefs: readonly OrderRef[]): Promise<void> {
  if (orderRefs.length === 0) return;
  const empty = [{ $replaceWith: { _id: '$_id', erased: true } }];
  await orders.updateMany({ _id: { $in: [...orderRefs] as string[] } }, empty, DURABLE);
}

/** All that a unit brings of an order is one update: it comes in eight pieces or so, and each update costs MongoDB the same. */
interface Folded {
  readonly set: Record<string, Buffer | string>;
  readonly unset: Record<string, true>;
}

type FoldedOrder = readonly [OrderRef, Folded];

function foldChanges(changes: readonly ShelfChange[]): ReadonlyMap<OrderRef, Folded> {
  const folded = new Map<OrderRef, Folded>();
  for (const { orderRef, part, value, customerRef } of changes) {
    const { set, unset } = folded.get(orderRef) ?? { set: {}, unset: {} };
    folded.set(orderRef, { set, unset });
    if (value === null) {
      delete set[part];
      unset[part] = true;
    } else {
      delete unset[part];
      set[part] = value;
      if (typeof customerRef === 'string') set['customerRef'] = customerRef;
    }
  }
  return folded;
}

/** What comes with facts and blocks is an order that was just taken in. */
function keptOf([_id, folded]: FoldedOrder): Kept {
  const kept = { id: _id, statement: statementOf([_id, folded]) };
  const { set } = folded;
  const isTakenIn = set['facts'] !== undefined && Object.keys(set).some((part) => part.startsWith('blocks.'));
  return isTakenIn ? { ...kept, fresh: documentOf([_id, folded]) } : kept;
}

function documentOf([_id, { set }]: FoldedOrder): Document & { readonly _id: string } {
  const document: Document & { readonly _id: string } = { _id };
  for (const [part, value] of Object.entries(set)) {
    const [field = '', name] = part.split('.');
    if (name === undefined) document[field] = value;
    else document[field] = { ...(document[field] as object | undefined), [name]: value };
  }
  return document;
}

/** The guard of an erased order does not match. An order is made for what comes of it, never for what is taken back. */
function statementOf([_id, { set, unset }]: FoldedOrder): UpdateStatement {
  const q = { _id, erased: { $exists: false } };
  const taken = Object.keys(unset).length > 0 ? { $unset: unset } : {};
  return Object.keys(set).length > 0 ? { q, u: { $set: set, ...taken }, upsert: true } : { q, u: taken };
}

function toOrder({ _id, facts, status, stages = {}, blocks = {} }: ShelfDocument): ShelvedOrder {
  return {
    orderRef: _id as OrderRef,
    facts: facts === undefined ? null : bytesOf(facts),
    status: status === undefined ? null : bytesOf(status),
    stages: mapOf(stages),
    blocks: mapOf(blocks),
  };
}

function mapOf(parts: Readonly<Record<string, Bytes>>): ReadonlyMap<string, Buffer> {
  return new Map(Object.entries(parts).map(([name, bytes]) => [name, bytesOf(bytes)]));
}

function bytesOf(bytes: Bytes): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer.subarray(0, bytes.length()));
}
