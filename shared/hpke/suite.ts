// Public-key encryption of RFC 9180 (HPKE), the only file that knows its library. The suite is X25519, HKDF-SHA256 and "export only":
// one key agreement makes a secret that both sides share, and the records of a whole session are sealed with it symmetrically.
import { createPrivateKey, createPublicKey, randomBytes, type webcrypto } from 'node:crypto';
import { CipherSuite, DhkemX25519HkdfSha256, ExportOnly, HkdfSha256 } from '@hpke/core';
import { hideBytes } from '#shared/vault/hidden';

/** Length of private, public and encapsulated keys and of a session's key. */
export const HPKE_KEY_BYTES = 32;

export interface KeyPair {
  /** Prints as `[secret]`. */
  readonly privateKey: Buffer;
  readonly publicKey: Buffer;
}

export interface Encapsulated {
  /** Travels with the records; nothing can be told from it without the private key. */
  readonly encapsulatedKey: Buffer;
  /** 32 bytes; prints as `[secret]`. */
  readonly key: Buffer;
}

/** `info` and `exporterContext` name what the key is for: another name gives another, unrelated key. */
export interface Purpose {
  readonly info: string;
  readonly exporterContext: string;
}

/** The library names the type of the browsers' library, which is not there; Node has the same under this name. */
type CryptoKey = webcrypto.CryptoKey;

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new ExportOnly() });

/** What stands before the 32 bytes of a private X25519 key in PKCS #8, the form Node reads (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');

export function newKeyPair(): KeyPair {
  // Any 32 bytes are a private key of X25519.
  const privateKey = hideBytes(randomBytes(HPKE_KEY_BYTES));
  return { privateKey, publicKey: publicKeyOf(privateKey) };
}

/** @param privateKey exactly 32 bytes */
export function publicKeyOf(privateKey: Buffer): Buffer {
  const pkcs8 = Buffer.concat([PKCS8_PREFIX, privateKey]);
  const key = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
  pkcs8.fill(0);
  return key.export({ format: 'der', type: 'spki' }).subarray(-HPKE_KEY_BYTES);
}

/** A fresh secret for whoever holds the private key to `publicKey`. Rejects when those are not 32 bytes of a usable key. */
export async function encapsulate(publicKey: Buffer, purpose: Purpose): Promise<Encapsulated> {
  const recipientPublicKey = (await suite.kem.deserializePublicKey(bytesOf(publicKey))) as CryptoKey;
  const sender = await suite.createSenderContext({ recipientPublicKey, info: bytesOf(purpose.info) });
  const key = await sender.export(bytesOf(purpose.exporterContext), HPKE_KEY_BYTES);
  return { encapsulatedKey: Buffer.from(sender.enc), key: hideBytes(Buffer.from(key)) };
}

/** The same secret on the other side; null when the encapsulated key is none. Another private key gives another secret, not null. */
export async function decapsulate(
  privateKey: Buffer,
  encapsulatedKey: Buffer,
  purpose: Purpose,
): Promise<Buffer | null> {
  const recipientKey = (await suite.kem.deserializePrivateKey(bytesOf(privateKey))) as CryptoKey;
  try {
    const enc = bytesOf(encapsulatedKey);
    const recipient = await suite.createRecipientContext({ recipientKey, enc, info: bytesOf(purpose.info) });
    return hideBytes(Buffer.from(await recipient.export(bytesOf(purpose.exporterContext), HPKE_KEY_BYTES)));
  } catch {
    // The private key was read above, so what remains is an encapsulated key of a wrong length or of a point that gives nothing.
    return null;
  }
}

/** A copy of its own: the library wants an ArrayBuffer, and a Buffer may be a view of a larger one. */
function bytesOf(value: Buffer | string): ArrayBuffer {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  return Uint8Array.from(bytes).buffer;
}
