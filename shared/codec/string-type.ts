// Strings as Avro writes them, read and written without a call into native code where they are short: most fields of an order are codes of
// two to eight letters, for which that call (60 ns) costs more than the work.
import avro, { type Type } from 'avsc';

interface Tap {
  readonly buf: Buffer & { utf8Slice(start: number, end: number): string };
  pos: number;
  readLong(): number;
  writeLong(value: number): void;
  writeString(value: string): void;
}

const LONGEST_READ_HERE = 8;
const LONGEST_WRITTEN_HERE = 63;
const ASCII_MAX = 0x7f;
/** The compiler cannot see that the bytes are there; the caller has checked. */
const fromCodes = String.fromCharCode as (...codes: readonly (number | undefined)[]) => string;

class ShortStringType extends avro.types.StringType {
  _read(tap: Tap): string {
    const length = tap.readLong();
    const start = tap.pos;
    const end = start + length;
    const { buf } = tap;
    if (length < 0 || end > buf.length) {
      tap.pos = buf.length + 1; // What avsc takes for "truncated".
      return '';
    }
    tap.pos = end;
    if (length <= LONGEST_READ_HERE && isAscii(buf, start, end)) return readAscii(buf, start, length);
    return buf.utf8Slice(start, end);
  }

  _write(tap: Tap, value: unknown): void {
    if (typeof value !== 'string') throw new TypeError('not a string');
    const { length } = value;
    const { buf, pos } = tap;
    if (length > LONGEST_WRITTEN_HERE || pos + length >= buf.length) {
      tap.writeString(value);
      return;
    }
    buf[pos] = length << 1; // One byte of zigzag, as the length is below 64.
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > ASCII_MAX) {
        tap.writeString(value); // Starts again from pos.
        return;
      }
      buf[pos + 1 + i] = code;
    }
    tap.pos = pos + 1 + length;
  }
}

function isAscii(buf: Buffer, start: number, end: number): boolean {
  let seen = 0;
  for (let i = start; i < end; i++) seen |= buf[i] as number;
  return seen <= ASCII_MAX;
}

/** All letters in one call make a flat string; adding letter by letter would not. */
function readAscii(b: Buffer, p: number, length: number): string {
  switch (length) {
    case 0:
      return '';
    case 1:
      return fromCodes(b[p]);
    case 2:
      return fromCodes(b[p], b[p + 1]);
    case 3:
      return fromCodes(b[p], b[p + 1], b[p + 2]);
    case 4:
      return fromCodes(b[p], b[p + 1], b[p + 2], b[p + 3]);
    case 5:
      return fromCodes(b[p], b[p + 1], b[p + 2], b[p + 3], b[p + 4]);
    case 6:
      return fromCodes(b[p], b[p + 1], b[p + 2], b[p + 3], b[p + 4], b[p + 5]);
    case 7:
      return fromCodes(b[p], b[p + 1], b[p + 2], b[p + 3], b[p + 4], b[p + 5], b[p + 6]);
    default:
      return fromCodes(b[p], b[p + 1], b[p + 2], b[p + 3], b[p + 4], b[p + 5], b[p + 6], b[p + 7]);
  }
}

/** One for every schema: it holds nothing. */
export const stringType: Type = new ShortStringType();
