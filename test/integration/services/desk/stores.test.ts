// What the desk keeps, on a real MongoDB: the cases of fraud control, the courses of erasures, parcels.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Db } from 'mongodb';
import type { OrderRef } from '#shared/domain/refs';
import type { ShelfChange } from '#services/desk/store/order-shelf';
import type { ErasureChange } from '#services/desk/store/erasure-shelf';
import { createMongoCaseStore } from '#services/desk/store/mongo-case-store';
import { createMongoOrderShelf } from '#services/desk/store/mongo-order-shelf';
import { createMongoErasureShelf } from '#services/desk/store/mongo-erasure-shelf';
import { createMongoParcelShelf } from '#services/desk/store/mongo-parcel-shelf';
import { createMongoViewLog } from '#services/desk/store/mongo-view-log';
import { loadConfig } from '#shared/config/load';
import { MONGO } from '#shared/config/mongo';
import { mongoComponent } from '#shared/mongo/connect';
import { isolate, stackEnv } from '#test/support/stack';
import { describeCaseStore } from '#test/unit/services/desk/support/case-store-suite';

const { databaseName } = isolate('desk-cases');
let db: Db;
let stop: () => Promise<void>;

beforeAll(async () => {
  const { mongo } = loadConfig({ mongo: MONGO }, { ...stackEnv().variables, MONGODB_DATABASE: databaseName });
  const started = await mongoComponent({ config: mongo, appName: 'test' }).start();
  db = started.value.db;
  stop = started.stop;
});

afterAll(async () => {
  await db.dropDatabase();
  await stop();
});

describeCaseStore('the cases in MongoDB', async () => {
  await db.collection('desk.cases').deleteMany({});
  return createMongoCaseStore(db);
});

describe('the courses of erasures in MongoDB', () => {
  const begun = (erasureId: string, begunAtMs: number, orderRef = 'o'): ErasureChange => ({
    kind: 'begun',
    erasureId,
    orderRef,
    reason: 'RETENTION_OVER',
    categories: [],
    policyVersion: 1,
    begunAtMs,
    participants: ['intake', 'store'],
  });
  const done = (erasureId: string, doneAtMs: number): ErasureChange => ({
    kind: 'done',
    erasureId,
    doneAtMs,
    answered: ['intake', 'store'],
  });
  const alarm = (erasureId: string): ErasureChange => ({
    kind: 'alarm',
    erasureId,
    missing: ['store'],
    reminders: 1,
    atMs: 5,
  });

  test('are the same whatever comes first and however often', async () => {
    await db.collection('desk.erasures').deleteMany({});
    const shelf = await createMongoErasureShelf(db);
    const story = [begun('e', 10), alarm('e'), done('e', 40)];
    await shelf.apply([...story].toReversed());
    for (const change of story) await shelf.apply([change]);
    const answered = (participant: string) => ({ kind: 'answered' as const, erasureId: 'e', participant });
    await Promise.all([shelf.apply([answered('intake'), answered('intake')]), shelf.apply([answered('intake')])]);
    const { erasures } = await shelf.page({}, 9, null);
    expect(erasures).toMatchObject([{ erasureId: 'e', begunAtMs: 10, doneAtMs: 40, answered: ['intake', 'store'] }]);
    expect(await shelf.counts()).toEqual({ running: 0, overdue: 0, done: 1 });
    expect(await shelf.spans(9)).toEqual([30]);
  });

  test('are found by state and by order, in pages, and not before they began', async () => {
    await db.collection('desk.erasures').deleteMany({});
    const shelf = await createMongoErasureShelf(db);
    await shelf.apply([begun('b', 2), begun('a', 2), begun('late', 1, 'other'), alarm('late'), alarm('unheard')]);
    await shelf.apply(['x', 'y', 'z'].flatMap((id, index) => [begun(id, 1), done(id, 10 + index)]));
    const idsOf = async (...asked: Parameters<typeof shelf.page>) =>
      (await shelf.page(...asked)).erasures.map(({ erasureId }) => erasureId);
    expect(await shelf.counts()).toEqual({ running: 3, overdue: 1, done: 3 });
    expect(await idsOf({ state: 'running' }, 9, null)).toEqual(['a', 'b']);
    expect(await idsOf({ state: 'overdue' }, 9, null)).toEqual(['late']);
    expect(await idsOf({ orderRef: 'other' }, 9, null)).toEqual(['late']);
    const first = await shelf.page({ state: 'done' }, 2, null);
    expect(first.erasures.map(({ erasureId }) => erasureId)).toEqual(['z', 'y']);
    expect(await idsOf({ state: 'done' }, 2, first.next)).toEqual(['x']);
  });
});

