import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LedgerEntry, LedgerIntent } from '#schemas/generated/records';
import { type ChainHead, EMPTY_CHAIN, hashOf, linkEntry } from '#shared/ledger-proof/chain';
import { renderVerification } from '#services/erasure/ledger/render-verification';
import { createChainVerifier, type Verification } from '#services/erasure/ledger/verify-chain';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';

const { codec } = await givenCodec();
const RECORD = 'fulfilment.erasure.LedgerEntry';

function intent(id: number, kind: LedgerIntent['kind'], changes: Partial<LedgerIntent> = {}): LedgerIntent {
  return {
    erasureId: `erasure-${id}`,
    orderRef: `order-${id}`,
    kind,
    reason: 'RETENTION_ENDED',
    categories: id % 2 === 0 ? [] : ['shipping', 'contact'],
    participants: ['erasure', 'intake'],
    policyVersion: 1,
    at: 1_700_000_000_000 + id,
    ...changes,
  };
}

function chain(intents: readonly LedgerIntent[]): LedgerEntry[] {
  let head: ChainHead = EMPTY_CHAIN;
  return intents.map((one) => {
    const entry = linkEntry(head, one);
    head = entry;
    return entry;
  });
}

function verify(entries: readonly (LedgerEntry | null)[]): Verification {
  const verifier = createChainVerifier();
  entries.forEach((entry, index) => verifier.add(entry, `0:${index}`));
  return verifier.result();
}

/** A ledger as the saga writes it: starts and completions of several erasures, interleaved, completions only after their starts. */
const anyLedger = fc
  .array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 20 })
  .map((draws) => {
    const seen = new Map<number, number>();
    let next = 0;
    return draws.map((draw) => {
      const open = [...seen].filter(([, times]) => times === 1).map(([id]) => id);
      const id = draw > 2 && open.length > 0 ? (open[draw % open.length] as number) : next++;
      seen.set(id, (seen.get(id) ?? 0) + 1);
      return intent(id, seen.get(id) === 1 ? 'STARTED' : 'COMPLETED');
    });
  })
  .map(chain);

/** The ledger, and a place in it that is not the last one: what was cut off from the end, no chain can show. */
const anyPlace = anyLedger.chain((entries) =>
  fc.record({ entries: fc.constant(entries), at: fc.nat(entries.length - 2) }),
);

describe('a ledger that nobody touched', () => {
  test('is sound, counted, and ends in its last entry', () => {
    fc.assert(
      fc.property(anyLedger, (entries) => {
        const { fault, entries: count, completed, running, head } = verify(entries);
        expect(fault).toBeNull();
        expect(count).toBe(entries.length);
        expect(completed).toBe(entries.filter(({ kind }) => kind === 'COMPLETED').length);
        expect(running.length + 2 * completed).toBe(entries.length);
        expect(head.hash).toEqual(entries.at(-1)?.hash);
      }),
    );
  });

  test('is sound while it is empty', () => {
    expect(verify([])).toMatchObject({ entries: 0, fault: null, head: EMPTY_CHAIN });
  });

  test('has the hash that was computed once and for all: who keeps one elsewhere can compare it for ever', () => {
    const [entry] = chain([intent(1, 'STARTED')]);
    expect(entry?.hash.toString('hex')).toBe('f80cf7a48417148f5f0574ea2de5888058e510fb5c0557e3566bc3641cc0e892');
  });
});

