// What every keyring must do; run against the one in memory and the one in files.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inspect } from 'node:util';
import type { Keyring } from '#shared/vault/keyring';

const AAD = Buffer.from('bound to this');

export function describeKeyring(name: string, create: () => Keyring | Promise<Keyring>): void {
  describe(`${name} keyring`, () => {
    test('unwraps what it wrapped, under every epoch it still has', async () => {
      const keyring = await create();
      const plain = Buffer.from('thirty-two bytes of key material');
      const first = keyring.wrap(await keyring.current(), plain, AAD);
      expect(await keyring.addEpoch()).toBe(2);
      expect(await keyring.current()).toBe(2);
      const second = keyring.wrap(2, plain, AAD);
      for (const wrapped of [first, second]) {
        const target = Buffer.alloc(plain.length);
        expect(keyring.unwrapInto(target, wrapped, AAD)).toBe('unwrapped');
        expect(target.equals(plain)).toBe(true);
        expect(wrapped.includes(plain)).toBe(false);
      }
      expect(await keyring.epochs()).toEqual([1, 2]);
    });

    test('says by name that an epoch was destroyed, and wraps nothing under it any more', async () => {
      const keyring = await create();
      const wrapped = keyring.wrap(1, Buffer.alloc(32), AAD);
      await keyring.addEpoch();
      await keyring.addEpoch();
      await keyring.destroyEpoch(2);
      expect(await keyring.epochs()).toEqual([3]);
      expect(keyring.unwrapInto(Buffer.alloc(32), wrapped, AAD)).toBe('epoch-destroyed');
      expect(() => keyring.wrap(1, Buffer.alloc(32), AAD)).toThrow('KEK_DESTROYED');
      await keyring.destroyEpoch(1);
      expect(await keyring.epochs()).toEqual([3]);
    });

    test('never destroys the current epoch, which would lose everything at once', async () => {
      const keyring = await create();
      await expect(keyring.destroyEpoch(1)).rejects.toThrow('UNEXPECTED');
      await expect(keyring.destroyEpoch(7)).rejects.toThrow('UNEXPECTED');
      expect(await keyring.epochs()).toEqual([1]);
    });

    test('tells keys of another keyring from broken ones, so that a wrong configuration overwrites nothing', async () => {
      const wrapped = (await create()).wrap(1, Buffer.alloc(32), AAD);
      expect((await create()).unwrapInto(Buffer.alloc(32), wrapped, AAD)).toBe('foreign');
    });

    test('any flipped bit, other length or other associated data is never unwrapped and never throws', async () => {
      const keyring = await create();
      const wrapped = keyring.wrap(1, Buffer.alloc(32, 5), AAD);
      fc.assert(
        fc.property(fc.nat(wrapped.length * 8 - 1), (bit) => {
          const touched = Buffer.from(wrapped);
          touched[bit >> 3] = (touched[bit >> 3] as number) ^ (1 << (bit & 7));
          expect(keyring.unwrapInto(Buffer.alloc(32), touched, AAD)).not.toBe('unwrapped');
        }),
      );
      expect(keyring.unwrapInto(Buffer.alloc(32), wrapped, Buffer.from('bound to that'))).toBe('corrupt');
      fc.assert(
        fc.property(fc.nat(wrapped.length - 1), fc.uint8Array({ maxLength: 120 }), (kept, bytes) => {
          const made = Buffer.concat([wrapped.subarray(0, kept), Buffer.from(bytes)]);
          fc.pre(!made.equals(wrapped));
          expect(keyring.unwrapInto(Buffer.alloc(32), made, AAD)).not.toBe('unwrapped');
          expect(keyring.unwrapInto(Buffer.alloc(32), wrapped.subarray(0, kept), AAD)).toBe('corrupt');
        }),
      );
    });

    test('derived keys differ by purpose, stay through rotations, and are not the root key of another ring', async () => {
      const keyring = await create();
      const refs = Buffer.from(keyring.derive('refs'));
      expect(refs).toHaveLength(32);
      expect(keyring.derive('dead-letters').equals(refs)).toBe(false);
      await keyring.addEpoch();
      await keyring.destroyEpoch(1);
      expect(keyring.derive('refs').equals(refs)).toBe(true);
      expect((await create()).derive('refs').equals(refs)).toBe(false);
    });

    test('tells when each key was made, and nothing of one that is gone', async () => {
      const keyring = await create();
      await keyring.addEpoch();
      const [first, second] = [await keyring.madeAtMs(1), await keyring.madeAtMs(2)];
      expect(second).toBeGreaterThanOrEqual(first as number);
      await keyring.destroyEpoch(1);
      expect(await keyring.madeAtMs(1)).toBeUndefined();
      expect(await keyring.madeAtMs(2)).toBe(second);
    });

    test('remembers each store that uses it once, until it is struck off', async () => {
      const keyring = await create();
      for (const id of ['0a', '1b', '0a']) await keyring.bindStore(id);
      expect([...(await keyring.stores())].sort()).toEqual(['0a', '1b']);
      await keyring.forgetStore('0a');
      await keyring.forgetStore('0a');
      expect(await keyring.stores()).toEqual(['1b']);
      expect(await keyring.epochs()).toEqual([1]);
    });

    test('prints no key bytes', async () => {
      const keyring = await create();
      const derived = keyring.derive('refs');
      expect(inspect(derived)).toBe('[secret]');
      expect(JSON.stringify({ derived })).toBe('{"derived":"[secret]"}');
      const shown = inspect(keyring, { depth: 9, showHidden: true }) + JSON.stringify(keyring);
      expect(shown).not.toContain('Buffer');
    });
  });
}
