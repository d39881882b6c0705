// Sealed blocks open for exactly the order, category and schema they were sealed for, and for nothing that was touched.
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inspect } from 'node:util';
import type { OrderRef } from '#shared/domain/refs';
import { createMemoryKeyStore } from '#shared/vault/memory-key-store';
import { createMemoryKeyring } from '#shared/vault/memory-keyring';
import { CATEGORIES, copyKey } from '#shared/vault/order-keys';
import { type Category, createVault, type OrderKeys, type SealedBlock } from '#shared/vault/vault';
import { admitted, orderRef } from './support/orders.js';

const SCHEMA = 'fulfilment.orders.Shipping';
const vault = createVault({ store: createMemoryKeyStore(), keyring: createMemoryKeyring() });
const a = orderRef('a');
const b = orderRef('b');
let keysOfA: OrderKeys;
let keysOfB: OrderKeys;
const plainBytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array));
const category = fc.constantFrom(...CATEGORIES);

beforeAll(async () => {
  keysOfA = await admitted(vault, 'a');
  keysOfB = await admitted(vault, 'b');
});

function seal(plain: Buffer, of: Category = 'shipping', schema = SCHEMA): SealedBlock {
  const block = vault.seal(keysOfA, a, of, schema, plain);
  if (block === null) throw new Error('no key');
  return block;
}

function flipBit(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = bit % (copy.length * 8);
  copy[at >> 3] = (copy[at >> 3] as number) ^ (1 << (at & 7));
  return copy;
}

describe('a sealed block', () => {
  test('opens to the bytes that were sealed, whatever else was sealed or opened in between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(category, plainBytes, fc.constantFrom('x.A', 'x.B')), { maxLength: 20 }),
        (items) => {
          const blocks = items.map(([of, plain, schema]) => seal(plain, of, schema));
          items.forEach(([of, plain, schema], index) => {
            const opened = vault.open(keysOfA, a, of, schema, blocks[index] as SealedBlock);
            expect(opened).toEqual({ kind: 'opened', plain });
          });
        },
      ),
    );
  });

  test('names its algorithm and its key, which is also the key of its Kafka record', () => {
    const block = seal(Buffer.from('x'));
    expect(block.algorithm).toBe('XCHACHA20-POLY1305');
    expect(block.keyId).toBe(`${a}/shipping`);
    expect(block.nonce).toHaveLength(24);
    expect(block.ciphertext).toHaveLength(1 + 16);
  });

  test('does not hold its plaintext', () => {
    const plain = Buffer.from('Erika Mustermann, Heidestrasse 17');
    expect(seal(plain).ciphertext.includes(plain.subarray(0, 8))).toBe(false);
  });

  test('the same bytes sealed twice look unrelated', () => {
    const plain = Buffer.alloc(64);
    expect(seal(plain).ciphertext.equals(seal(plain).ciphertext)).toBe(false);
  });

  test('with any bit of nonce or ciphertext flipped is corrupt', () => {
    fc.assert(
      fc.property(
        plainBytes,
        fc.nat(),
        fc.constantFrom('nonce' as const, 'ciphertext' as const),
        (plain, bit, field) => {
          const block = seal(plain);
          const touched = { ...block, [field]: flipBit(block[field], bit) };
          expect(vault.open(keysOfA, a, 'shipping', SCHEMA, touched)).toEqual({ kind: 'corrupt' });
        },
      ),
    );
  });

  test('with any other keyId or algorithm is corrupt', () => {
    const block = seal(Buffer.from('x'));
    fc.assert(
      fc.property(fc.nat(), (bit) => {
        const keyId = flipBit(Buffer.from(block.keyId, 'latin1'), bit).toString('latin1');
        expect(vault.open(keysOfA, a, 'shipping', SCHEMA, { ...block, keyId })).toEqual({ kind: 'corrupt' });
      }),
    );
    expect(vault.open(keysOfA, a, 'shipping', SCHEMA, { ...block, algorithm: 'AES-256-GCM' })).toEqual({
      kind: 'corrupt',
    });
  });

  test('is bound to its order: under the right keys but another ref it is corrupt', () => {
    const block = seal(Buffer.from('x'));
    const moved = { ...block, keyId: `${b}/shipping` };
    expect(vault.open(keysOfA, b, 'shipping', SCHEMA, moved)).toEqual({ kind: 'corrupt' });
    expect(vault.open(keysOfB, b, 'shipping', SCHEMA, moved)).toEqual({ kind: 'corrupt' });
  });

  test('is bound to its category: no category ever opens the block of another', () => {
    for (const sealedFor of CATEGORIES) {
      for (const asked of CATEGORIES) {
        const block = { ...seal(Buffer.from('x'), sealedFor), keyId: `${a}/${asked}` };
        const { kind } = vault.open(keysOfA, a, asked, SCHEMA, block);
        expect([sealedFor, asked, kind]).toEqual([sealedFor, asked, sealedFor === asked ? 'opened' : 'corrupt']);
      }
    }
  });

  test('is bound to its schema: another record name, be it only longer, is corrupt', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (schema) => {
        fc.pre(schema !== SCHEMA);
        expect(vault.open(keysOfA, a, 'shipping', schema, seal(Buffer.from('x')))).toEqual({ kind: 'corrupt' });
      }),
    );
    expect(vault.open(keysOfA, a, 'shipping', `${SCHEMA} `, seal(Buffer.from('x')))).toEqual({ kind: 'corrupt' });
  });

  test('of random bytes is corrupt, never an exception', () => {
    fc.assert(
      fc.property(plainBytes, plainBytes, (nonce, ciphertext) => {
        const block = { algorithm: 'XCHACHA20-POLY1305', keyId: `${a}/shipping`, nonce, ciphertext };
        expect(vault.open(keysOfA, a, 'shipping', SCHEMA, block)).toEqual({ kind: 'corrupt' });
      }),
    );
  });

  test('an id that is not a ref is a fault of the code and stops it, instead of binding to half an id', () => {
    expect(() => vault.seal(keysOfA, 'ORDER-1' as OrderRef, 'shipping', SCHEMA, Buffer.from('x'))).toThrow(
      'UNEXPECTED',
    );
  });
});

describe('keys in memory', () => {
  test('are another one for each category: shredding one must not touch what the others sealed', () => {
    const keys = CATEGORIES.map((of) => {
      const key = Buffer.alloc(32);
      expect(copyKey(keysOfA, of, key)).toBe(true);
      return key.toString('hex');
    });
    expect(new Set([...keys, '0'.repeat(64)]).size).toBe(CATEGORIES.length + 1);
  });

  test('print as [secret] in logs, JSON and error dumps', () => {
    expect(inspect({ keys: keysOfA }, { depth: 9 })).toBe('{ keys: [secret] }');
    expect(JSON.stringify({ keys: keysOfA })).toBe('{"keys":"[secret]"}');
  });
});
