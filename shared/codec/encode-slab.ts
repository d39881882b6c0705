// Encodes into one large buffer and hands out slices: no copy per record, and one allocation per some hundred records.
import type { Type } from 'avsc';

const SLAB_BYTES = 65_536;
/** Below this much room a new slab is cheaper than an attempt that will hardly fit. */
const LEAST_ROOM_BYTES = 256;

/** Writes prefix and value behind one another; the slice is the caller's to read, never to write. Throws what avsc throws. */
export type EncodeIntoSlab = (type: Type, value: unknown, prefix: Buffer) => Buffer;

export function createEncodeSlab(): EncodeIntoSlab {
  let slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
  let used = 0;

  return function encodeIntoSlab(type, value, prefix) {
    if (slab.length - used < LEAST_ROOM_BYTES) renew();
    const end = type.encode(value, slab, used + prefix.length);
    if (end < 0) return encodeAgain(type, value, prefix, slab.length - used - end);
    return take(prefix, end);
  };

  function encodeAgain(type: Type, value: unknown, prefix: Buffer, neededBytes: number): Buffer {
    if (neededBytes > SLAB_BYTES / 4) {
      const own = Buffer.allocUnsafeSlow(neededBytes);
      type.encode(value, own, prefix.length);
      prefix.copy(own);
      return own;
    }
    renew();
    return take(prefix, type.encode(value, slab, prefix.length));
  }

  function take(prefix: Buffer, end: number): Buffer {
    const start = used;
    for (let i = 0; i < prefix.length; i++) slab[start + i] = prefix[i] as number;
    used = end;
    return slab.subarray(start, end);
  }

  function renew(): void {
    slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
    used = 0;
  }
}
