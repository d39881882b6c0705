// The life of an order's keys: admitted once, found again, shredded by category or as a whole, never back.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createMemoryKeyStore } from '#shared/vault/memory-key-store';
import { createMemoryKeyring } from '#shared/vault/memory-keyring';
import { CATEGORIES } from '#shared/vault/order-keys';
import { type Category, createVault, type OrderKeys, type SealedBlock, type Vault } from '#shared/vault/vault';
import { admission, admitted, keysOf, orderRef } from './support/orders.js';

const SCHEMA = 'fulfilment.orders.Shipping';
const AT_MS = 1_700_000_000_000;
const plain = Buffer.from('a street');

function freshVault() {
  const store = createMemoryKeyStore();
  const keyring = createMemoryKeyring();
  return { store, keyring, vault: createVault({ store, keyring }) };
}

function seal(vault: Vault, keys: OrderKeys, name: string, category: Category = 'shipping'): SealedBlock {
  return vault.seal(keys, orderRef(name), category, SCHEMA, plain) as SealedBlock;
}

function kindOfOpen(vault: Vault, keys: OrderKeys, name: string, block: SealedBlock, category: Category = 'shipping') {
  return vault.open(keys, orderRef(name), category, SCHEMA, block).kind;
}

async function found(vault: Vault, name: string) {
  const ref = orderRef(name);
  return (await vault.keysFor([ref], { withNote: true })).get(ref);
}

describe('admit', () => {
  test('the same claim again gives the same keys and the note as it stands now, so a redelivery repeats itself', async () => {
    const { vault } = freshVault();
    const [first] = await vault.admit([admission('a', 1, Buffer.from('one'))]);
    await vault.updateNotes([{ orderRef: orderRef('a'), note: Buffer.from('two') }]);
    const [second] = await vault.admit([admission('a', 1, Buffer.from('one'))]);
    expect([first?.kind, second?.kind]).toEqual(['admitted', 'repeat']);
    expect(second).toMatchObject({ note: Buffer.from('two') });
    const block = seal(vault, keysOf(first), 'a');
    expect(kindOfOpen(vault, keysOf(second), 'a', block)).toBe('opened');
  });

  test('another claim is a duplicate, with the keys and the claim of the first', async () => {
    const { vault } = freshVault();
    const keys = await admitted(vault, 'a');
    const [second] = await vault.admit([admission('a', 7, Buffer.from('late'))]);
    expect(second).toMatchObject({ kind: 'duplicate', claim: 'orders.events:0:0', note: undefined });
    expect(kindOfOpen(vault, keysOf(second), 'a', seal(vault, keys, 'a'))).toBe('opened');
  });

  test('an erased order is refused under its own claim too', async () => {
    const { vault } = freshVault();
    await admitted(vault, 'a');
    await vault.shredOrders([orderRef('a')], AT_MS);
    expect(await vault.admit([admission('a', 0), admission('a', 1)])).toEqual([{ kind: 'erased' }, { kind: 'erased' }]);
  });

  test('orders of one batch never share a key', async () => {
    const { vault } = freshVault();
    const results = await vault.admit(Array.from({ length: 50 }, (_, index) => admission(index)));
    const block = seal(vault, keysOf(results[0]), '0');
    for (const [index, result] of results.entries()) {
      const expected = index === 0 ? 'opened' : 'corrupt';
      expect(kindOfOpen(vault, keysOf(result), '0', block)).toBe(expected);
    }
  });

  test('keys copied into the document of another order are corrupt there, not usable', async () => {
    const { vault, store } = freshVault();
    await admitted(vault, 'a');
    const wrapped = (await store.findMany([orderRef('a')])).get(orderRef('a'))?.wrapped as Buffer;
    await store.createMany([{ orderRef: orderRef('b'), claim: 'orders.events:0:0', wrapped, epoch: 1 }]);
    expect(await found(vault, 'b')).toEqual({ kind: 'unreadable', reason: 'corrupt' });
    expect(await vault.admit([admission('b')])).toEqual([{ kind: 'unreadable', reason: 'corrupt' }]);
    expect(await vault.admit([admission('b', 1)])).toMatchObject([{ kind: 'duplicate', keys: undefined }]);
  });
});

describe('keysFor', () => {
  test('answers for each order asked: keys, erased or unknown', async () => {
    const { vault } = freshVault();
    const keys = await admitted(vault, 'a');
    await admitted(vault, 'gone');
    await vault.shredOrders([orderRef('gone'), orderRef('never came')], AT_MS);
    const asked = ['a', 'gone', 'never came', 'unknown', 'a'].map(orderRef);
    const answers = await vault.keysFor(asked);
    expect(asked.map((ref) => answers.get(ref)?.kind)).toEqual(['keys', 'erased', 'erased', 'unknown', 'keys']);
    const there = await found(vault, 'a');
    expect(there?.kind === 'keys' && kindOfOpen(vault, there.keys, 'a', seal(vault, keys, 'a'))).toBe('opened');
  });

  test('a shred by another instance counts at the very next call', async () => {
    const { store, keyring, vault } = freshVault();
    const elsewhere = createVault({ store, keyring });
    await admitted(vault, 'a');
    expect((await found(vault, 'a'))?.kind).toBe('keys');
    await elsewhere.shredOrders([orderRef('a')], AT_MS);
    expect(await found(vault, 'a')).toEqual({ kind: 'erased' });
  });

  test('with another keyring than the one that wrapped them says so, and a redelivery does not replace the keys', async () => {
    const { store, vault } = freshVault();
    const keys = await admitted(vault, 'a');
    const misconfigured = createVault({ store, keyring: createMemoryKeyring() });
    expect(await found(misconfigured, 'a')).toEqual({ kind: 'unreadable', reason: 'foreign' });
    expect(await misconfigured.admit([admission('a')])).toEqual([{ kind: 'unreadable', reason: 'foreign' }]);
    const there = await found(vault, 'a');
    expect(there?.kind === 'keys' && kindOfOpen(vault, there.keys, 'a', seal(vault, keys, 'a'))).toBe('opened');
  });
});

