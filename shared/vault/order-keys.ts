// The data keys of one order, one per category of personal data, as they lie in memory.
// The keys of a whole batch share one buffer of their own, never Node's pool from which other buffers are cut unwiped.
import { randomFillSync } from 'node:crypto';
import { inspect } from 'node:util';
import { KEY_BYTES } from './aead.js';
import { shownAsSecret } from './hidden.js';

/** A category's place is its place in stored key records: only ever append. `refused` seals dead letters of the order. */
export const CATEGORIES = ['shipping', 'contact', 'payment', 'signals', 'refused', 'after-sales'] as const;
export type Category = (typeof CATEGORIES)[number];

/** First byte: bit n is set while category n has its key. Then one key per category, zeros where there is none. */
export const RECORD_BYTES = 1 + CATEGORIES.length * KEY_BYTES;
const EVERY_CATEGORY = (1 << CATEGORIES.length) - 1;

/** Opaque: hand it back to the vault. Prints as `[secret]`. */
export interface OrderKeys {
  readonly slab: Buffer;
  readonly at: number;
  toJSON(): string;
  [inspect.custom](): string;
}

/** Zeroed room for the key records of `count` orders: a record stored when there were fewer categories fills it in part. */
export function allocateRecords(count: number): Buffer {
  return Buffer.alloc(count * RECORD_BYTES);
}

/** Keys of `count` orders, in one buffer: a fresh random one for every category (or only for `only`). */
export function freshKeys(count: number, only?: Category): OrderKeys[] {
  const slab = Buffer.allocUnsafeSlow(count * RECORD_BYTES);
  randomFillSync(slab);
  for (let at = 0; at < slab.length; at += RECORD_BYTES) {
    slab[at] = EVERY_CATEGORY;
    if (only !== undefined) {
      for (const category of CATEGORIES) if (category !== only) dropKey(slab, at, category);
    }
  }
  return Array.from({ length: count }, (_, index) => keysAt(slab, index));
}

export function keysAt(slab: Buffer, index: number): OrderKeys {
  return { slab, at: index * RECORD_BYTES, toJSON: shownAsSecret, [inspect.custom]: shownAsSecret };
}

/** Copies the category's key into `target`; false when the order has none (any more). */
export function copyKey(keys: OrderKeys, category: Category, target: Buffer): boolean {
  const { slab, at } = keys;
  const place = CATEGORIES.indexOf(category);
  if (((slab[at] ?? 0) & (1 << place)) === 0) return false;
  const from = at + 1 + place * KEY_BYTES;
  // For 32 bytes a loop takes half the time of Buffer.copy, and this runs for every block.
  for (let byte = 0; byte < KEY_BYTES; byte++) target[byte] = slab[from + byte] as number;
  return true;
}

/** Takes the category's key out of the record at byte `at`; false when there was none. */
export function dropKey(slab: Buffer, at: number, category: Category): boolean {
  const place = CATEGORIES.indexOf(category);
  const bit = 1 << place;
  const mask = slab[at] ?? 0;
  const from = at + 1 + place * KEY_BYTES;
  slab.fill(0, from, from + KEY_BYTES);
  slab[at] = mask & ~bit;
  return (mask & bit) !== 0;
}
