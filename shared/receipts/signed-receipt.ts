// The signature under a receipt of a store outside of the broker: lines of text, so that any language can write and check them.
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { SignedReceipt } from '#schemas/generated/records';

export type UnsignedReceipt = Omit<SignedReceipt, 'signature'>;

const FORMAT = 'fulfilment.erasure.SignedReceipt/1';
/** None of what is signed may hold a line feed or a comma: so no two receipts have the same lines. */
const PLAIN = /^[A-Za-z0-9._:/~-]{1,128}$/;

/** The receipt with its signature. @param privateKey the store's Ed25519 key, PEM */
export function signReceipt(receipt: UnsignedReceipt, privateKey: string): SignedReceipt {
  return { ...receipt, signature: sign(null, signedText(receipt), createPrivateKey(privateKey)) };
}

/** False also for a key that is none, or of another kind. @param publicKey PEM */
export function isSignedBy(receipt: SignedReceipt, publicKey: string): boolean {
  if (!isPlain(receipt)) return false;
  try {
    const key = createPublicKey(publicKey);
    return key.asymmetricKeyType === 'ed25519' && verify(null, signedText(receipt), key, receipt.signature);
  } catch {
    return false;
  }
}

/** Whether it is a public key that receipts can be checked with. */
export function isReceiptKey(publicKey: string): boolean {
  try {
    return createPublicKey(publicKey).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

export function signedText({ erasureId, participant, topic, keys, verifiedBy, at }: UnsignedReceipt): Buffer {
  return Buffer.from(`${[FORMAT, erasureId, participant, topic, keys.join(','), verifiedBy, at].join('\n')}\n`);
}

function isPlain({ erasureId, participant, topic, keys, verifiedBy }: UnsignedReceipt): boolean {
  return keys.length > 0 && [erasureId, participant, topic, verifiedBy, ...keys].every((text) => PLAIN.test(text));
}