describe('a ledger that somebody touched', () => {
  test('is found out by any bit flipped anywhere in the bytes of any entry', () => {
    fc.assert(
      fc.property(anyLedger, fc.nat(), fc.nat(), (entries, where, which) => {
        const at = where % entries.length;
        const bytes = Buffer.from(codec.encodeBare(RECORD, entries[at] as LedgerEntry));
        const bit = which % (bytes.length * 8);
        bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
        const decoded = codec.decodeBare(RECORD, bytes);
        const touched = entries.map((entry, index) =>
          index === at ? (decoded.kind === 'decoded' ? decoded.value : null) : entry,
        );
        expect(verify(touched).fault).toMatchObject({ position: `0:${at}` });
      }),
      { numRuns: 2_000 },
    );
  });

  test('is found out by any entry removed', () => {
    fc.assert(
      fc.property(anyPlace, ({ entries, at }) => {
        expect(verify(entries.toSpliced(at, 1)).fault).toMatchObject({ fault: 'sequence-broken', sequence: at + 1 });
      }),
    );
  });

  test('is found out by any entry doubled', () => {
    fc.assert(
      fc.property(anyPlace, fc.nat(), ({ entries, at }, to) => {
        const copy = entries[at] as LedgerEntry;
        expect(verify(entries.toSpliced(to % (entries.length + 1), 0, copy)).fault).not.toBeNull();
      }),
    );
  });

  test('is found out by any two entries exchanged', () => {
    fc.assert(
      fc.property(anyPlace, fc.nat(), ({ entries, at }, other) => {
        const to = other % entries.length;
        fc.pre(to !== at);
        const swapped = [...entries];
        swapped[at] = entries[to] as LedgerEntry;
        swapped[to] = entries[at] as LedgerEntry;
        expect(verify(swapped).fault).toMatchObject({ position: `0:${Math.min(at, to)}` });
      }),
    );
  });

  test('is found out by any entry inserted or replaced, also one that is linked and hashed as it should be', () => {
    fc.assert(
      fc.property(anyPlace, fc.boolean(), ({ entries, at }, replaces) => {
        const before = at === 0 ? EMPTY_CHAIN : (entries[at - 1] as LedgerEntry);
        const forged = linkEntry(before, intent(99, 'STARTED'));
        expect(verify(entries.toSpliced(at, replaces ? 1 : 0, forged)).fault).toMatchObject({
          position: `0:${at + 1}`,
        });
      }),
    );
  });

  test.each([
    ['started-twice', [intent(1, 'STARTED'), intent(1, 'STARTED')]],
    ['started-twice', [intent(1, 'STARTED'), intent(1, 'COMPLETED'), intent(1, 'STARTED')]],
    ['completed-without-start', [intent(1, 'COMPLETED')]],
    ['completed-without-start', [intent(1, 'STARTED'), intent(1, 'COMPLETED'), intent(1, 'COMPLETED')]],
    ['completed-differs-from-start', [intent(1, 'STARTED'), intent(1, 'COMPLETED', { orderRef: 'order-2' })]],
    ['completed-differs-from-start', [intent(1, 'STARTED'), intent(1, 'COMPLETED', { categories: [] })]],
  ] as const)('is found out by what makes no sense though the chain holds: %s', (fault, intents) => {
    expect(verify(chain(intents)).fault?.fault).toBe(fault);
  });

  test('is found out by a record key that names another erasure', () => {
    const verifier = createChainVerifier();
    const [entry] = chain([intent(1, 'STARTED')]);
    verifier.add(entry as LedgerEntry, '0:0', 'erasure-2');
    expect(verifier.result().fault?.fault).toBe('key-differs');
  });

  test('is named by its first fault, with its place in words', () => {
    const entries = chain([intent(1, 'STARTED'), intent(2, 'STARTED'), intent(1, 'COMPLETED')]);
    const text = renderVerification({ ...verify(entries.toSpliced(1, 1)), signed: null });
    expect(text).toContain('BROKEN at entry 2 (position 0:1): its number does not follow the one before');
    expect(text).toContain('entries      1 sound ones before the fault');
  });
});

describe('the encoding that is hashed', () => {
  test('tells any two lists of texts apart, wherever the border between them lies', () => {
    const [entry] = chain([intent(1, 'STARTED')]) as [LedgerEntry];
    const hash = (changes: Partial<LedgerEntry>) => hashOf({ ...entry, ...changes }).toString('hex');
    const different = [
      hash({}),
      hash({ categories: ['shippingcontact'] }),
      hash({ categories: ['shipping', 'contact', ''] }),
      hash({ categories: ['shipping'], participants: ['contact', 'erasure', 'intake'] }),
      hash({ reason: '', erasureId: `${entry.erasureId}${entry.reason}` }),
    ];
    expect(new Set(different).size).toBe(different.length);
  });
});
