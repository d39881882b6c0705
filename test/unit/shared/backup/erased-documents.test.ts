// What is written back of an order that was erased after the backup: never its keys, never its sealed blocks.
import { Binary } from 'mongodb';
import { describe, expect, test } from '@jest/globals';
import { judgeDocument } from '#shared/backup/erased-documents';
import { verdictOf } from '#shared/backup/read-ledger';
import { refBytes } from '#shared/refs/ref-bytes';
import { orderRef } from '#test/unit/shared/vault/support/orders';

const AT_MS = 1_700_000_000_000;
const [gone, going, alive] = [orderRef('gone'), orderRef('going'), orderRef('alive')];
const entry = (kind: 'STARTED' | 'COMPLETED', of: string, categories: string[] = []) => ({
  kind,
  orderRef: of,
  categories,
  at: AT_MS,
  sequence: 0,
  erasureId: of,
  reason: 'SCHEDULE',
  participants: [],
  policyVersion: 1,
  previousHash: Buffer.alloc(32),
  hash: Buffer.alloc(32),
});
const verdict = verdictOf({
  entries: [
    entry('STARTED', gone),
    entry('STARTED', alive, ['contact', 'signals']),
    entry('STARTED', going),
    entry('COMPLETED', gone),
    entry('COMPLETED', alive, ['contact', 'signals']),
  ] as never,
});
const keysOf = (ref: string) => ({
  _id: new Binary(refBytes(ref)),
  claim: 'orders.events:0:1',
  wrapped: new Binary(Buffer.from('wrapped')),
  epoch: 1,
  note: new Binary(Buffer.from('note')),
});

describe('the verdict of the ledger', () => {
  test('counts an order as erased from the first entry on, and its categories apart', () => {
    expect([...verdict.whole]).toEqual([
      [gone, AT_MS],
      [going, AT_MS],
    ]);
    expect([...verdict.completed]).toEqual([gone]);
    expect([...verdict.categories]).toEqual([
      ['contact', [alive]],
      ['signals', [alive]],
    ]);
  });
});

describe('a document of the backup', () => {
  test.each([gone, going])('with keys of an erased order becomes its guard', (ref) => {
    const judged = judgeDocument('vault_keys', keysOf(ref), verdict);
    expect(judged.isRevenant).toBe(true);
    expect(judged.document).toEqual({
      _id: new Binary(refBytes(ref)),
      claim: 'orders.events:0:1',
      erasedAt: new Date(AT_MS),
    });
  });

  test('that is a guard already stays as it is', () => {
    const guard = { _id: new Binary(refBytes(gone)), erasedAt: new Date(5) };
    expect(judgeDocument('vault_keys', guard, verdict)).toEqual({ document: guard, isRevenant: false });
  });

  test('of a living order is left alone everywhere', () => {
    for (const [collection, document] of [
      ['vault_keys', keysOf(alive)],
      ['carriers.blocks', { _id: alive, sealed: 1 }],
      ['erasure.orders', { _id: alive, lane: 2, version: 3 }],
      ['erasure.claims', { _id: 'x/STARTED', claim: 'a' }],
    ] as const) {
      expect(judgeDocument(collection, document, verdict)).toEqual({ document, isRevenant: false });
    }
  });

  test('with sealed blocks of an erased order is left out; its parcels are remembered as erased', () => {
    expect(judgeDocument('carriers.blocks', { _id: gone, sealed: 1 }, verdict).document).toBeNull();
    expect(judgeDocument('carriers.waiting', { _id: going, lane: 1 }, verdict).document).toBeNull();
    const release = { _id: gone, carrierId: 'swiftpost', parcels: [{ ref: 'r', parcel: 1 }], marks: [] };
    expect(judgeDocument('carriers.shipments', release, verdict).document).toEqual({
      ...release,
      erasedAt: new Date(AT_MS),
    });
  });

  test('of the life of an order becomes a guard only when its erasure came to its end', () => {
    const life = (ref: string) => ({ _id: ref, lane: 0, version: 4, nextDueAt: 9 });
    expect(judgeDocument('erasure.orders', life(gone), verdict).document).toMatchObject({
      _id: gone,
      erased: true,
      at: AT_MS,
    });
    expect(judgeDocument('erasure.orders', life(going), verdict).document).toEqual(life(going));
  });
});
