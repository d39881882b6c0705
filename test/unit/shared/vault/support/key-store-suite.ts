// What every store of wrapped keys must do; run against the one in memory and the one in MongoDB.
import { describe, expect, test } from '@jest/globals';
import type { OrderRef } from '#shared/domain/refs';
import type { KeyEntry, KeyStore, WrappedKeys } from '#shared/vault/key-store';
import { orderRef } from './orders.js';

const WRAPPED = Buffer.from('wrapped keys');
const AT_MS = 1_700_000_000_000;
let made = 0;

/** Names no other test uses, so that all of them can share one store. */
function freshRef(): OrderRef {
  return orderRef(`store-${made++}`);
}

function entry(of: OrderRef, overrides: Partial<KeyEntry> = {}): KeyEntry {
  return { orderRef: of, claim: 'orders.events:0:1', wrapped: WRAPPED, epoch: 1, ...overrides };
}

export function describeKeyStore(name: string, storeOf: () => KeyStore): void {
  const stored = async (ref: OrderRef) => (await storeOf().findMany([ref], { withNote: true })).get(ref);

  describe(`${name} key store: createMany`, () => {
    test('tells new, repeated, taken and erased orders apart, one outcome per entry and in order', async () => {
      const store = storeOf();
      const [fresh, repeated, taken, erased] = [freshRef(), freshRef(), freshRef(), freshRef()];
      const note = Buffer.from('note');
      await store.createMany([entry(repeated, { note }), entry(taken), entry(erased)]);
      await store.shredOrders([erased], AT_MS);
      const other = { wrapped: Buffer.from('others'), note: Buffer.from('other') };
      const outcomes = await store.createMany([
        entry(taken, { ...other, claim: 'orders.events:0:2' }),
        entry(fresh, other),
        entry(erased, other),
        entry(repeated, other),
      ]);
      expect(outcomes).toEqual([
        { kind: 'taken', claim: 'orders.events:0:1', wrapped: WRAPPED, note: undefined },
        { kind: 'created' },
        { kind: 'erased' },
        { kind: 'repeat', wrapped: WRAPPED, note },
      ]);
      expect(await stored(fresh)).toEqual({ claim: 'orders.events:0:1', ...other, erasedAtMs: undefined });
      expect((await stored(taken))?.wrapped).toEqual(WRAPPED);
    });

    test('of one order twice in a batch the first entry wins', async () => {
      const ref = freshRef();
      const first = entry(ref, { claim: 'orders.events:0:5', wrapped: Buffer.from('first') });
      const second = entry(ref, { claim: 'orders.events:0:6', wrapped: Buffer.from('second') });
      const outcomes = await storeOf().createMany([first, second, first]);
      expect(outcomes.map(({ kind }) => kind)).toEqual(['created', 'taken', 'repeat']);
      expect((await stored(ref))?.wrapped?.toString()).toBe('first');
    });

    test('takes more orders than one command holds, and finds them all again', async () => {
      const store = storeOf();
      const entries = Array.from({ length: 2_345 }, (_, index) =>
        entry(freshRef(), { claim: `orders.events:0:${index}`, wrapped: Buffer.from(`wrapped ${index}`) }),
      );
      const [first] = await store.createMany(entries.slice(1_500, 1_501));
      expect(first?.kind).toBe('created');
      const outcomes = await store.createMany(entries);
      expect(outcomes.filter(({ kind }) => kind === 'created')).toHaveLength(2_344);
      expect(outcomes[1_500]?.kind).toBe('repeat');
      const found = await store.findMany(entries.map((of) => of.orderRef));
      for (const of of entries) expect(found.get(of.orderRef)).toMatchObject({ claim: of.claim, wrapped: of.wrapped });
    });

    test('of nothing gives nothing', async () => {
      expect(await storeOf().createMany([])).toEqual([]);
      expect((await storeOf().findMany([])).size).toBe(0);
    });
  });

  describe(`${name} key store: findMany`, () => {
    test('leaves unknown orders out and notes only when asked for', async () => {
      const [known, unknown] = [freshRef(), freshRef()];
      await storeOf().createMany([entry(known, { note: Buffer.from('note') })]);
      const found = await storeOf().findMany([known, unknown, known]);
      expect([...found.keys()]).toEqual([known]);
      expect(found.get(known)?.note).toBeUndefined();
      expect((await stored(known))?.note?.toString()).toBe('note');
    });
  });

  describe(`${name} key store: updateNotes`, () => {
    test('writes notes and names the orders that have no keys any more: their notes stay gone', async () => {
      const store = storeOf();
      const [live, erased, unknown] = [freshRef(), freshRef(), freshRef()];
      await store.createMany([entry(live), entry(erased, { note: Buffer.from('old') })]);
      await store.shredOrders([erased], AT_MS);
      const note = Buffer.from('new');
      const missed = await store.updateNotes([live, erased, unknown].map((ref) => ({ orderRef: ref, note })));
      expect(missed).toEqual([erased, unknown]);
      expect((await stored(live))?.note).toEqual(note);
      expect(await stored(erased)).toMatchObject({ wrapped: undefined, note: undefined });
      expect(await stored(unknown)).toBeUndefined();
    });

    test('over an expected note it writes only when that one is there; the same update twice counts as written', async () => {
      const store = storeOf();
      const [ref, other] = [freshRef(), freshRef()];
      await store.createMany([entry(ref, { note: Buffer.from('one') }), entry(other, { note: Buffer.from('x') })]);
      const update = { orderRef: ref, note: Buffer.from('two'), expected: Buffer.from('one') };
      const late = { orderRef: other, note: Buffer.from('z'), expected: Buffer.from('y') };
      expect(await store.updateNotes([update, late])).toEqual([other]);
      expect(await store.updateNotes([update])).toEqual([]);
      expect((await stored(ref))?.note?.toString()).toBe('two');
      expect((await stored(other))?.note?.toString()).toBe('x');
    });
  });

  describe(`${name} key store: replaceWrapped`, () => {
    test('replaces exactly the bytes it was told of, and names the orders where others were', async () => {
      const store = storeOf();
      const [same, changed, erased] = [freshRef(), freshRef(), freshRef()];
      await store.createMany([entry(same), entry(changed, { wrapped: Buffer.from('changed') }), entry(erased)]);
      await store.shredOrders([erased], AT_MS);
      const wrapped = Buffer.from('replaced');
      const rewraps = [same, changed, erased].map((ref) => ({ orderRef: ref, old: WRAPPED, wrapped, epoch: 2 }));
      expect(await store.replaceWrapped(rewraps)).toEqual([changed, erased]);
      expect((await stored(same))?.wrapped).toEqual(wrapped);
      expect((await stored(changed))?.wrapped?.toString()).toBe('changed');
      expect((await stored(erased))?.wrapped).toBeUndefined();
    });
  });

  describe(`${name} key store: shredOrders`, () => {
    test('drops keys and note, keeps the claim and the first time, and may be repeated', async () => {
      const store = storeOf();
      const ref = freshRef();
      await store.createMany([entry(ref, { note: Buffer.from('note') })]);
      await store.shredOrders([ref, ref], AT_MS);
      await store.shredOrders([ref], AT_MS + 5_000);
      const guard = { claim: 'orders.events:0:1', wrapped: undefined, note: undefined, erasedAtMs: AT_MS };
      expect(await stored(ref)).toEqual(guard);
    });

    test('guards orders it never heard of, so that they cannot come in later', async () => {
      const store = storeOf();
      const [known, unknown] = [freshRef(), freshRef()];
      await store.createMany([entry(known)]);
      await store.shredOrders([known, unknown], AT_MS);
      expect(await stored(unknown)).toEqual({ claim: '', wrapped: undefined, note: undefined, erasedAtMs: AT_MS });
      expect(await store.createMany([entry(unknown, { claim: '' })])).toEqual([{ kind: 'erased' }]);
    });

    test('leaves no live order when admissions race with it', async () => {
      const store = storeOf();
      const refs = Array.from({ length: 200 }, freshRef);
      await Promise.all([
        ...refs.map((ref) => store.createMany([entry(ref)])),
        store.shredOrders(refs, AT_MS),
        store.shredOrders(refs.toReversed(), AT_MS),
      ]);
      const found = await store.findMany(refs);
      expect(
        refs.filter((ref) => found.get(ref)?.erasedAtMs !== AT_MS || found.get(ref)?.wrapped !== undefined),
      ).toEqual([]);
    });
  });

  describe(`${name} key store: name and counts`, () => {
    test('has one name, whoever asks first', async () => {
      const names = await Promise.all(Array.from({ length: 5 }, () => storeOf().storeId()));
      expect(new Set(names).size).toBe(1);
      expect(names[0]).toMatch(/^[0-9a-f]{16}$/);
    });

    test('counts the living by epoch, and the erased', async () => {
      const store = storeOf();
      const before = await store.count();
      const epoch = 50_000 + made;
      const refs = [freshRef(), freshRef(), freshRef()];
      await store.createMany(refs.map((ref) => entry(ref, { epoch })));
      await store.shredOrders(refs.slice(0, 1), AT_MS);
      const after = await store.count();
      expect(after.byEpoch.get(epoch)).toBe(2);
      expect(after.shredded).toBe(before.shredded + 1);
    });
  });

  describe(`${name} key store: iterateByEpoch`, () => {
    test('gives every live order of the epoch once, and neither guards nor other epochs', async () => {
      const store = storeOf();
      const epoch = 1_000 + made;
      const refs = Array.from({ length: 1_203 }, freshRef);
      const [elsewhere, erased] = [freshRef(), freshRef()];
      await store.createMany([...refs, erased].map((ref) => entry(ref, { epoch })));
      await store.createMany([entry(elsewhere, { epoch: epoch + 1 })]);
      await store.shredOrders([erased], AT_MS);
      const batches: (readonly WrappedKeys[])[] = [];
      for await (const batch of store.iterateByEpoch(epoch)) batches.push(batch);
      const seen = batches.flat().map((of) => of.orderRef);
      expect(seen.sort()).toEqual([...refs].sort());
      expect(
        batches.every((batch) => batch.length <= 500 && batch.every(({ wrapped }) => wrapped.equals(WRAPPED))),
      ).toBe(true);
    });
  });
}
