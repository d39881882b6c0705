// Rotation: every live order stays readable, everything shredded before it is beyond recovery, however things interleave.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { KeyEntry, KeyStore } from '#shared/vault/key-store';
import { createMemoryKeyStore } from '#shared/vault/memory-key-store';
import { createMemoryKeyring } from '#shared/vault/memory-keyring';
import { createVault, type OrderKeys, type SealedBlock, type Vault } from '#shared/vault/vault';
import { admission, admitted, keysOf, orderRef } from './support/orders.js';

const SCHEMA = 'fulfilment.orders.Shipping';
const AT_MS = 1_700_000_000_000;
const plain = Buffer.from('a street');

async function opens(vault: Vault, name: string | number, sealedWith: OrderKeys): Promise<boolean> {
  const ref = orderRef(name);
  const block = vault.seal(sealedWith, ref, 'shipping', SCHEMA, plain) as SealedBlock;
  const there = (await vault.keysFor([ref])).get(ref);
  return there?.kind === 'keys' && vault.open(there.keys, ref, 'shipping', SCHEMA, block).kind === 'opened';
}

function fresh(wrapStore: (store: KeyStore) => KeyStore = (store) => store) {
  const inner = createMemoryKeyStore();
  const keyring = createMemoryKeyring();
  const store = wrapStore(inner);
  return { inner, keyring, vault: createVault({ store, keyring }) };
}

describe('rotate', () => {
  test('moves live orders to a new key and destroys the old one; erased orders stay erased', async () => {
    const { vault, keyring } = fresh();
    const keys = await admitted(vault, 'a');
    await admitted(vault, 'gone');
    await vault.shredOrders([orderRef('gone')], AT_MS);
    expect(await vault.rotate()).toEqual({ epoch: 2, rewrapped: 1, unreadable: [] });
    expect(keyring.epochs()).toEqual([2]);
    expect(await opens(vault, 'a', keys)).toBe(true);
    expect((await vault.keysFor([orderRef('gone')])).get(orderRef('gone'))).toEqual({ kind: 'erased' });
  });

  test('an old copy of a shredded document, as MongoDB and backups keep it, is unreadable by name afterwards', async () => {
    const { vault, inner } = fresh();
    await admitted(vault, 'a');
    const copy = (await inner.findMany([orderRef('a')])).get(orderRef('a'))?.wrapped as Buffer;
    await vault.shredOrders([orderRef('a')], AT_MS);
    await vault.rotate();
    await inner.createMany([{ orderRef: orderRef('b'), claim: 'restored', wrapped: copy, epoch: 1 }]);
    const restored = (await vault.keysFor([orderRef('b')])).get(orderRef('b'));
    expect(restored).toEqual({ kind: 'unreadable', reason: 'epoch-destroyed' });
  });

  test('keys that cannot be unwrapped are named and do not hold the rotation up', async () => {
    const { vault, inner, keyring } = fresh();
    const keys = await admitted(vault, 'a');
    const broken: KeyEntry = { orderRef: orderRef('b'), claim: 'x', wrapped: Buffer.from('nonsense'), epoch: 1 };
    await inner.createMany([broken]);
    expect(await vault.rotate()).toEqual({ epoch: 2, rewrapped: 1, unreadable: [orderRef('b')] });
    expect(keyring.epochs()).toEqual([2]);
    expect(await opens(vault, 'a', keys)).toBe(true);
  });

  test('cut off at any write it is finished by the next one without a further epoch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(3), async (writesBeforeTheCut) => {
        let left = writesBeforeTheCut;
        const cutting = (store: KeyStore): KeyStore => ({
          ...store,
          replaceWrapped: async (rewraps) => {
            if (left-- === 0) throw new Error('power cut');
            return store.replaceWrapped(rewraps);
          },
        });
        const { vault, inner, keyring } = fresh(cutting);
        const names = Array.from({ length: 1_200 }, (_, index) => index);
        const results = await vault.admit(names.map((name) => admission(name)));
        const wasCut = await vault.rotate().then(
          () => false,
          () => true,
        );
        expect(wasCut).toBe(writesBeforeTheCut < 3);
        const after = createVault({ store: inner, keyring });
        if (wasCut) {
          expect(keyring.epochs()).toEqual([1, 2]);
          expect((await after.rotate()).epoch).toBe(2);
        }
        expect(keyring.epochs()).toEqual([2]);
        for (const name of [0, 499, 500, 1_199]) expect(await opens(after, name, keysOf(results[name]))).toBe(true);
      }),
      { numRuns: 8 },
    );
  });
});

