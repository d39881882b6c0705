import { describe, expect, test } from '@jest/globals';
import type { OrderRef } from '#shared/domain/refs';
import { createMemoryKeyring } from '#shared/vault/memory-keyring';
import { createMemoryKeyStore } from '#shared/vault/memory-key-store';
import { createVault } from '#shared/vault/vault';
import { keysDestroyed } from '#services/erasure/steps/keys-destroyed';
import { orderRefOf, saga, tracked } from '../support/tracked-orders.js';

const whole = (name: string) => tracked(name, { saga: saga() });
const inPart = (name: string) => tracked(name, { saga: saga({ categories: ['shipping', 'contact'] }) });

describe('whether keys are destroyed', () => {
  test('is told by the vault, for the whole order or for all categories of the erasure', async () => {
    const vault = createVault({ store: createMemoryKeyStore(), keyring: createMemoryKeyring() });
    const refs = ['all', 'none', 'half', 'both'].map((name) => orderRefOf(name));
    await vault.admit(refs.map((orderRef) => ({ orderRef, claim: 'a' })));
    await vault.shredOrders([orderRefOf('all')], 1);
    await vault.shredCategory([orderRefOf('half'), orderRefOf('both')], 'shipping');
    await vault.shredCategory([orderRefOf('both')], 'contact');
    const asked = async (...orders: Parameters<typeof keysDestroyed>[1]): Promise<OrderRef[]> =>
      [...(await keysDestroyed({ vault }, orders))] as OrderRef[];
    expect(await asked(whole('all'), whole('none'), whole('half'), whole('both'))).toEqual([orderRefOf('all')]);
    expect(await asked(inPart('none'), inPart('half'), inPart('both'))).toEqual([orderRefOf('both')]);
    expect(await asked(inPart('all'))).toEqual([orderRefOf('all')]);
    // An order that never had keys is made a guard all the same: until then nothing was done for it.
    expect(await asked(whole('unknown'))).toEqual([]);
    expect(await asked()).toEqual([]);
  });
});