describe('shredCategory', () => {
  test('takes exactly the shredded categories, for reading and for sealing, in any order and repeated', async () => {
    const anyCategories = fc.array(fc.constantFrom(...CATEGORIES), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(anyCategories, async (shredded) => {
        const { vault } = freshVault();
        const before = await admitted(vault, 'a');
        const blocks = CATEGORIES.map((category) => seal(vault, before, 'a', category));
        for (const category of shredded) await vault.shredCategory([orderRef('a')], category);
        const there = await found(vault, 'a');
        if (there?.kind !== 'keys') throw new Error(there?.kind);
        CATEGORIES.forEach((category, index) => {
          const isGone = shredded.includes(category);
          const opened = kindOfOpen(vault, there.keys, 'a', blocks[index] as SealedBlock, category);
          expect(opened).toBe(isGone ? 'erased' : 'opened');
          expect(vault.seal(there.keys, orderRef('a'), category, SCHEMA, plain) === null).toBe(isGone);
        });
      }),
      { numRuns: 40 },
    );
  });

  test('counts what it did and leaves other orders alone', async () => {
    const { vault, store } = freshVault();
    await admitted(vault, 'a');
    await admitted(vault, 'b');
    await admitted(vault, 'gone');
    await vault.shredOrders([orderRef('gone')], AT_MS);
    const wrapped = Buffer.from('nothing of ours');
    await store.createMany([{ orderRef: orderRef('broken'), claim: 'x', wrapped, epoch: 1 }]);
    const refs = ['a', 'a', 'gone', 'unknown', 'broken'].map(orderRef);
    const first = await vault.shredCategory(refs, 'contact');
    expect(first).toEqual({ shredded: 1, without: 2, unreadable: [orderRef('broken')] });
    expect(await vault.shredCategory([orderRef('a')], 'contact')).toEqual({ shredded: 0, without: 1, unreadable: [] });
    expect(await vault.shredCategory([orderRef('b')], 'contact')).toEqual({ shredded: 1, without: 0, unreadable: [] });
  });

  test('a redelivery after it does not bring the category back', async () => {
    const { vault } = freshVault();
    await admitted(vault, 'a');
    await vault.shredCategory([orderRef('a')], 'payment');
    const [again] = await vault.admit([admission('a')]);
    expect(vault.seal(keysOf(again), orderRef('a'), 'payment', SCHEMA, plain)).toBeNull();
    expect(vault.seal(keysOf(again), orderRef('a'), 'shipping', SCHEMA, plain)).not.toBeNull();
  });

  test('of different categories at the same time loses neither', async () => {
    const { vault } = freshVault();
    await admitted(vault, 'a');
    await Promise.all(
      (['contact', 'payment', 'signals'] as const).map((of) => vault.shredCategory([orderRef('a')], of)),
    );
    const there = await found(vault, 'a');
    if (there?.kind !== 'keys') throw new Error(there?.kind);
    const left = CATEGORIES.filter((of) => vault.seal(there.keys, orderRef('a'), of, SCHEMA, plain) !== null);
    expect(left).toEqual(['shipping', 'refused', 'after-sales']);
  });
});

describe('dead letters of no order', () => {
  test('every instance gets the same key for a service and day, and only for refused records', async () => {
    const { store, keyring, vault } = freshVault();
    const elsewhere = createVault({ store, keyring });
    const [one, two] = await Promise.all([vault, elsewhere].map((of) => of.deadLetterKeys('intake', '2026-08-23')));
    if (one?.kind !== 'keys' || two?.kind !== 'keys') throw new Error('no keys');
    expect(one.keyRef).toBe(vault.deadLetterRef('intake', '2026-08-23'));
    const block = vault.seal(one.keys, one.keyRef, 'refused', SCHEMA, plain) as SealedBlock;
    expect(elsewhere.open(two.keys, two.keyRef, 'refused', SCHEMA, block)).toEqual({ kind: 'opened', plain });
    expect(vault.seal(one.keys, one.keyRef, 'shipping', SCHEMA, plain)).toBeNull();
  });

  test('another day or service has another key, and a shredded day stays shredded', async () => {
    const { vault } = freshVault();
    const refs = [
      vault.deadLetterRef('intake', '2026-08-23'),
      vault.deadLetterRef('intake', '2026-08-24'),
      vault.deadLetterRef('carriers', '2026-08-23'),
    ];
    expect(new Set(refs).size).toBe(3);
    await vault.deadLetterKeys('intake', '2026-08-23');
    await vault.shredOrders([refs[0] as (typeof refs)[0]], AT_MS);
    expect((await vault.deadLetterKeys('intake', '2026-08-23')).kind).toBe('erased');
    expect((await vault.deadLetterKeys('intake', '2026-08-24')).kind).toBe('keys');
    expect(() => vault.deadLetterRef('intake', 'today')).toThrow('UNEXPECTED');
  });
});