describe('rotation beside other work', () => {
  test('admissions that straddle it lose no order, whether the rotation ends before or after their insert', async () => {
    // The worst case made certain: a whole rotation between choosing the epoch and the insert, or right after the insert.
    for (const when of ['before the insert', 'after the insert'] as const) {
      let rotateNow: (() => Promise<unknown>) | undefined;
      const straddling = (store: KeyStore): KeyStore => ({
        ...store,
        createMany: async (entries) => {
          const rotation = rotateNow;
          rotateNow = undefined;
          if (when === 'before the insert') await rotation?.();
          const outcomes = await store.createMany(entries);
          if (when === 'after the insert') await rotation?.();
          return outcomes;
        },
      });
      const { vault, inner, keyring } = fresh(straddling);
      const rotator = createVault({ store: inner, keyring });
      rotateNow = async () => {
        await rotator.rotate();
        await rotator.rotate();
      };
      const results = await vault.admit([admission('a'), admission('b')]);
      expect(results.map(({ kind }) => kind)).toEqual(['admitted', 'admitted']);
      expect(keyring.epochs()).toEqual([3]);
      expect(await opens(vault, 'a', keysOf(results[0]))).toBe(true);
      expect(await opens(vault, 'b', keysOf(results[1]))).toBe(true);
    }
  });

  test('an order shredded while its admission straddles a rotation is erased, not admitted', async () => {
    const straddling = (store: KeyStore): KeyStore => ({
      ...store,
      createMany: async (entries) => {
        const outcomes = await store.createMany(entries);
        keyring.addEpoch();
        await store.shredOrders([orderRef('a')], AT_MS);
        return outcomes;
      },
    });
    const { vault, keyring } = fresh(straddling);
    expect(await vault.admit([admission('a')])).toEqual([{ kind: 'erased' }]);
  });

  test('a process that died between its insert and the look at the epoch: the redelivery seals with fresh keys', async () => {
    const { vault, inner, keyring } = fresh();
    // What such a process leaves behind when a rotation ended in between: a document under a destroyed epoch.
    const dying = createVault({
      store: {
        ...inner,
        createMany: async (entries) => {
          await vault.rotate();
          await inner.createMany(entries);
          throw new Error('killed');
        },
      },
      keyring,
    });
    await expect(dying.admit([admission('a', 3, Buffer.from('note'))])).rejects.toThrow('killed');
    const stranded = (await vault.keysFor([orderRef('a')])).get(orderRef('a'));
    expect(stranded).toEqual({ kind: 'unreadable', reason: 'epoch-destroyed' });
    const [again] = await vault.admit([admission('a', 3, Buffer.from('note'))]);
    expect(again).toMatchObject({ kind: 'repeat', note: Buffer.from('note') });
    expect(await opens(vault, 'a', keysOf(again))).toBe(true);
  });

  test('a look-up that read a document just before it was re-wrapped reads it again instead of giving up', async () => {
    let rotateNow: (() => Promise<unknown>) | undefined;
    const slow = (store: KeyStore): KeyStore => ({
      ...store,
      findMany: async (refs, options) => {
        const found = await store.findMany(refs, options);
        const rotation = rotateNow;
        rotateNow = undefined;
        await rotation?.();
        return found;
      },
    });
    const { vault, inner, keyring } = fresh(slow);
    const keys = await admitted(vault, 'a');
    rotateNow = () => createVault({ store: inner, keyring }).rotate();
    expect(await opens(vault, 'a', keys)).toBe(true);
  });

  test('admissions, shreds of categories and orders, look-ups and rotations at once: nothing is lost, nothing comes back', async () => {
    const jitter = (store: KeyStore): KeyStore => {
      const later =
        <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
        async (...args: A): Promise<R> => {
          await new Promise((resolve) => setImmediate(resolve));
          const result = await call(...args);
          await new Promise((resolve) => setImmediate(resolve));
          return result;
        };
      return {
        ...store,
        createMany: later(store.createMany),
        findMany: later(store.findMany),
        replaceWrapped: later(store.replaceWrapped),
        shredOrders: later(store.shredOrders),
      };
    };
    const { inner, keyring, vault } = fresh(jitter);
    const rotator = createVault({ store: jitter(inner), keyring });
    const keys = new Map<number, OrderKeys>();
    const names = Array.from({ length: 120 }, (_, index) => index);
    const admitAndShred = names.map(async (name) => {
      await new Promise((resolve) => setTimeout(resolve, name));
      const [result] = await vault.admit([admission(name)]);
      keys.set(name, keysOf(result));
      if (name % 3 === 1) await vault.shredCategory([orderRef(name)], 'contact');
      if (name % 3 === 2) await vault.shredOrders([orderRef(name)], AT_MS);
    });
    let isDone = false;
    const work = Promise.all(admitAndShred).finally(() => {
      isDone = true;
    });
    const rotating = [vault, rotator].map(async (of) => {
      while (!isDone) {
        await of.rotate();
        // Far faster than any real rotation, but not faster than a write: then no admission could ever catch up.
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    });
    await Promise.all([work, ...rotating]);
    await vault.rotate();
    expect(keyring.current()).toBeGreaterThan(4);
    expect(keyring.epochs()).toHaveLength(1);
    const found = await vault.keysFor(names.map(orderRef));
    for (const name of names) {
      const ref = orderRef(name);
      const there = found.get(ref);
      const isErased = name % 3 === 2;
      expect([name, there?.kind]).toEqual([name, isErased ? 'erased' : 'keys']);
      if (there?.kind !== 'keys') continue;
      const sealed = vault.seal(keys.get(name) as OrderKeys, ref, 'shipping', SCHEMA, plain) as SealedBlock;
      expect(vault.open(there.keys, ref, 'shipping', SCHEMA, sealed).kind).toBe('opened');
      const isShredded = vault.seal(there.keys, ref, 'contact', SCHEMA, plain) === null;
      expect([name, isShredded]).toEqual([name, name % 3 === 1]);
    }
  });
});
