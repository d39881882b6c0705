// Sessions: what is sealed opens in any order and only in its place; whatever else comes has a name and never throws.
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { SealedBlock } from '#schemas/generated/records';
import { blockBinding } from '#shared/hpke/associated-data';
import { openSealingSession, type SealingSession } from '#shared/hpke/sealing-session';
import { createSessionOpener, type SessionOpener } from '#shared/hpke/session-opener';
import { newKeyPair } from '#shared/hpke/suite';

const KEY_ID = 'intake-1';
const pair = newKeyPair();
const bound = blockBinding('shipping', 'fulfilment.orders.Shipping', 'event', 'order-1');
const privateKeyOf = (keyId: string): Buffer | undefined => (keyId === KEY_ID ? pair.privateKey : undefined);

let session: SealingSession;
let opener: SessionOpener;

beforeAll(async () => {
  session = await openSealingSession({ keyId: KEY_ID, publicKey: pair.publicKey }, 'road');
  opener = createSessionOpener({ info: 'road', privateKeyOf });
});

async function opened(block: SealedBlock, binding = bound, by = opener): Promise<string> {
  await by.prepare([block]);
  const outcome = by.open(block, binding);
  return outcome.kind === 'opened' ? outcome.plain.toString() : outcome.kind;
}

describe('a session', () => {
  test('seals records that open by themselves, in any order and more than once', async () => {
    const blocks = ['one', 'two', 'three'].map((text) => session.seal(Buffer.from(text), bound));
    expect(await opened(blocks[2] as SealedBlock)).toBe('three');
    expect(await opened(blocks[0] as SealedBlock)).toBe('one');
    expect(await opened(blocks[2] as SealedBlock)).toBe('three');
  });

  test('never uses a nonce twice, and gives the same record another ciphertext each time', () => {
    const blocks = Array.from({ length: 300 }, () => session.seal(Buffer.from('same'), bound));
    expect(new Set(blocks.map(({ nonce }) => nonce.toString('hex'))).size).toBe(300);
    expect(new Set(blocks.map(({ ciphertext }) => ciphertext.toString('hex'))).size).toBe(300);
  });

  test('counts what it sealed and names its key', async () => {
    const fresh = await openSealingSession({ keyId: KEY_ID, publicKey: pair.publicKey }, 'road');
    fresh.seal(Buffer.alloc(0), bound);
    expect(fresh.seal(Buffer.alloc(0), bound).keyId).toBe(KEY_ID);
    expect(fresh.sealed).toBe(2);
  });
});

describe('a block', () => {
  test.each([
    ['another order', blockBinding('shipping', 'fulfilment.orders.Shipping', 'event', 'order-2')],
    ['another event', blockBinding('shipping', 'fulfilment.orders.Shipping', 'event 2', 'order-1')],
    ['another category', blockBinding('contact', 'fulfilment.orders.Shipping', 'event', 'order-1')],
    ['another schema', blockBinding('shipping', 'fulfilment.orders.Contact', 'event', 'order-1')],
  ])('does not open for %s', async (_, binding) => {
    expect(await opened(session.seal(Buffer.from('x'), bound), binding)).toBe('corrupt');
  });

  test('does not open on another road', async () => {
    const other = createSessionOpener({ info: 'road 2', privateKeyOf });
    expect(await opened(session.seal(Buffer.from('x'), bound), bound, other)).toBe('corrupt');
  });

  test('with a changed bit anywhere does not open', async () => {
    const block = session.seal(Buffer.from('x'), bound);
    for (const field of ['nonce', 'ciphertext'] as const) {
      for (let at = 0; at < block[field].length; at++) {
        const changed = Buffer.from(block[field]);
        changed[at] = (changed[at] ?? 0) ^ 1;
        expect(await opened({ ...block, [field]: changed })).toBe('corrupt');
      }
    }
  });

  test.each([
    ['an unknown algorithm', { algorithm: 'XCHACHA20-POLY1305' }],
    ['no header', { nonce: Buffer.alloc(0) }],
    ['a header too long', { nonce: Buffer.alloc(45) }],
    ['no tag', { ciphertext: Buffer.alloc(15) }],
  ])('with %s is corrupt', async (_, change) => {
    expect(await opened({ ...session.seal(Buffer.from('x'), bound), ...change })).toBe('corrupt');
  });

  test('under a key that is not ours is told apart from a corrupt one', async () => {
    expect(await opened({ ...session.seal(Buffer.from('x'), bound), keyId: 'other' })).toBe('unknown-key');
  });
});

describe('the opener', () => {
  test('opens nothing it was not prepared for', () => {
    const fresh = createSessionOpener({ info: 'road', privateKeyOf });
    expect(fresh.open(session.seal(Buffer.from('x'), bound), bound).kind).toBe('corrupt');
  });

  test('holds what one call needs even when that is more than it remembers', async () => {
    const small = createSessionOpener({ info: 'road', privateKeyOf, mostSessions: 1 });
    const sessions = await Promise.all(
      [1, 2, 3].map(() => openSealingSession({ keyId: KEY_ID, publicKey: pair.publicKey }, 'road')),
    );
    const blocks = sessions.map((one, at) => one.seal(Buffer.from(`${at}`), bound));
    await small.prepare(blocks);
    expect(blocks.map((block) => small.open(block, bound).kind)).toEqual(['opened', 'opened', 'opened']);
  });

  test('forgets the sessions of a destroyed key', async () => {
    const block = session.seal(Buffer.from('x'), bound);
    await opener.prepare([block]);
    opener.forget(KEY_ID);
    expect(opener.open(block, bound).kind).toBe('corrupt');
  });
});
