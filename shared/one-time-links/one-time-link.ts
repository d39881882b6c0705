// Links that prove that somebody reads the mail of the registered address. The token is computed, not stored: whoever has the keyring's key can
// make it again when it is sent, so it lies in no topic and no database. That a link works once is kept by whoever accepts it.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Name of the purpose for `Platform.deriveKey`. */
export const ONE_TIME_LINKS_KEY = 'one-time-links';

export interface OneTimeLinks {
  /** @param validUntil ms since the epoch */
  tokenFor(reference: string, validUntil: number): string;
  /** What a token says, if it is one of ours. Never throws, whatever is given. */
  check(token: string, nowMs: number): CheckedToken;
}

export type CheckedToken =
  | { readonly kind: 'valid'; readonly reference: string; readonly validUntil: number }
  | { readonly kind: 'expired'; readonly reference: string }
  | { readonly kind: 'forged' };

const REFERENCE = /^[A-Za-z0-9-]{1,40}$/;
const TOKEN = /^([A-Za-z0-9-]{1,40})\.([0-9a-z]{1,11})\.([A-Za-z0-9_-]{43})$/;

export function createOneTimeLinks(key: Buffer): OneTimeLinks {
  const macOf = (reference: string, until: string): Buffer =>
    createHmac('sha256', key).update(`${reference}.${until}`).digest();
  return {
    tokenFor: (reference, validUntil) => {
      if (!REFERENCE.test(reference) || !Number.isSafeInteger(validUntil) || validUntil < 0)
        throw new RangeError('a link needs a plain reference and an end');
      const until = validUntil.toString(36);
      return `${reference}.${until}.${macOf(reference, until).toString('base64url')}`;
    },
    check: (token, nowMs) => {
      const [, reference, until, mac] = TOKEN.exec(token) ?? [];
      if (reference === undefined || until === undefined || mac === undefined) return { kind: 'forged' };
      const given = Buffer.from(mac, 'base64url');
      // One MAC has one spelling: the last character carries two bits that must be zero.
      if (given.toString('base64url') !== mac || !timingSafeEqual(given, macOf(reference, until)))
        return { kind: 'forged' };
      const validUntil = Number.parseInt(until, 36);
      return nowMs < validUntil ? { kind: 'valid', reference, validUntil } : { kind: 'expired', reference };
    },
  };
}
