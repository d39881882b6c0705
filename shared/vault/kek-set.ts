// The KEKs a keyring holds in memory, and the form of a wrapped key. Both keyrings are made of it.
import sodium from 'sodium-native';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { KEY_BYTES, NONCE_BYTES, nextNonce, openInto, sealInto, TAG_BYTES } from './aead.js';
import { hideBytes } from './hidden.js';
import type { Unwrapped } from './keyring.js';

// format (1 byte), keyring id (4), epoch (4), nonce (24), ciphertext and tag
const FORMAT = 1;
const ID_AT = 1;
const EPOCH_AT = 5;
const NONCE_AT = 9;
const CIPHERTEXT_AT = NONCE_AT + NONCE_BYTES;

/** What wrapping adds to the plain length. */
export const WRAP_OVERHEAD_BYTES = CIPHERTEXT_AT + TAG_BYTES;

export interface KekSet {
  epochs(): number[];
  newest(): number;
  hold(epoch: number, kek: Buffer): void;
  /** Zeroes the KEK and forgets it. */
  drop(epoch: number): void;
  wrap(epoch: number, plain: Buffer, aad: Buffer): Buffer;
  /** Under an epoch that is not held: `epoch-destroyed` when a newer one is, else `foreign`. */
  unwrapInto(target: Buffer, wrapped: Buffer, aad: Buffer): Unwrapped;
  derive(purpose: string): Buffer;
}

/** @param root 32 bytes that never rotate; the keyring's id and the derived keys come from it */
export function createKekSet(root: Buffer): KekSet {
  const keks = new Map<number, Buffer>();
  const id = derivedFrom(root, 'keyring-id').readUInt32BE(0);
  const epochs = (): number[] => [...keks.keys()].sort((a, b) => a - b);
  const newest = (): number => epochs().at(-1) ?? 0;
  return {
    epochs,
    newest,
    hold: (epoch, kek) => void keks.set(epoch, kek),
    drop: (epoch) => {
      keks.get(epoch)?.fill(0);
      keks.delete(epoch);
    },
    wrap: (epoch, plain, aad) => {
      const kek = keks.get(epoch);
      if (kek === undefined) throw new FulfilmentError('KEK_DESTROYED', { epoch });
      const wrapped = Buffer.allocUnsafe(plain.length + WRAP_OVERHEAD_BYTES);
      const nonce = nextNonce();
      wrapped[0] = FORMAT;
      wrapped.writeUInt32BE(id, ID_AT);
      wrapped.writeUInt32BE(epoch, EPOCH_AT);
      wrapped.set(nonce, NONCE_AT);
      sealInto(wrapped.subarray(CIPHERTEXT_AT), plain, aad, nonce, kek);
      return wrapped;
    },
    unwrapInto: (target, wrapped, aad) => {
      if (wrapped.length !== target.length + WRAP_OVERHEAD_BYTES || wrapped[0] !== FORMAT) return 'corrupt';
      if (wrapped.readUInt32BE(ID_AT) !== id) return 'foreign';
      const kek = keks.get(wrapped.readUInt32BE(EPOCH_AT));
      if (kek === undefined) return epochOf(wrapped) < newest() ? 'epoch-destroyed' : 'foreign';
      const nonce = wrapped.subarray(NONCE_AT, CIPHERTEXT_AT);
      return openInto(target, wrapped.subarray(CIPHERTEXT_AT), aad, nonce, kek) ? 'unwrapped' : 'corrupt';
    },
    derive: (purpose) => hideBytes(derivedFrom(root, purpose)),
  };
}

/** The epoch a wrapped key names. */
export function epochOf(wrapped: Buffer): number {
  return wrapped.length < CIPHERTEXT_AT ? 0 : wrapped.readUInt32BE(EPOCH_AT);
}

function derivedFrom(root: Buffer, purpose: string): Buffer {
  const derived = Buffer.allocUnsafeSlow(KEY_BYTES);
  sodium.crypto_generichash(derived, Buffer.from(`vault/derive/${purpose}`, 'utf8'), root);
  return derived;
}