describe('orders in MongoDB', () => {
  const o = 'o' as OrderRef;
  const change = (part: ShelfChange['part'], value: string | null, customerRef?: string): ShelfChange => ({
    orderRef: o,
    part,
    value: value === null ? null : Buffer.from(value),
    ...(customerRef === undefined ? {} : { customerRef }),
  });

  test('hold of each part what came last, in one unit or in several, and nothing after they were erased', async () => {
    const shelf = await createMongoOrderShelf(db);
    await shelf.apply([change('facts', null)]);
    expect(await shelf.find(o)).toBeNull();
    await shelf.apply([
      change('facts', 'placed', 'c'),
      change('blocks.shipping', 'first'),
      change('blocks.contact', 'mail'),
      change('facts', 'paid', 'c'),
      change('blocks.shipping', null),
      change('blocks.contact', null),
      change('blocks.shipping', 'second'),
    ]);
    await shelf.apply([change('status', 'ACCEPTED'), change('stages.ACCEPTED', 'then')]);
    const found = await shelf.find(o);
    if (found === null || found === 'erased') throw new Error('not there');
    expect([found.facts?.toString(), found.status?.toString()]).toEqual(['paid', 'ACCEPTED']);
    expect([...found.blocks].map(([category, block]) => `${category} ${block.toString()}`)).toEqual([
      'shipping second',
    ]);
    expect(found.stages).toEqual(new Map([['ACCEPTED', Buffer.from('then')]]));
    expect(await shelf.ofCustomer('c', 9)).toEqual([found]);
    await shelf.apply([change('blocks.signals', 'device')]);
    expect(await shelf.glance(o)).toEqual({ ...found, stages: new Map() });
    await shelf.apply([change('blocks.signals', null)]);
    // Taken in anew, as after a restart, it keeps what did not come again.
    await shelf.apply([change('facts', 'revised', 'c'), change('blocks.shipping', 'third'), change('status', 'PAID')]);
    const again = { facts: Buffer.from('revised'), status: Buffer.from('PAID'), stages: found.stages };
    expect(await shelf.find(o)).toMatchObject({ ...again, blocks: new Map([['shipping', Buffer.from('third')]]) });
    const never = 'never heard of' as OrderRef;
    expect(await shelf.erase([o, never])).toEqual(new Set([o]));
    expect(await shelf.erase([o])).toEqual(new Set());
    expect(await shelf.find(never)).toBe('erased');
    expect(await shelf.glance(o)).toBe('erased');
    await shelf.apply([change('facts', 'late', 'c'), change('blocks.shipping', 'late')]);
    await shelf.apply([change('facts', 'later', 'c'), { ...change('facts', 'new'), orderRef: 'p' as OrderRef }]);
    expect(await shelf.find(o)).toBe('erased');
    expect(await shelf.ofCustomer('c', 9)).toEqual([]);
    expect(await shelf.find('p' as OrderRef)).toMatchObject({ facts: Buffer.from('new') });
  });

  test('are kept by the hundred, the new, the known, the erased and those of which something else came first', async () => {
    const shelf = await createMongoOrderShelf(db);
    const refs = Array.from({ length: 130 }, (_, place) => `many-${place}` as OrderRef);
    const of = (orderRef: OrderRef, ...changes: ShelfChange[]) => changes.map((one) => ({ ...one, orderRef }));
    const takenIn = (orderRef: OrderRef) => of(orderRef, change('facts', 'f'), change('blocks.shipping', 'b'));
    const [erased, early] = refs as [OrderRef, OrderRef];
    await shelf.erase([erased]);
    await shelf.apply(of(early, change('status', 'early')));
    await shelf.apply(refs.flatMap(takenIn));
    await shelf.apply([...refs, 'late' as OrderRef].flatMap((ref) => of(ref, change('stages.RELEASED', 's'))));
    const found = await Promise.all(refs.map((ref) => shelf.find(ref)));
    const whole = { facts: Buffer.from('f'), stages: new Map([['RELEASED', Buffer.from('s')]]) };
    expect(found.filter((order) => order === 'erased')).toHaveLength(1);
    expect(found.slice(1)).toMatchObject(refs.slice(1).map((orderRef) => ({ orderRef, ...whole })));
    expect(found[1]).toMatchObject({ status: Buffer.from('early') });
    expect(await shelf.find('late' as OrderRef)).toMatchObject({ facts: null, stages: whole.stages });
  });
});

