// Sealed records that are copies of one another are, byte for byte, what the codec makes of their fields, and open like any other.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { topics } from '#schemas/generated/topics';
import { createSealedRecords } from '#services/intake/steps/sealed-records';
import { createMemoryKeyring } from '#shared/vault/memory-keyring';
import { createMemoryKeyStore } from '#shared/vault/memory-key-store';
import { createVault } from '#shared/vault/vault';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';
import { orderRef } from '#test/unit/shared/vault/support/orders';

const { codec } = await givenCodec();
const vault = createVault({ store: createMemoryKeyStore(), keyring: createMemoryKeyring() });
const AT_MS = Date.UTC(2026, 5, 1);
const CATEGORIES = ['shipping', 'contact', 'payment', 'signals'] as const;

const stamp = fc.record({
  policyVersion: fc.constantFrom(1, 2, 4_711),
  sealedAtMs: fc.constantFrom(0, AT_MS, AT_MS + 1),
  revision: fc.oneof(fc.nat(3), fc.constantFrom(63, 64, 8_191, 8_192, 100_000)),
});
const block = fc.record({
  category: fc.constantFrom(...CATEGORIES),
  schemaName: fc.constantFrom('fulfilment.orders.Shipping', 'fulfilment.orders.Contact'),
  plain: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
});

describe('a sealed record', () => {
  test('is what the codec makes of its fields, and opens for its order, category and schema', () => {
    const sealedRecords = createSealedRecords({ codec, vault });
    const several = fc.array(fc.record({ name: fc.nat(9), block, stamp }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(several, (wanted) => {
        const [keys] = vault.freshKeys(1);
        if (keys === undefined) throw new Error('no keys');
        // All are written before the first is looked at: none may reach into another one's bytes.
        const written = wanted.map((one) => {
          return sealedRecords.write({ orderRef: orderRef(one.name), keys }, one.block, one.stamp);
        });
        for (const [index, { name, block: of, stamp: told }] of wanted.entries()) {
          const record = written[index];
          if (record === undefined || record === null) throw new Error('not written');
          const ref = orderRef(name);
          const decoded = codec.decode(record.value, topics.ordersSealed);
          if (decoded.kind !== 'decoded') throw new Error(decoded.code);
          expect(codec.encode(topics.ordersSealed, decoded.value)).toEqual(record.value);
          const { policyVersion, sealedAtMs: sealedAt, revision } = told;
          const { category, schemaName } = of;
          expect(decoded.value).toMatchObject({
            orderRef: ref,
            category,
            schemaName,
            policyVersion,
            sealedAt,
            revision,
          });
          expect(record.key).toBe(decoded.value.block.keyId);
          const opened = vault.open(keys, ref, category, schemaName, decoded.value.block);
          expect(opened).toEqual({ kind: 'opened', plain: of.plain });
        }
      }),
    );
  });

  test('has a nonce of its own and holds a block of any size', () => {
    const sealedRecords = createSealedRecords({ codec, vault });
    const [keys] = vault.freshKeys(1);
    if (keys === undefined) throw new Error('no keys');
    const nonces = [0, 1, 60_000, 70_000, 200_000, 1].map((bytes) => {
      const record = sealedRecords.write(
        { orderRef: orderRef('large'), keys },
        { category: 'shipping', schemaName: 'fulfilment.orders.Shipping', plain: Buffer.alloc(bytes, 7) },
        { policyVersion: 1, sealedAtMs: AT_MS, revision: 1 },
      );
      const decoded = codec.decode(record?.value ?? Buffer.alloc(0), topics.ordersSealed);
      if (decoded.kind !== 'decoded') throw new Error(decoded.code);
      return decoded.value.block.nonce.toString('hex');
    });
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  test('is not made when the key of its category is destroyed', async () => {
    const sealedRecords = createSealedRecords({ codec, vault });
    const ref = orderRef('shredded');
    await vault.admit([{ orderRef: ref, claim: 'orders.events:0:0' }]);
    await vault.shredCategory([ref], 'payment');
    const found = (await vault.keysFor([ref])).get(ref);
    if (found?.kind !== 'keys') throw new Error('no keys');
    const write = (category: 'payment' | 'contact') =>
      sealedRecords.write(
        { orderRef: ref, keys: found.keys },
        { category, schemaName: 'fulfilment.orders.Contact', plain: Buffer.from('a name') },
        { policyVersion: 1, sealedAtMs: AT_MS, revision: 1 },
      );
    expect(write('payment')).toBeNull();
    expect(write('contact')?.key).toBe(`${ref}/contact`);
  });

  test('is not made at all of a schema whose last fields are others', () => {
    const other = {
      encode: (...args: Parameters<typeof codec.encode>) => Buffer.concat([codec.encode(...args), Buffer.from([1])]),
    };
    const sealedRecords = createSealedRecords({ codec: other as Pick<typeof codec, 'encode'>, vault });
    const [keys] = vault.freshKeys(1);
    if (keys === undefined) throw new Error('no keys');
    expect(() =>
      sealedRecords.write(
        { orderRef: orderRef('other'), keys },
        { category: 'shipping', schemaName: 'fulfilment.orders.Shipping', plain: Buffer.from('a street') },
        { policyVersion: 1, sealedAtMs: AT_MS, revision: 1 },
      ),
    ).toThrow('UNEXPECTED');
  });
});
