// Keyed BLAKE2b-128 over length-prefixed parts: the one way any ref is made.
// Every part is preceded by its length, so no two lists of parts give the same bytes (`a|b`, `c` against `a`, `b|c`).
import sodium from 'sodium-native';

const REF_BYTES = 16;
const LENGTH_BYTES = 4;
const SCRATCH_BYTES = 1_024;
const ASCII_MAX = 0x7f;
/** Looked up once: the package is an object of some hundred functions. */
const hash = sodium.crypto_generichash;

const digest = Buffer.allocUnsafeSlow(REF_BYTES);

/**
 * Makes refs of one domain; those of another domain are unrelated.
 * @param key 32 secret bytes; the same key gives the same refs for ever
 * @param domain what the refs are of
 * @returns a function of well-formed strings of any length to 22 characters of base64url
 */
export function createKeyedRef(key: Buffer, domain: string): (...parts: readonly string[]) => string {
  const scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
  const start = append(scratch, 0, domain);
  /** The first so many bytes of `scratch`: a view of each length is made once, not for each ref. */
  const views: (Buffer | undefined)[] = [];
  return (...parts) => {
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    let room = start;
    for (const part of parts) room += LENGTH_BYTES + part.length * 3;
    const into = room <= SCRATCH_BYTES ? scratch : Buffer.concat([scratch.subarray(0, start)], room);
    let end = start;
    for (const part of parts) end = append(into, end, part);
    hash(digest, into === scratch ? (views[end] ??= scratch.subarray(0, end)) : into.subarray(0, end), key);
    return digest.toString('base64url');
  };
}

/** The bytes of the part's UTF-8 and before them their number, in four bytes. */
function append(into: Buffer, at: number, part: string): number {
  const from = at + LENGTH_BYTES;
  const length = putText(into, from, part);
  into[at] = length >>> 24;
  into[at + 1] = length >>> 16;
  into[at + 2] = length >>> 8;
  into[at + 3] = length;
  return from + length;
}

/** What is hashed is short and nearly always ASCII, and then a loop is cheaper than a call of Buffer.write. */
function putText(into: Buffer, from: number, text: string): number {
  const { length } = text;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code > ASCII_MAX) return into.write(text, from, 'utf8');
    into[from + index] = code;
  }
  return length;
}
