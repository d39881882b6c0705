import { describe, expect, test } from '@jest/globals';
import type { IngressKey } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { HPKE_ALGORITHM } from '#shared/hpke/sealing-session';
import { newKeyPair } from '#shared/hpke/suite';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { createKeyBook } from '#shared/publisher/key-book';
import { createSessions } from '#shared/publisher/sessions';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';

const { codec } = await givenCodec({ prepare: [topics.ordersIngressKeys] });
const { publicKey } = newKeyPair();

function announced(keyId: string, key: Partial<IngressKey> | null): IncomingRecord {
  const common = { algorithm: HPKE_ALGORITHM, publicKey, validFrom: 0, validUntil: null, opensUntil: null };
  const value = key === null ? null : Buffer.from(codec.encode(topics.ordersIngressKeys, { keyId, ...common, ...key }));
  return { topic: 'k', partition: 0, offset: '0', timestampMs: 0, key: Buffer.from(keyId), value, headers: {} };
}

describe('the key book', () => {
  test('knows none before one was announced', () => {
    expect(createKeyBook(codec).newestAt(0)).toBeUndefined();
  });

  test('gives the newest of the keys that may still be sealed to', async () => {
    const book = createKeyBook(codec);
    await book.enter([announced('a', { validFrom: 1 }), announced('b', { validFrom: 2 })]);
    expect(book.newestAt(5)?.keyId).toBe('b');
    await book.enter([announced('b', { validFrom: 2, validUntil: 9 })]);
    expect(book.newestAt(8)?.keyId).toBe('b');
    expect(book.newestAt(9)?.keyId).toBe('a');
    await book.enter([announced('a', null)]);
    expect(book.newestAt(9)).toBeUndefined();
  });

  test('passes over a key for another way of sealing, and over what is no key', async () => {
    const book = createKeyBook(codec);
    const noRecord = { ...announced('y', {}), value: Buffer.from('no record') };
    await book.enter([announced('x', { algorithm: 'HPKE-ML-KEM' }), noRecord]);
    expect(book.newestAt(0)).toBeUndefined();
  });
});

describe('the session to seal with', () => {
  const given = (blocksPerSession = 100, sessionMs = 100) => {
    const world = { nowMs: 0, key: { keyId: 'a', publicKey } as { keyId: string; publicKey: Buffer } | undefined };
    const clock = { nowMs: () => world.nowMs };
    return { world, session: createSessions({ newestKey: () => world.key, clock, blocksPerSession, sessionMs }) };
  };

  test('is the same one for everybody who asks', async () => {
    const { session } = given();
    const [one, other] = await Promise.all([session(), session()]);
    expect(other).toBe(one);
    expect(await session()).toBe(one);
  });

  test('is another one after so many blocks, after so long, and for another key', async () => {
    const { world, session } = given(2);
    const one = await session();
    one.seal(Buffer.alloc(1), Buffer.alloc(1));
    one.seal(Buffer.alloc(1), Buffer.alloc(1));
    const two = await session();
    expect(two).not.toBe(one);
    world.nowMs = 100;
    const three = await session();
    expect(three).not.toBe(two);
    world.key = { keyId: 'b', publicKey };
    expect((await session()).keyId).toBe('b');
  });

  test('is none without a key, and opens as soon as there is one', async () => {
    const { world, session } = given();
    world.key = undefined;
    await expect(session()).rejects.toMatchObject({ code: 'INGRESS_KEY_MISSING' });
    world.key = { keyId: 'zero', publicKey: Buffer.alloc(32) };
    await expect(session()).rejects.toThrow();
    world.key = { keyId: 'a', publicKey };
    expect((await session()).keyId).toBe('a');
  });
});
