// The library against appendix A.7.1 of RFC 9180: X25519, HKDF-SHA256, export-only, base mode.
import { describe, expect, test } from '@jest/globals';
import { inspect } from 'node:util';
import { decapsulate, encapsulate, newKeyPair, publicKeyOf } from '#shared/hpke/suite';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

const VECTOR = {
  info: hex('4f6465206f6e2061204772656369616e2055726e').toString('utf8'),
  privateKey: hex('33d196c830a12f9ac65d6e565a590d80f04ee9b19c83c87f2c170d972a812848'),
  publicKey: hex('194141ca6c3c3beb4792cd97ba0ea1faff09d98435012345766ee33aae2d7664'),
  encapsulatedKey: hex('e5e8f9bfff6c2f29791fc351d2c25ce1299aa5eaca78a757c0b4fb4bcd830918'),
  exports: [
    ['', '7a36221bd56d50fb51ee65edfd98d06a23c4dc87085aa5866cb7087244bd2a36'],
    ['\0', 'd5535b87099c6c3ce80dc112a2671c6ec8e811a2f284f948cec6dd1708ee33f0'],
    ['TestContext', 'ffaabc85a776136ca0c378e5d084c9140ab552b78f039d2e8775f26efff4c70e'],
  ] as const,
};

describe('the suite', () => {
  test('derives the public key of the vector from its private key', () => {
    expect(publicKeyOf(VECTOR.privateKey)).toEqual(VECTOR.publicKey);
  });

  test.each(VECTOR.exports)('derives the exported secret of the vector for the context %j', async (context, secret) => {
    const { privateKey, encapsulatedKey, info } = VECTOR;
    const key = await decapsulate(privateKey, encapsulatedKey, { info, exporterContext: context });
    expect(key?.toString('hex')).toBe(secret);
  });

  test('both sides of a session get the same key, and another one in every session', async () => {
    const { privateKey, publicKey } = newKeyPair();
    const purpose = { info: 'road', exporterContext: 'use' };
    const one = await encapsulate(publicKey, purpose);
    const other = await encapsulate(publicKey, purpose);
    expect(await decapsulate(privateKey, one.encapsulatedKey, purpose)).toEqual(one.key);
    expect(other.key.equals(one.key)).toBe(false);
  });

  test('another road, another use or another private key gives another key', async () => {
    const { privateKey, publicKey } = newKeyPair();
    const { encapsulatedKey, key } = await encapsulate(publicKey, { info: 'road', exporterContext: 'use' });
    const others = await Promise.all([
      decapsulate(privateKey, encapsulatedKey, { info: 'road 2', exporterContext: 'use' }),
      decapsulate(privateKey, encapsulatedKey, { info: 'road', exporterContext: 'use 2' }),
      decapsulate(newKeyPair().privateKey, encapsulatedKey, { info: 'road', exporterContext: 'use' }),
    ]);
    for (const found of others) expect(found?.equals(key)).toBe(false);
  });

  test.each([
    ['too short', Buffer.alloc(31, 1)],
    ['the point that gives zero', Buffer.alloc(32)],
    ['empty', Buffer.alloc(0)],
  ])('answers null for an encapsulated key that is %s', async (_, encapsulatedKey) => {
    const { privateKey } = newKeyPair();
    expect(await decapsulate(privateKey, encapsulatedKey, { info: 'a', exporterContext: 'b' })).toBeNull();
  });

  test('refuses to seal to the point that gives zero', async () => {
    await expect(encapsulate(Buffer.alloc(32), { info: 'a', exporterContext: 'b' })).rejects.toThrow();
  });

  test('keys do not print', async () => {
    const pair = newKeyPair();
    const { key } = await encapsulate(pair.publicKey, { info: 'a', exporterContext: 'b' });
    expect(inspect({ key, privateKey: pair.privateKey })).toBe('{ key: [secret], privateKey: [secret] }');
    expect(JSON.stringify([key, pair.privateKey])).toBe('["[secret]","[secret]"]');
  });
});
