// Authenticated encryption, the only file that knows the cipher: XChaCha20-Poly1305-IETF of libsodium.
// A tag that does not verify is an answer here (false, null), not an exception.
import { randomFillSync } from 'node:crypto';
import sodium from 'sodium-native';

/** Named in every envelope, so that another cipher can follow without guessing which one sealed a block. */
export const ALGORITHM = 'XCHACHA20-POLY1305';
export const KEY_BYTES = 32;
export const NONCE_BYTES = 24;
export const TAG_BYTES = 16;

/** Looked up once: the package is an object of some hundred functions. */
const encrypt = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt;
const decrypt = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt;
const NONCE_POOL_BYTES = 2_730 * NONCE_BYTES;
let noncePool = Buffer.alloc(0);
let nonceAt = 0;

/**
 * 24 bytes never handed out before, as a view of a pool of just under 64 KiB (a call of its own costs 1 µs, a share of the
 * pool 0.05). A used-up pool is left to whoever holds views of it and never refilled, so a nonce can't change later.
 * Nonces are public: they travel in the envelope. Keys never come out of this pool.
 */
export function nextNonce(): Buffer {
  const at = takeNonce();
  return noncePool.subarray(at, at + NONCE_BYTES);
}

/** The same, copied into memory of the caller. */
export function nextNonceInto(target: Buffer): void {
  const from = takeNonce();
  for (let byte = 0; byte < NONCE_BYTES; byte++) target[byte] = noncePool[from + byte] as number;
}

/** Where in the pool it lies. */
function takeNonce(): number {
  if (nonceAt === noncePool.length) {
    noncePool = Buffer.allocUnsafeSlow(NONCE_POOL_BYTES);
    randomFillSync(noncePool);
    nonceAt = 0;
  }
  const at = nonceAt;
  nonceAt += NONCE_BYTES;
  return at;
}

/**
 * Seals `plain` into `target`, which must be exactly `plain.length + TAG_BYTES` long.
 * @throws when a length is wrong: that is a fault of the caller, never of the data
 */
export function sealInto(target: Buffer, plain: Buffer, aad: Buffer, nonce: Buffer, key: Buffer): void {
  encrypt(target, plain, aad, null, nonce, key);
}

/** Opens into `target`, which must be `ciphertext.length - TAG_BYTES` long. False when the tag or a length is wrong. */
export function openInto(target: Buffer, ciphertext: Buffer, aad: Buffer, nonce: Buffer, key: Buffer): boolean {
  if (nonce.length !== NONCE_BYTES || ciphertext.length !== target.length + TAG_BYTES) return false;
  try {
    decrypt(target, null, ciphertext, aad, nonce, key);
    return true;
  } catch {
    // Lengths were checked above and the key is ours, so what remains is a tag that does not verify.
    return false;
  }
}

/** The plaintext in a buffer of its own, or null when the tag or a length is wrong. */
export function open(ciphertext: Buffer, aad: Buffer, nonce: Buffer, key: Buffer): Buffer | null {
  if (ciphertext.length < TAG_BYTES) return null;
  const plain = Buffer.allocUnsafe(ciphertext.length - TAG_BYTES);
  return openInto(plain, ciphertext, aad, nonce, key) ? plain : null;
}