describe('the record of views in MongoDB', () => {
  test('counts each look of a person once, however many come at the same moment, and keeps every view', async () => {
    const log = await createMongoViewLog(db, 1_000_000);
    const atMs = Date.now();
    const counts = await Promise.all([
      ...Array.from({ length: 30 }, () => log.countLookUp('anna', atMs)),
      log.countLookUp('bert', atMs),
    ]);
    expect(counts.toSorted((a, b) => a - b)).toEqual([1, ...Array.from({ length: 30 }, (_, place) => place + 1)]);
    expect(await log.countLookUp('anna', atMs + 3_600_000)).toBe(1);
    const view = { by: 'anna', role: 'customer-service', subjectRef: 'o', categories: ['x'], purpose: 'after-sales' };
    const rest = { reason: 'RETURN', outcome: 'shown' as const };
    const noted = Array.from({ length: 5 }, (_, at) => ({ viewId: `v${at}`, ...view, ...rest, atMs: atMs + at }));
    await Promise.all(noted.map(log.note));
    expect(await log.page({ by: 'anna' }, 9, null)).toEqual({ views: noted.toReversed(), next: null });
  });
});

describe('parcels in MongoDB', () => {
  const at = (parcel: number, state: string, atMs: number, orderRef = 'o', carrierId = 'a') => ({
    orderRef,
    parcel,
    carrierId,
    state,
    atMs,
  });

  test('count where they lie by their newest state, until their order is erased', async () => {
    const shelf = await createMongoParcelShelf(db, () => Date.now());
    await shelf.apply([
      at(1, 'DELIVERED', 9),
      at(2, 'RELEASED', 3),
      at(1, 'HELD', 1, 'p'),
      at(1, 'RELEASED', 1, 'q', 'b'),
    ]);
    await shelf.apply([at(1, 'HELD', 2), at(2, 'IN_TRANSIT', 4)]);
    expect(await shelf.countByCarrier()).toEqual(
      new Map([
        ['a', 2],
        ['b', 1],
      ]),
    );
    expect(await shelf.ofOrder('o')).toEqual([
      { parcel: 1, carrierId: 'a', states: new Map(Object.entries({ DELIVERED: 9, HELD: 2 })) },
      { parcel: 2, carrierId: 'a', states: new Map(Object.entries({ RELEASED: 3, IN_TRANSIT: 4 })) },
    ]);
    await shelf.erase(['o']);
    expect(await shelf.countByCarrier()).toEqual(new Map([['b', 1]]));
  });

  test('that a narrower policy changed are counted once, however often it is told', async () => {
    const shelf = await createMongoParcelShelf(db, () => Date.now());
    const note = { carrierId: 'a', policyVersion: 2, rewritten: 3, withdrawn: 1, atMs: Date.now() };
    const notes = [
      { place: '0:1', ...note },
      { place: '1:1', ...note, atMs: note.atMs + 5 },
      { place: '0:2', ...note, policyVersion: 3 },
    ];
    await shelf.noteNarrowed(notes);
    await shelf.noteNarrowed(notes);
    expect(await shelf.narrowed(9)).toEqual([
      { ...note, policyVersion: 3 },
      { ...note, rewritten: 6, withdrawn: 2, atMs: note.atMs + 5 },
    ]);
  });
});
