// Parts of forms that several operations share.
import { z } from 'zod';
import type { SealedBlock } from '#schemas/generated/records';

/** Sent again with the same key, a request does nothing a second time. */
export const OnceOnly = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[A-Za-z0-9-]{8,64}$/)
    .describe('Made by the caller: sent again with it, the request gives the first answer.'),
});

/** One word of a closed list, each explained in the document. */
export function oneOf<Word extends string>(list: Readonly<Record<Word, string>>) {
  const words = Object.keys(list) as [Word, ...Word[]];
  return z.enum(words).describe(words.map((word) => `${word}: ${list[word]}`).join(' '));
}

export const MayHave = z
  .array(z.object({ category: z.string(), meaning: z.string().describe('In the words of the policy.') }))
  .describe('Categories that the policy in force lets them have, of what the desk holds of an order.');

const Base64 = z.string().describe('base64');
export const SealedAnswer = z
  .object({ algorithm: z.string(), keyId: z.string(), nonce: Base64, ciphertext: Base64 })
  .meta({ id: 'SealedAnswer', description: 'Sealed to the public key of who it is for; nobody else can open it.' });

export function shownSealed({ algorithm, keyId, nonce, ciphertext }: SealedBlock): z.infer<typeof SealedAnswer> {
  return { algorithm, keyId, nonce: nonce.toString('base64'), ciphertext: ciphertext.toString('base64') };
}
