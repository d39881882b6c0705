// The ways a text may stand in bytes, and a search for any number of them in one pass.

/** One canary in one encoding. */
interface Pattern {
  readonly bytes: Buffer;
  /** Index of the canary. */
  readonly canary: number;
  readonly form: string;
}

export interface Match {
  readonly canary: number;
  readonly form: string;
  readonly at: number;
}

export interface CanaryMatcher {
  /** Length of the longest form: chunks of a file must overlap by it. */
  readonly longest: number;
  find(bytes: Buffer): Match[];
}

const SHORTEST = 12;
/** Bytes in front that a B-tree may leave out, because the neighbouring key has them too. */
const SHARED_PREFIX = 8;
const TRIGRAMS = 1 << 24;
const WINDOW = 65_536;
const NOTHING = Buffer.alloc(WINDOW);

/** @throws RangeError for a canary so short that it could occur by chance */
export function createCanaryMatcher(canaries: readonly string[]): CanaryMatcher {
  const byTrigram = new Map<number, Pattern[]>();
  const isStart = new Uint8Array(TRIGRAMS);
  let longest = 0;
  for (const [canary, text] of canaries.entries()) {
    if (Buffer.byteLength(text) < SHORTEST) throw new RangeError(`a canary needs ${SHORTEST} bytes`);
    for (const [form, bytes] of formsOf(text)) {
      const trigram = bytes.readUIntBE(0, 3);
      isStart[trigram] = 1;
      const patterns = byTrigram.get(trigram);
      if (patterns === undefined) byTrigram.set(trigram, [{ bytes, canary, form }]);
      else patterns.push({ bytes, canary, form });
      longest = Math.max(longest, bytes.length);
    }
  }
  return {
    longest,
    find: (bytes) => {
      const matches: Match[] = [];
      for (let from = 0; from < bytes.length; from += WINDOW) {
        const to = Math.min(from + WINDOW, bytes.length);
        // Preallocated files are mostly nothing.
        if (bytes.compare(NOTHING, 0, to - from, from, to) !== 0) findIn(bytes, from, to, matches);
      }
      return matches;
    },
  };

  /** Forms whose third byte lies in the window. */
  function findIn(bytes: Buffer, from: number, to: number, matches: Match[]): void {
    let trigram = ((bytes[from - 2] ?? 0) << 8) | (bytes[from - 1] ?? 0);
    for (let i = from; i < to; i++) {
      trigram = ((trigram << 8) | (bytes[i] as number)) & 0xffffff;
      if (isStart[trigram] !== 1 || i < 2) continue;
      const at = i - 2;
      for (const { bytes: wanted, canary, form } of byTrigram.get(trigram) ?? []) {
        const end = at + wanted.length;
        if (end <= bytes.length && bytes.compare(wanted, 0, wanted.length, at, end) === 0)
          matches.push({ canary, form, at });
      }
    }
  }
}

function formsOf(text: string): ReadonlyMap<string, Buffer> {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  const forms = new Map<string, Buffer>([
    ['utf-8', utf8],
    ['utf-16le', utf16],
    ['utf-16be', Buffer.from(utf16).swap16()],
    ['hex', Buffer.from(utf8.toString('hex'))],
    ['HEX', Buffer.from(utf8.toString('hex').toUpperCase())],
    ['percent', Buffer.from(encodeURIComponent(text))],
    ['json', Buffer.from(JSON.stringify(text).slice(1, -1))],
  ]);
  for (const alphabet of ['base64', 'base64url'] as const)
    for (let before = 0; before < 3; before++) forms.set(`${alphabet}+${before}`, base64Of(utf8, before, alphabet));
  if (utf8.length >= SHARED_PREFIX + SHORTEST - 2) forms.set('tail', utf8.subarray(SHARED_PREFIX));
  return distinct(forms);
}

/** The part of a base64 text that is the same whatever stands around the canary. @param before bytes in front of it, modulo 3 */
function base64Of(bytes: Buffer, before: number, alphabet: 'base64' | 'base64url'): Buffer {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString(alphabet);
  const from = Math.ceil((before * 8) / 6);
  const to = Math.floor(((before + bytes.length) * 8) / 6);
  return Buffer.from(text.slice(from, to));
}

function distinct(forms: ReadonlyMap<string, Buffer>): ReadonlyMap<string, Buffer> {
  const seen = new Set<string>();
  return new Map([...forms].filter(([, bytes]) => seen.size < seen.add(bytes.toString('latin1')).size));
}
