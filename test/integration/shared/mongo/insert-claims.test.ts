// Pins "the first position wins, the same position may repeat" on a real MongoDB, with redeliveries and rivals at once.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Collection } from 'mongodb';
import { loadConfig } from '#shared/config/load';
import { MONGO } from '#shared/config/mongo';
import { collectionOf } from '#shared/mongo/collection';
import { type MongoConnection, mongoComponent } from '#shared/mongo/connect';
import { type ClaimedDocument, type ClaimOutcome, claimMany } from '#shared/mongo/insert-claims';
import { writeTogether } from '#shared/mongo/write-together';
import type { Started } from '#shared/runtime/component';
import { eventually } from '#test/support/eventually';

interface Order extends ClaimedDocument {
  readonly note?: string;
}

let started: Started<MongoConnection>;
let orders: Collection<Order>;
let round = 0;

beforeAll(async () => {
  const database = `test-claims-${randomUUID().slice(0, 8)}`;
  const { mongo } = loadConfig({ mongo: MONGO }, { ...process.env, MONGODB_DATABASE: database });
  started = await mongoComponent({ config: mongo, appName: 'test-claims' }).start();
});

afterAll(async () => {
  await started.value.db.dropDatabase();
  await started.stop();
});

beforeEach(() => {
  round += 1;
  orders = collectionOf<Order>(started.value.db, `orders-${round}`);
});

function order(id: string, claim: string): Order {
  return { _id: id, claim };
}

describe('claimMany', () => {
  test('lets the first position win, a repeat repeat, and another position lose', async () => {
    expect(await claimMany(orders, [order('a', 't:0:1'), order('b', 't:0:2')])).toEqual(['won', 'won']);
    expect(await claimMany(orders, [order('c', 't:0:4'), order('a', 't:0:3'), order('b', 't:0:2')])).toEqual([
      'won',
      'lost',
      'repeat',
    ]);
    expect(await orders.findOne({ _id: 'a' })).toEqual(order('a', 't:0:1'));
  });

  test('lets the first of one batch win when the same id comes twice in it', async () => {
    const outcomes = await claimMany(orders, [order('a', 't:0:1'), order('a', 't:0:2'), order('a', 't:0:1')]);
    expect(outcomes).toEqual(['won', 'lost', 'repeat']);
  });

  test('does not touch the winner when another loses or repeats', async () => {
    await claimMany(orders, [{ ...order('a', 't:0:1'), note: 'first' }]);
    await claimMany(orders, [
      { ...order('a', 't:0:1'), note: 'again' },
      { ...order('a', 't:0:9'), note: 'other' },
    ]);
    expect(await orders.findOne({ _id: 'a' })).toMatchObject({ note: 'first' });
  });

  test('an empty batch is nothing to do', async () => {
    expect(await claimMany(orders, [])).toEqual([]);
  });

  test('two instances that race for the same ids never both win one', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `order-${index}`);
    const [first, second] = await Promise.all([
      claimMany(
        orders,
        ids.map((id, index) => order(id, `t:0:${index}`)),
      ),
      claimMany(
        orders,
        ids.toReversed().map((id, index) => order(id, `t:1:${index}`)),
      ),
    ]);
    const wins = ids.map(
      (_, index) => [first[index], second[ids.length - 1 - index]].filter((outcome) => outcome === 'won').length,
    );
    expect(wins.every((count) => count === 1)).toBe(true);
    expect(new Set([...first, ...second])).toEqual(new Set<ClaimOutcome>(['won', 'lost']));
  });

  test('inserts again when the document goes between the refused insert and the look at it', async () => {
    await claimMany(orders, [order('a', 't:0:1')]);
    let looked = false;
    const vanishing = new Proxy(orders, {
      get: (target, property) => {
        if (property !== 'find' || looked) {
          const own = Reflect.get(target, property) as unknown;
          return typeof own === 'function' ? (own.bind(target) as unknown) : own;
        }
        looked = true;
        return () => ({ project: () => vanish(target) });
      },
    });
    expect(await claimMany(vanishing, [order('a', 't:0:7')])).toEqual(['won']);
    expect(await orders.findOne({ _id: 'a' })).toEqual(order('a', 't:0:7'));
  });

  test('passes on any other failure, so that no position is taken for claimed', async () => {
    await started.value.db.command({ create: orders.collectionName, validator: { note: { $exists: false } } });
    const documents = [order('a', 't:0:1'), { ...order('b', 't:0:2'), note: 'refused by the validator' }];
    await expect(claimMany(orders, documents)).rejects.toMatchObject({ name: 'MongoBulkWriteError', code: 121 });
    await expect(claimMany(orders, documents)).rejects.toMatchObject({ name: 'MongoBulkWriteError' });
    expect(await claimMany(orders, [order('a', 't:0:1'), order('b', 't:0:2')])).toEqual(['repeat', 'won']);
  });

  test('does not take a refusal by another unique index for a claim', async () => {
    await orders.createIndex({ claim: 1 }, { unique: true }, {});
    await claimMany(orders, [order('a', 't:0:1')]);
    await expect(claimMany(orders, [order('b', 't:0:1')])).rejects.toMatchObject({
      name: 'MongoBulkWriteError',
      code: 11_000,
    });
  });

  test('whatever batches come in whatever order and however often, the outcomes follow the first claims', async () => {
    const document = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), offset: fc.nat({ max: 6 }) });
    const batches = fc.array(fc.array(document, { maxLength: 8 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(batches, async (given) => {
        round += 1;
        const collection = collectionOf<Order>(started.value.db, `orders-${round}`);
        const model = new Map<string, string>();
        for (const batch of given) {
          const documents = batch.map(({ id, offset }) => order(id, `t:0:${offset}`));
          const expected = documents.map(({ _id, claim }): ClaimOutcome => {
            const held = model.get(_id);
            if (held === undefined) model.set(_id, claim);
            return held === undefined ? 'won' : held === claim ? 'repeat' : 'lost';
          });
          expect(await claimMany(collection, documents)).toEqual(expected);
        }
        const stored = await collection.find().toArray();
        expect(new Map(stored.map(({ _id, claim }) => [_id, claim]))).toEqual(model);
      }),
      { numRuns: 40 },
    );
  });
});

