import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hashOf, type UnhashedEntry } from '#shared/ledger-proof/chain';

const anyText = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constant('ä'.repeat(3_000)));
const anyEntry: fc.Arbitrary<UnhashedEntry> = fc.record({
  sequence: fc.nat(),
  erasureId: anyText,
  orderRef: anyText,
  kind: fc.constantFrom('STARTED', 'COMPLETED'),
  reason: anyText,
  categories: fc.array(anyText, { maxLength: 4 }),
  participants: fc.array(anyText, { maxLength: 4 }),
  policyVersion: fc.nat(),
  at: fc.integer({ min: -1, max: 8_000_000_000_000_000 }),
  previousHash: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
});

/** As the certificate tells everybody to compute it: each field behind its length, each list behind its count. */
function hashedByTheBook(entry: UnhashedEntry): string {
  const counted = (count: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(count);
    return bytes;
  };
  const text = (value: string): Buffer => Buffer.concat([counted(Buffer.byteLength(value)), Buffer.from(value)]);
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(BigInt(value));
    return Buffer.concat([counted(8), bytes]);
  };
  const list = (values: readonly string[]): Buffer => Buffer.concat([counted(values.length), ...values.map(text)]);
  const { sequence, erasureId, orderRef, kind, reason, categories, participants, policyVersion, at } = entry;
  return createHash('sha256')
    .update(text('fulfilment.erasure.LedgerEntry/1'))
    .update(number(sequence))
    .update(Buffer.concat([erasureId, orderRef, kind, reason].map(text)))
    .update(Buffer.concat([categories, participants].map(list)))
    .update(Buffer.concat([policyVersion, at].map(number)))
    .update(Buffer.concat([counted(entry.previousHash.length), entry.previousHash]))
    .digest('hex');
}

test('every entry has the hash of its encoding, whatever its texts hold and however long they are', () => {
  fc.assert(
    fc.property(anyEntry, (entry) => {
      expect(hashOf(entry).toString('hex')).toBe(hashedByTheBook(entry));
    }),
  );
});
