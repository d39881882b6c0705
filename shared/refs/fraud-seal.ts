// Numbers of orders as fraud control keeps them: sealed under a key of its own, for only their order among orders of one instant is needed, and
// a keyed hash would lose it. The same number is always sealed to the same bytes, so that what is made of it is the same on every machine.
import sodium from 'sodium-native';

const NONCE_BYTES = 24;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

export interface FraudSeal {
  seal(orderId: string): Buffer;
  /** Null for what was not sealed under this key. */
  open(sealed: Buffer): string | null;
}

/** @param fraudKey 32 bytes: `keyring.derive('fraud')` */
export function createFraudSeal(fraudKey: Buffer): FraudSeal {
  const key = derived(fraudKey, 'fraud-order-id');
  const nonceKey = derived(fraudKey, 'fraud-order-id-nonce');
  return {
    seal: (orderId) => {
      const plain = Buffer.from(orderId, 'utf8');
      const sealed = Buffer.allocUnsafe(NONCE_BYTES + plain.length + TAG_BYTES);
      const nonce = sealed.subarray(0, NONCE_BYTES);
      // Another number, another nonce: two numbers with one nonce would need a collision of 192 bits.
      sodium.crypto_generichash(nonce, plain, nonceKey);
      sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.subarray(NONCE_BYTES), plain, null, null, nonce, key);
      return sealed;
    },
    open: (sealed) => {
      if (sealed.length < NONCE_BYTES + TAG_BYTES) return null;
      const plain = Buffer.allocUnsafe(sealed.length - NONCE_BYTES - TAG_BYTES);
      const nonce = sealed.subarray(0, NONCE_BYTES);
      try {
        sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(plain, null, sealed.subarray(NONCE_BYTES), null, nonce, key);
        return plain.toString('utf8');
      } catch {
        return null;
      }
    },
  };
}

function derived(key: Buffer, purpose: string): Buffer {
  const made = Buffer.allocUnsafe(KEY_BYTES);
  sodium.crypto_generichash(made, Buffer.from(purpose, 'utf8'), key);
  return made;
}
