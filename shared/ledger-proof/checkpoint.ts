// A signed state of the ledger. What is signed are lines of text, so that anybody can write them down again and check them with any tool:
//   fulfilment.erasure.LedgerCheckpoint/1, size, root (hex), head (hex), at (ms since 1970), each line ended by a line feed; Ed25519.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { LedgerCheckpoint } from '#schemas/generated/records';
import { rootOf } from './merkle-tree.js';

export interface LedgerSigner {
  readonly keyId: string;
  /** PEM, to be given to whoever is to check. */
  readonly publicKey: string;
  sign(message: Buffer): Buffer;
}

export type SignedState = Pick<LedgerCheckpoint, 'size' | 'root' | 'head' | 'at'>;

const FORMAT = 'fulfilment.erasure.LedgerCheckpoint/1';
/** What comes before the 32 bytes of an Ed25519 seed in a PKCS #8 key (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param seed 32 secret bytes: `keyring.derive(LEDGER_KEY)`; the same seed gives the same key for ever */
export function createLedgerSigner(seed: Buffer): LedgerSigner {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return {
    keyId: keyIdOf(publicKey),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign: (message) => sign(null, message, privateKey),
  };
}

/** Purpose under which the keyring derives the seed. */
export const LEDGER_KEY = 'erasure-ledger';

export function signCheckpoint(
  signer: LedgerSigner,
  unsigned: Omit<LedgerCheckpoint, 'keyId' | 'signature'>,
): LedgerCheckpoint {
  return { ...unsigned, keyId: signer.keyId, signature: signer.sign(signedText(unsigned)) };
}

/** @param publicKey PEM; of the one who is trusted, not the one that came along */
export function isSignedBy(publicKey: string, checkpoint: SignedState & Pick<LedgerCheckpoint, 'signature'>): boolean {
  return verify(null, signedText(checkpoint), readPublicKey(publicKey).key, checkpoint.signature);
}

/** Whether all of it is as the keeper of this key wrote it, also what is not under the signature because it follows from the rest. */
export function isKeptBy(publicKey: string, checkpoint: LedgerCheckpoint): boolean {
  const { size, peaks, root, keyId } = checkpoint;
  return (
    isSignedBy(publicKey, checkpoint) &&
    keyId === readPublicKey(publicKey).keyId &&
    rootOf({ size, peaks }).equals(root)
  );
}

export function signedText({ size, root, head, at }: SignedState): Buffer {
  return Buffer.from(`${FORMAT}\n${size}\n${root.toString('hex')}\n${head.toString('hex')}\n${at}\n`);
}

interface ReadKey {
  readonly pem: string;
  readonly key: KeyObject;
  readonly keyId: string;
}

let lastRead: ReadKey | undefined;

/** Of the last one it is remembered: a ledger has thousands of checkpoints by one keeper, and reading a key takes longer than using it. */
function readPublicKey(pem: string): ReadKey {
  if (lastRead?.pem === pem) return lastRead;
  const key = createPublicKey(pem);
  lastRead = { pem, key, keyId: keyIdOf(key) };
  return lastRead;
}

function keyIdOf(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}
