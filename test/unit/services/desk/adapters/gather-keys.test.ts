// Keys asked for meanwhile are asked for together, and never told by a question that went out before.
import { expect, test } from '@jest/globals';
import { gatherKeys } from '#services/desk/adapters/gather-keys';
import type { OrderRef } from '#shared/domain/refs';
import type { KeysFound, Vault } from '#shared/vault/vault';

const [a, b] = ['a', 'b'] as [OrderRef, OrderRef];

function given() {
  const asked: (readonly OrderRef[])[] = [];
  const erased = new Set<OrderRef>();
  const keysFor: Vault['keysFor'] = async (orderRefs) => {
    asked.push(orderRefs);
    const found = orderRefs.map((orderRef): [OrderRef, KeysFound] => [
      orderRef,
      { kind: erased.has(orderRef) ? 'erased' : 'unknown' },
    ]);
    await new Promise(setImmediate);
    return new Map(found);
  };
  const vault = gatherKeys({ keysFor, open: () => ({ kind: 'erased' }) });
  return { asked, erased, vault };
}

test('what comes while a question is under way is asked together, each once', async () => {
  const { asked, vault } = given();
  const first = vault.keysFor([a]);
  await new Promise(setImmediate);
  const found = await Promise.all([first, ...[[b], [b], [a]].map((of) => vault.keysFor(of))]);
  expect(asked).toEqual([[a], [b, a]]);
  expect(found.map((keys) => [...keys.keys()])).toEqual([[a], [b], [b], [a]]);
});

test('keys destroyed meanwhile are found destroyed', async () => {
  const { erased, vault } = given();
  const before = vault.keysFor([a]);
  await new Promise(setImmediate);
  erased.add(a);
  expect((await vault.keysFor([a])).get(a)).toEqual({ kind: 'erased' });
  expect((await before).get(a)).toEqual({ kind: 'unknown' });
});

test('several at once are asked for by themselves', async () => {
  const { asked, vault } = given();
  expect((await vault.keysFor([a, b])).size).toBe(2);
  expect(asked).toEqual([[a, b]]);
});