describe('writeTogether', () => {
  const MANY = 100;

  test('writes durably as one transaction, and by itself while a rival has one of the documents', async () => {
    const { db } = started.value;
    const ids = Array.from({ length: MANY }, (_, index) => `${index}`);
    await orders.insertMany(ids.map((id) => order(id, 't:0:1')));
    const noting = (note: string) => ({
      update: orders.collectionName,
      updates: [{ q: { _id: { $in: ids } }, u: { $set: { note } }, multi: true }],
    });
    const commands = [noting('once'), { delete: 'there-is-none', deletes: [{ q: { _id: { $in: ids } }, limit: 0 }] }];
    expect(await writeTogether(db, commands, MANY)).toEqual([MANY, 0]);

    const rival = db.client.startSession();
    rival.startTransaction();
    await orders.updateOne({ _id: '7' }, { $set: { note: 'held' } }, { session: rival });
    const writing = writeTogether(db, [noting('twice')], MANY);
    await eventually('the update by itself waits for the rival', async () => {
      const { inprog } = await db.admin().command({ currentOp: 1, ns: orders.namespace, op: 'update' });
      const updates = inprog as readonly { readonly transaction?: object }[];
      return updates.some(({ transaction }) => transaction === undefined) ? true : undefined;
    });
    await rival.commitTransaction();
    await rival.endSession();
    expect(await writing).toEqual([MANY]);
    expect(await orders.countDocuments({ note: 'twice' })).toBe(MANY);
  });
});

/** Deletes the document first and then finds nothing, as if another instance had been quicker. */
async function* vanish(collection: Collection<Order>): AsyncGenerator<never> {
  await collection.deleteMany({});
  yield* [];
}
