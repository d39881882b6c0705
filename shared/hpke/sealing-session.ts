// Seals records to a public key: one key agreement per session, then one symmetric call per record.
// Every record carries the session's encapsulated key and its own number, so it opens by itself, in any order, and after any loss.
import type { SealedBlock } from '#schemas/generated/records';
import { NONCE_BYTES, sealBytes } from './block-cipher.js';
import { encapsulate, HPKE_KEY_BYTES } from './suite.js';

/** `SealedBlock.algorithm` of what is sealed to a public key. */
export const HPKE_ALGORITHM = 'HPKE-X25519-SHA256+CHACHA20-POLY1305';

/** What the shared secret is exported for; part of the format. */
export const EXPORTER_CONTEXT = 'fulfilment.crypto.SealedBlock/1';

export interface RecipientKey {
  readonly keyId: string;
  /** 32 bytes of X25519. */
  readonly publicKey: Buffer;
}

export interface SealingSession {
  readonly keyId: string;
  /** Records sealed so far. */
  readonly sealed: number;
  /** @param associatedData what the record is bound to: with anything else it does not open */
  seal(plain: Buffer, associatedData: Buffer): SealedBlock;
}

/** @param info names the road, for example `orders.events`: a record of one road does not open on another */
export async function openSealingSession({ keyId, publicKey }: RecipientKey, info: string): Promise<SealingSession> {
  const { encapsulatedKey, key } = await encapsulate(publicKey, { info, exporterContext: EXPORTER_CONTEXT });
  let sealed = 0;
  return {
    keyId,
    get sealed() {
      return sealed;
    },
    seal: (plain, associatedData) => {
      const header = Buffer.allocUnsafe(HPKE_KEY_BYTES + NONCE_BYTES);
      encapsulatedKey.copy(header);
      // The number of the record: the key is this session's alone, so a number never comes twice under one key.
      header.writeUIntBE(0, HPKE_KEY_BYTES, 6);
      header.writeUIntBE(sealed++, HPKE_KEY_BYTES + 6, 6);
      const ciphertext = sealBytes(plain, associatedData, header.subarray(HPKE_KEY_BYTES), key);
      return { algorithm: HPKE_ALGORITHM, keyId, nonce: header, ciphertext };
    },
  };
}
