// Rotation: every live order stays readable, everything shredded before it is beyond recovery, and a cut-off one is finished.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { KeyEntry, KeyStore } from '#shared/vault/key-store';
import { createMemoryKeyStore } from '#shared/vault/memory-key-store';
import { createVault } from '#shared/vault/vault';
import { admission, admitted, keysOf, orderRef } from './support/orders.js';
import { AT_MS, fresh, opens } from './support/vaults.js';

describe('rotate', () => {
  test('moves live orders to a new key and destroys the old one; erased orders stay erased', async () => {
    const { vault, keyring } = fresh();
    const keys = await admitted(vault, 'a');
    await admitted(vault, 'gone');
    await vault.shredOrders([orderRef('gone')], AT_MS);
    expect(await vault.rotate()).toEqual({ epoch: 2, rewrapped: 1, unreadable: [] });
    expect(await keyring.epochs()).toEqual([2]);
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
    expect(await keyring.epochs()).toEqual([2]);
    expect(await opens(vault, 'a', keys)).toBe(true);
  });

  test('is refused while another store uses the keyring, for it would lose that one its keys', async () => {
    const { vault, keyring } = fresh();
    const other = createVault({ store: createMemoryKeyStore(), keyring });
    const keys = await admitted(other, 'elsewhere');
    await keyring.bindStore('0123456789abcdef');
    await expect(vault.rotate()).rejects.toThrow('KEYRING_SHARED');
    expect(await keyring.epochs()).toEqual([1]);
    expect(await opens(other, 'elsewhere', keys)).toBe(true);
    await keyring.forgetStore('0123456789abcdef');
    expect((await vault.rotate()).epoch).toBe(2);
  });

  test('a store that comes in during a rotation keeps its keys: the old epoch stays', async () => {
    const { vault, keyring } = fresh((store) => ({
      ...store,
      replaceWrapped: async (rewraps) => {
        await keyring.bindStore('0123456789abcdef');
        return store.replaceWrapped(rewraps);
      },
    }));
    await admitted(vault, 'a');
    await expect(vault.rotate()).rejects.toThrow('KEYRING_SHARED');
    expect(await keyring.epochs()).toEqual([1, 2]);
  });

  test('told to stop it ends after the batch under way, and the next one finishes', async () => {
    const { vault, keyring } = fresh();
    await vault.admit(Array.from({ length: 1_200 }, (_, index) => admission(index)));
    const stopping = new AbortController();
    const seen: number[] = [];
    const cut = vault.rotate({
      signal: stopping.signal,
      onProgress: (orders) => {
        seen.push(orders);
        if (orders === 1_000) stopping.abort();
      },
    });
    await expect(cut).rejects.toThrow('aborted');
    expect(seen).toEqual([500, 1_000]);
    expect(await keyring.epochs()).toEqual([1, 2]);
    expect(await vault.rotate()).toEqual({ epoch: 2, rewrapped: 200, unreadable: [] });
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
          expect(await keyring.epochs()).toEqual([1, 2]);
          expect((await after.rotate()).epoch).toBe(2);
        }
        expect(await keyring.epochs()).toEqual([2]);
        for (const name of [0, 499, 500, 1_199]) expect(await opens(after, name, keysOf(results[name]))).toBe(true);
      }),
      { numRuns: 8 },
    );
  });
});
