import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EMPTY_TREE, grow, inclusionPath, isIncluded, leafHash, rootOf } from '#shared/ledger-proof/merkle-tree';

const sha256 = (...parts: readonly Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const leavesOf = (count: number): Buffer[] => Array.from({ length: count }, (_, index) => sha256(Buffer.of(index)));
const treeOf = (data: readonly Buffer[]) => data.reduce(grow, EMPTY_TREE);

/** The definition of RFC 9162, word for word. */
function definedRoot(data: readonly Buffer[]): Buffer {
  if (data.length === 0) return sha256();
  if (data.length === 1) return sha256(Buffer.of(0), data[0] as Buffer);
  let middle = 1;
  while (middle * 2 < data.length) middle *= 2;
  return sha256(Buffer.of(1), definedRoot(data.slice(0, middle)), definedRoot(data.slice(middle)));
}

describe('the tree over the ledger', () => {
  test('has the root that RFC 9162 defines, for every size', () => {
    for (let size = 0; size <= 70; size++) {
      const data = leavesOf(size);
      expect(rootOf(treeOf(data))).toEqual(definedRoot(data));
    }
  });

  test('proves every leaf of every size with a path of a few hashes', () => {
    for (let size = 1; size <= 40; size++) {
      const data = leavesOf(size);
      const leaves = data.map(leafHash);
      const root = rootOf(treeOf(data));
      data.forEach((one, index) => {
        const path = inclusionPath(leaves, index);
        expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
        expect(isIncluded(one, index, size, path, root)).toBe(true);
      });
    }
  });

  test('proves nothing that is not so: another leaf, place, size, root, or a path with any bit flipped, cut or longer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.nat(), fc.nat(), (size, at, bit) => {
        const data = leavesOf(size);
        const index = at % size;
        const one = data[index] as Buffer;
        const path = inclusionPath(data.map(leafHash), index);
        const root = rootOf(treeOf(data));
        const flipped = (bytes: Buffer): Buffer => {
          const copy = Buffer.from(bytes);
          const place = bit % (copy.length * 8);
          copy[place >> 3] = (copy[place >> 3] as number) ^ (1 << (place & 7));
          return copy;
        };
        expect(isIncluded(flipped(one), index, size, path, root)).toBe(false);
        expect(isIncluded(one, (index + 1) % size, size, path, root)).toBe(false);
        expect(isIncluded(one, index, size, path, flipped(root))).toBe(false);
        expect(isIncluded(one, index, size, path.slice(1), root)).toBe(false);
        expect(isIncluded(one, index, size, [...path, root], root)).toBe(false);
        const touched = path.map((hash, place) => (place === bit % path.length ? flipped(hash) : hash));
        expect(isIncluded(one, index, size, touched, root)).toBe(false);
        expect(isIncluded(one, size, size, path, root)).toBe(false);
      }),
    );
  });
});
