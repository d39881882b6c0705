// Rotation beside admissions, shreds, look-ups and other rotations: the interleavings that could lose a key, each made certain.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createFileKeyring } from '#shared/vault/file-keyring';
import type { KeyStore } from '#shared/vault/key-store';
import { createMemoryKeyStore } from '#shared/vault/memory-key-store';
import { createVault, type OrderKeys, type SealedBlock } from '#shared/vault/vault';
import { admission, admitted, keysOf, orderRef } from './support/orders.js';
import { AT_MS, fresh, opens, plain, SCHEMA } from './support/vaults.js';

function gate() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

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
      expect(await keyring.epochs()).toEqual([3]);
      expect(await opens(vault, 'a', keysOf(results[0]))).toBe(true);
      expect(await opens(vault, 'b', keysOf(results[1]))).toBe(true);
    }
  });

  test('a second rotation while an admission is still being secured does not lose it either', async () => {
    const { inner, keyring } = fresh();
    const rotator = createVault({ store: inner, keyring });
    let rotations = 0;
    const unlucky = createVault({
      keyring,
      store: {
        ...inner,
        createMany: async (entries) => {
          await rotator.rotate();
          return inner.createMany(entries);
        },
        replaceWrapped: async (rewraps) => {
          if (rotations++ < 3) await rotator.rotate();
          return inner.replaceWrapped(rewraps);
        },
      },
    });
    const [result] = await unlucky.admit([admission('a')]);
    expect(await keyring.epochs()).toEqual([5]);
    expect(await opens(rotator, 'a', keysOf(result))).toBe(true);
  });

  test('a category shredded under the old key in the middle of a pass is moved by the next pass, without its category', async () => {
    const { inner, keyring } = fresh();
    const keys = await admitted(createVault({ store: inner, keyring }), 'a');
    const shredMayWrite = gate();
    const shredHasWritten = gate();
    const shredding = createVault({
      keyring,
      store: {
        ...inner,
        replaceWrapped: async (rewraps) => {
          await shredMayWrite.promise;
          const changed = await inner.replaceWrapped(rewraps);
          shredHasWritten.resolve();
          return changed;
        },
      },
    });
    const rotating = createVault({
      keyring,
      store: {
        ...inner,
        replaceWrapped: async (rewraps) => {
          shredMayWrite.resolve();
          await shredHasWritten.promise;
          return inner.replaceWrapped(rewraps);
        },
      },
    });
    const shredded = shredding.shredCategory([orderRef('a')], 'contact');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await rotating.rotate()).toEqual({ epoch: 2, rewrapped: 1, unreadable: [] });
    expect(await shredded).toMatchObject({ shredded: 1 });
    expect(await opens(rotating, 'a', keys)).toBe(true);
    const there = (await rotating.keysFor([orderRef('a')])).get(orderRef('a'));
    if (there?.kind !== 'keys') throw new Error(there?.kind);
    expect(rotating.seal(there.keys, orderRef('a'), 'contact', SCHEMA, plain)).toBeNull();
  });

  test('a rotation that another one overtakes calls no order unreadable', async () => {
    const { inner, keyring, vault } = fresh();
    const keys = await admitted(vault, 'a');
    const overtaken = createVault({
      keyring,
      store: {
        ...inner,
        iterateByEpoch: async function* batches(epoch) {
          for await (const batch of inner.iterateByEpoch(epoch)) {
            await vault.rotate();
            yield batch;
          }
        },
      },
    });
    expect(await overtaken.rotate()).toEqual({ epoch: 2, rewrapped: 0, unreadable: [] });
    expect(await opens(vault, 'a', keys)).toBe(true);
  });

  test('an instance that still has a destroyed key in memory does not open an old copy with it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'rotate-'));
    try {
      const store = createMemoryKeyStore();
      const open = () => createFileKeyring({ directory: join(directory, 'keyring'), create: true });
      const reader = createVault({ store, keyring: open() });
      await admitted(reader, 'a');
      const copy = (await store.findMany([orderRef('a')])).get(orderRef('a'))?.wrapped as Buffer;
      await createVault({ store, keyring: open() }).rotate();
      const now = (await store.findMany([orderRef('a')])).get(orderRef('a'))?.wrapped as Buffer;
      await store.replaceWrapped([{ orderRef: orderRef('a'), old: now, wrapped: copy, epoch: 1 }]);
      const found = (await reader.keysFor([orderRef('a')])).get(orderRef('a'));
      expect(found).toEqual({ kind: 'unreadable', reason: 'epoch-destroyed' });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test('an order shredded while its admission straddles a rotation is erased, not admitted', async () => {
    const straddling = (store: KeyStore): KeyStore => ({
      ...store,
      createMany: async (entries) => {
        const outcomes = await store.createMany(entries);
        await keyring.addEpoch();
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

  test('a look-up and a shred of a category that several rotations overtake, one after each query, still read what there is', async () => {
    for (const what of ['look-up', 'shred'] as const) {
      let rotations = 0;
      const slow = (store: KeyStore): KeyStore => ({
        ...store,
        findMany: async (refs, options) => {
          const found = await store.findMany(refs, options);
          if (rotations-- > 0) await rotator.rotate();
          return found;
        },
      });
      const { vault, inner, keyring } = fresh(slow);
      const rotator = createVault({ store: inner, keyring });
      const keys = await admitted(vault, 'a');
      rotations = 5;
      if (what === 'look-up') expect(await opens(vault, 'a', keys)).toBe(true);
      else {
        expect(await vault.shredCategory([orderRef('a')], 'contact')).toEqual({
          shredded: 1,
          without: 0,
          unreadable: [],
        });
      }
    }
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
    expect(await keyring.current()).toBeGreaterThan(4);
    expect(await keyring.epochs()).toHaveLength(1);
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
