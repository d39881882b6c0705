// Keyed BLAKE2b-128 over length-prefixed parts: the one way any ref is made.
// Every part is preceded by its length, so no two lists of parts give the same bytes (`a|b`, `c` against `a`, `b|c`).
import sodium from 'sodium-native';

const REF_BYTES = 16;
const LENGTH_BYTES = 4;
const SCRATCH_BYTES = 1_024;

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
  return (...parts) => {
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    let room = start;
    for (const part of parts) room += LENGTH_BYTES + part.length * 3;
    const into = room <= SCRATCH_BYTES ? scratch : Buffer.concat([scratch.subarray(0, start)], room);
    let end = start;
    for (const part of parts) end = append(into, end, part);
    sodium.crypto_generichash(digest, into.subarray(0, end), key);
    return digest.toString('base64url');
  };
}

function append(into: Buffer, at: number, part: string): number {
  const length = into.write(part, at + LENGTH_BYTES, 'utf8');
  into.writeUInt32BE(length, at);
  return at + LENGTH_BYTES + length;
}
