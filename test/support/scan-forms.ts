// The ways a text may stand in bytes, and a search for any number of them in one pass.

export interface Match {
  /** Index of the canary. */
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
/** Every form is longer than what it is looked up by. */
const LOOK_UP = 8;
const TRIGRAMS = 1 << 24;
const WINDOW = 65_536;
const NOTHING = Buffer.alloc(WINDOW);
const NONE = -1;

/** All forms of all canaries: their bytes one behind the other, in tables of numbers, for a search may be for millions of them. */
interface Forms {
  readonly bytes: Buffer;
  /** Of the form of each number, and one behind the last. */
  readonly starts: readonly number[];
  readonly canaries: readonly number[];
  readonly names: readonly string[];
}

/** @throws RangeError for a canary so short that it could occur by chance */
export function createCanaryMatcher(canaries: readonly string[]): CanaryMatcher {
  const { bytes: wanted, starts, canaries: canaryOf, names } = formsOfAll(canaries);
  const count = names.length;
  const isStart = new Uint8Array(TRIGRAMS);
  const slots = 2 ** Math.ceil(Math.log2(Math.max(count, 1) * 4));
  const first = new Int32Array(slots).fill(NONE);
  const next = new Int32Array(count);
  let longest = 0;
  for (let form = 0; form < count; form++) {
    const at = startOf(form);
    isStart[wanted.readUIntBE(at, 3)] = 1;
    const slot = slotOf(wanted, at, slots);
    next[form] = first[slot] ?? NONE;
    first[slot] = form;
    longest = Math.max(longest, startOf(form + 1) - at);
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

  function startOf(form: number): number {
    return starts[form] as number;
  }

  /** Forms whose third byte lies in the window. */
  function findIn(bytes: Buffer, from: number, to: number, matches: Match[]): void {
    let trigram = ((bytes[from - 2] ?? 0) << 8) | (bytes[from - 1] ?? 0);
    for (let i = from; i < to; i++) {
      trigram = ((trigram << 8) | (bytes[i] as number)) & 0xffffff;
      const at = i - 2;
      if (isStart[trigram] !== 1 || at < 0 || at + LOOK_UP > bytes.length) continue;
      for (let form = first[slotOf(bytes, at, slots)] as number; form !== NONE; form = next[form] as number) {
        const [start, behind] = [startOf(form), startOf(form + 1)];
        const end = at + behind - start;
        if (end <= bytes.length && bytes.compare(wanted, start, behind, at, end) === 0)
          matches.push({ canary: canaryOf[form] as number, form: names[form] as string, at });
      }
    }
  }
}

/** @param slots a power of two */
function slotOf(bytes: Buffer, at: number, slots: number): number {
  const mixed = Math.imul(bytes.readInt32LE(at), 0x9e3779b1) ^ Math.imul(bytes.readInt32LE(at + 4), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) & (slots - 1);
}

function formsOfAll(canaries: readonly string[]): Forms {
  const chunks: Buffer[] = [];
  const starts = [0];
  const canaryOf: number[] = [];
  const names: string[] = [];
  let end = 0;
  for (const [canary, text] of canaries.entries()) {
    if (Buffer.byteLength(text) < SHORTEST) throw new RangeError(`a canary needs ${SHORTEST} bytes`);
    const forms = formsOf(text);
    chunks.push(Buffer.concat([...forms.values()]));
    for (const [name, bytes] of forms) {
      end += bytes.length;
      starts.push(end);
      canaryOf.push(canary);
      names.push(name);
    }
  }
  return { bytes: Buffer.concat(chunks), starts, canaries: canaryOf, names };
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
