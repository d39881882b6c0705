// Compares the signed states of the ledger with the ledger as it is. Pure: fed entry by entry, it names the first contradiction.
import type { LedgerCheckpoint } from '#schemas/generated/records';
import { EMPTY_TREE, grow, rootOf } from '#shared/ledger-proof/merkle-tree';
import type { FoundFault } from './verify-chain.js';

export interface CheckpointVerifier {
  /** The hash of the next entry. */
  add(hash: Buffer): void;
  result(): SignedPart;
}

export interface SignedPart {
  readonly checkpoints: number;
  /** Entries the newest one covers, and when it was signed; 0 and null without any. */
  readonly size: number;
  readonly at: number | null;
  readonly fault: FoundFault | null;
}

/**
 * @param checkpoints all there are; null: one could not be read
 * @param isSigned whether the signature is that of the ledger's keeper
 */
export function createCheckpointVerifier(
  checkpoints: readonly (LedgerCheckpoint | null)[],
  isSigned: (checkpoint: LedgerCheckpoint) => boolean,
): CheckpointVerifier {
  const bySize = new Map<number, LedgerCheckpoint[]>();
  let newest: LedgerCheckpoint | null = null;
  let found: FoundFault | null = null;
  let tree = EMPTY_TREE;
  checkpoints.forEach((checkpoint, index) => {
    const position = `checkpoint ${index + 1}`;
    if (checkpoint === null) found ??= { fault: 'checkpoint-not-readable', sequence: 0, position };
    else if (!isSigned(checkpoint)) found ??= { fault: 'checkpoint-forged', sequence: checkpoint.size, position };
    else {
      bySize.set(checkpoint.size, [...(bySize.get(checkpoint.size) ?? []), checkpoint]);
      if (newest === null || checkpoint.size > newest.size) newest = checkpoint;
    }
  });

  return {
    add: (hash) => {
      tree = grow(tree, hash);
      const here = bySize.get(tree.size);
      if (here === undefined) return;
      const root = rootOf(tree);
      if (here.every((one) => one.root.equals(root) && one.head.equals(hash))) return;
      found ??= { fault: 'checkpoint-differs', sequence: tree.size, position: `checkpoint over ${tree.size} entries` };
    },
    result: () => {
      const size = newest?.size ?? 0;
      const isCut = size > tree.size;
      const cutOff: FoundFault = {
        fault: 'cut-off',
        sequence: tree.size + 1,
        position: `checkpoint over ${size} entries`,
      };
      return { checkpoints: checkpoints.length, size, at: newest?.at ?? null, fault: found ?? (isCut ? cutOff : null) };
    },
  };
}
