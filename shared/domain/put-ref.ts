// Refs written into bytes that lie around already: records, and what is bound into a seal.
import { REF_LENGTH } from './refs.js';

/** Writes the 22 characters of a ref. Refs are ASCII of one length; for so few bytes a loop is cheaper than a call of Buffer.write. */
export function putRef(target: Buffer, at: number, ref: string): void {
  for (let index = 0; index < REF_LENGTH; index++) target[at + index] = ref.charCodeAt(index);
}
