// Seals what a person authorised to the public key of whom she named; each has a session of its own.
import type { SealedBlock } from '#schemas/generated/records';
import { authorisedBinding, authorisedInfo } from '#shared/hpke/associated-data';
import { openSealingSession } from '#shared/hpke/sealing-session';
import type { ThirdParty } from '../domain/authorisations/authorisation.js';

/** @throws when the key is of no use; it was tried when it was registered */
export async function sealAuthorised(
  { thirdPartyId, keyId, publicKey }: ThirdParty,
  authorisationId: string,
  plain: Buffer,
): Promise<SealedBlock> {
  const key = { keyId, publicKey: Buffer.from(publicKey, 'base64url') };
  const session = await openSealingSession(key, authorisedInfo(thirdPartyId));
  return session.seal(plain, authorisedBinding(authorisationId));
}
