// The Merkle tree over the entries of the ledger, as RFC 9162 builds it: its root stands for all of them, and a handful of hashes
// proves that one of them is among them, without showing any other. Pure.
import { hash } from 'node:crypto';

/** The tree as far as it is needed to grow: the roots of its full subtrees, largest first. */
export interface TreeEdge {
  /** Leaves so far. */
  readonly size: number;
  readonly peaks: readonly Buffer[];
}

export const EMPTY_TREE: TreeEdge = Object.freeze({ size: 0, peaks: Object.freeze([]) });

const LEAF = 0;
const NODE = 1;
const HASH_BYTES = 32;
/** One call of the hash over bytes put together costs half of several; nobody waits between putting and hashing. */
const EMPTY = Buffer.alloc(0);
const SCRATCH = Buffer.alloc(1 + 2 * HASH_BYTES);

/** @param data what the leaf stands for: the hash of an entry */
export function leafHash(data: Buffer): Buffer {
  return hashed(LEAF, data);
}

export function grow({ size, peaks }: TreeEdge, data: Buffer): TreeEdge {
  const grown = [...peaks];
  let hash = leafHash(data);
  // Two full subtrees of one height become one, as a binary counter carries.
  for (let carry = size; carry % 2 === 1; carry = (carry - 1) / 2) hash = node(grown.pop() as Buffer, hash);
  grown.push(hash);
  return { size: size + 1, peaks: grown };
}

export function rootOf({ peaks }: TreeEdge): Buffer {
  let root: Buffer | undefined;
  for (const peak of [...peaks].reverse()) root = root === undefined ? peak : node(peak, root);
  return root ?? hash('sha256', Buffer.alloc(0), 'buffer');
}

/**
 * What is needed beside one leaf to get to the root, from the bottom up.
 * @param leaves leaf hashes of all entries
 * @param index of the leaf, from 0
 */
export function inclusionPath(leaves: readonly Buffer[], index: number): Buffer[] {
  const path: Buffer[] = [];
  let from = 0;
  let to = leaves.length;
  const siblings: (readonly [number, number])[] = [];
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from);
    if (index < middle) {
      siblings.push([middle, to]);
      to = middle;
    } else {
      siblings.push([from, middle]);
      from = middle;
    }
  }
  for (const [start, end] of siblings.reverse()) path.push(rootOfRange(leaves, start, end));
  return path;
}

/** Whether the leaf is at this place of a tree of this size and root. */
export function isIncluded(data: Buffer, index: number, size: number, path: readonly Buffer[], root: Buffer): boolean {
  if (index < 0 || index >= size) return false;
  let place = index;
  let last = size - 1;
  let hash = leafHash(data);
  for (const sibling of path) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      hash = node(sibling, hash);
      while (place % 2 === 0 && place !== 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else hash = node(hash, sibling);
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && hash.equals(root);
}

function node(left: Buffer, right: Buffer): Buffer {
  return hashed(NODE, left, right);
}

function hashed(kind: number, one: Buffer, other: Buffer = EMPTY): Buffer {
  const length = 1 + one.length + other.length;
  const bytes = length <= SCRATCH.length ? SCRATCH : Buffer.alloc(length);
  bytes[0] = kind;
  bytes.set(one, 1);
  bytes.set(other, 1 + one.length);
  return hash('sha256', bytes.subarray(0, length), 'buffer');
}

function rootOfRange(leaves: readonly Buffer[], from: number, to: number): Buffer {
  if (to - from === 1) return leaves[from] as Buffer;
  const middle = from + largestPowerBelow(to - from);
  return node(rootOfRange(leaves, from, middle), rootOfRange(leaves, middle, to));
}

/** The largest power of two smaller than `count`, which is at least 2. */
function largestPowerBelow(count: number): number {
  return 2 ** (Math.ceil(Math.log2(count)) - 1);
}
