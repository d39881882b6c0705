// Opens what was sealed to somebody's public key, as the holder of the private one does.
import type { SealedBlock } from '#schemas/generated/records';
import { createSessionOpener } from '#shared/hpke/session-opener';

export interface SealedFor {
  readonly info: string;
  readonly binding: Buffer;
  readonly privateKey: Buffer;
}

/** The JSON in it, or why it does not open. */
export async function openSealed(block: SealedBlock, { info, binding, privateKey }: SealedFor): Promise<unknown> {
  const opener = createSessionOpener({ info, privateKeyOf: () => privateKey });
  await opener.prepare([block]);
  const opened = opener.open(block, binding);
  return opened.kind === 'opened' ? JSON.parse(opened.plain.toString('utf8')) : opened.kind;
}

/** As the interface of the desk shows it: bytes in base64. */
export function openSealedAnswer(sealed: unknown, how: SealedFor): Promise<unknown> {
  const { algorithm, keyId, nonce, ciphertext } = sealed as Readonly<Record<string, string>>;
  const bytes = (text = ''): Buffer => Buffer.from(text, 'base64');
  const block = { algorithm: `${algorithm}`, keyId: `${keyId}`, nonce: bytes(nonce), ciphertext: bytes(ciphertext) };
  return openSealed(block, how);
}
