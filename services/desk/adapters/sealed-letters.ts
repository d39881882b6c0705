// Seals single answers to the public key of who they are for; each has a session of its own.
import { createHash } from 'node:crypto';
import type { SealedBlock } from '#schemas/generated/records';
import { disclosureBinding, disclosuresInfo } from '#shared/hpke/associated-data';
import { openSealingSession } from '#shared/hpke/sealing-session';
import type { Authority } from '../domain/judicial/judicial-request.js';

const KEY_BYTES = 32;

/** @throws when the key is of no use; `isUsableKey` told so when it was registered */
export async function sealDisclosure(
  { authorityId, keyId, publicKey }: Authority,
  requestId: string,
  plain: Buffer,
): Promise<SealedBlock> {
  const key = { keyId, publicKey: Buffer.from(publicKey, 'base64url') };
  const session = await openSealingSession(key, disclosuresInfo(authorityId));
  return session.seal(plain, disclosureBinding(requestId));
}

/** Tries it: some 32 bytes are no key that anything could be sealed to. */
export async function isUsableKey(publicKey: string): Promise<boolean> {
  const bytes = Buffer.from(publicKey, 'base64url');
  if (bytes.length !== KEY_BYTES) return false;
  return openSealingSession({ keyId: 'trial', publicKey: bytes }, 'trial').then(
    () => true,
    () => false,
  );
}

/** The name of a key: another key never has it. */
export function keyIdOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex').slice(0, 16);
}
