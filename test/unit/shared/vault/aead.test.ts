// The cipher: what was sealed opens, what was touched does not, and no nonce comes twice.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NONCE_BYTES, nextNonce, open, openInto, sealInto, TAG_BYTES } from '#shared/vault/aead';

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array));
const anyBytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

function sealed(plain: Buffer, aad: Buffer, nonce: Buffer, key: Buffer): Buffer {
  const target = Buffer.alloc(plain.length + TAG_BYTES);
  sealInto(target, plain, aad, nonce, key);
  return target;
}

describe('authenticated encryption', () => {
  test('matches the published test vector of XChaCha20-Poly1305, so any libsodium can read what we seal', () => {
    // draft-irtf-cfrg-xchacha-03, appendix A.3.1
    const plain = Buffer.from(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
    );
    const aad = Buffer.from('50515253c0c1c2c3c4c5c6c7', 'hex');
    const key = Buffer.from('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f', 'hex');
    const nonce = Buffer.from('404142434445464748494a4b4c4d4e4f5051525354555657', 'hex');
    const ciphertext = sealed(plain, aad, nonce, key);
    expect(ciphertext.subarray(0, 16).toString('hex')).toBe('bd6d179d3e83d43b9576579493c0e939');
    expect(ciphertext.subarray(-TAG_BYTES).toString('hex')).toBe('c0875924c1c7987947deafd8780acf49');
    expect(open(ciphertext, aad, nonce, key)?.equals(plain)).toBe(true);
  });

  test('a flipped bit anywhere gives null, not an exception and not other bytes', () => {
    fc.assert(
      fc.property(
        anyBytes,
        anyBytes,
        bytes(24),
        bytes(32),
        fc.nat(),
        fc.nat(3),
        (plain, aad, nonce, key, bit, which) => {
          const ciphertext = sealed(plain, aad, nonce, key);
          expect(open(ciphertext, aad, nonce, key)?.equals(plain)).toBe(true);
          const parts = [ciphertext, aad, nonce, key].map((part) => Buffer.from(part));
          const touched = parts[which] as Buffer;
          fc.pre(touched.length > 0);
          const at = bit % (touched.length * 8);
          touched[at >> 3] = (touched[at >> 3] as number) ^ (1 << (at & 7));
          expect(open(...(parts as [Buffer, Buffer, Buffer, Buffer]))).toBeNull();
        },
      ),
    );
  });

  test('bytes of impossible lengths give null', () => {
    const key = Buffer.alloc(32);
    const aad = Buffer.alloc(0);
    fc.assert(
      fc.property(anyBytes, anyBytes, (ciphertext, nonce) => {
        expect(open(ciphertext, aad, nonce, key)).toBeNull();
      }),
    );
    expect(openInto(Buffer.alloc(9), Buffer.alloc(24), aad, Buffer.alloc(24), key)).toBe(false);
  });
});

describe('nonces', () => {
  test('none comes twice and none changes later, also across refills of the pool', () => {
    const given = Array.from({ length: 10_000 }, () => nextNonce());
    const then = given.map((nonce) => nonce.toString('hex'));
    expect(new Set(then).size).toBe(given.length);
    for (let more = 0; more < 6_000; more++) nextNonce();
    expect(given.map((nonce) => nonce.toString('hex'))).toEqual(then);
    expect(given.every((nonce) => nonce.length === NONCE_BYTES)).toBe(true);
  });
});
