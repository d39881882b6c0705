// Ids of events that follow from what is told, so that it may be told again.
import { createHash } from 'node:crypto';

/** In the form of a UUID. */
export function eventIdOf(what: string): string {
  const hash = createHash('sha256').update(what, 'utf8').digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Twelve letters and digits that nobody confuses. */
export function shortNameOf(what: string): string {
  const digest = createHash('sha256').update(what).digest();
  return Array.from(digest.subarray(0, 12), (byte) => LETTERS[byte % LETTERS.length] ?? '0').join('');
}
