// Checks a ledger from its first entry to its last. Pure: fed entry by entry, it names the first fault and where it lies.
// What the chain alone can't show is that the newest entries were cut off, or all rewritten: that shows in the checkpoints.
import type { LedgerEntry } from '#schemas/generated/records';
import { type ChainHead, EMPTY_CHAIN, hashOf } from '#shared/ledger-proof/chain';

export type ChainFault =
  | 'not-readable'
  | 'key-differs'
  | 'sequence-broken'
  | 'not-linked'
  | 'hash-differs'
  | 'started-twice'
  | 'completed-without-start'
  | 'completed-differs-from-start'
  | 'checkpoint-not-readable'
  | 'checkpoint-forged'
  | 'checkpoint-differs'
  | 'cut-off';

export interface FoundFault {
  readonly fault: ChainFault;
  /** Sequence the entry should have had. */
  readonly sequence: number;
  /** Where it lies, `partition:offset`. */
  readonly position: string;
}

export interface Verification {
  /** Entries in order before the fault, or all of them. */
  readonly entries: number;
  readonly completed: number;
  /** Erasures that are not completed, oldest first. */
  readonly running: readonly RunningErasure[];
  readonly fault: FoundFault | null;
  readonly head: ChainHead;
}

export interface RunningErasure {
  readonly erasureId: string;
  readonly orderRef: string;
  /** ms since the epoch. */
  readonly startedAt: number;
  readonly categories: readonly string[];
}

export interface ChainVerifier {
  /**
   * The next entry; null when its bytes can't be read. Entries after a fault are not looked at.
   * @param key the record's key, when it is known
   */
  add(entry: LedgerEntry | null, position: string, key?: string | null): void;
  result(): Verification;
}

export function createChainVerifier(): ChainVerifier {
  const running = new Map<string, RunningErasure>();
  const completed = new Set<string>();
  let head = EMPTY_CHAIN;
  let found: FoundFault | null = null;

  function faultOf(entry: LedgerEntry | null, key: string | null | undefined): ChainFault | null {
    if (entry === null) return 'not-readable';
    if (entry.sequence !== head.sequence + 1) return 'sequence-broken';
    if (!entry.previousHash.equals(head.hash)) return 'not-linked';
    if (!entry.hash.equals(hashOf(entry))) return 'hash-differs';
    if (key !== undefined && key !== entry.erasureId) return 'key-differs';
    const start = running.get(entry.erasureId);
    if (entry.kind === 'STARTED') {
      return start !== undefined || completed.has(entry.erasureId) ? 'started-twice' : null;
    }
    if (start === undefined) return 'completed-without-start';
    const isSame = start.orderRef === entry.orderRef && start.categories.join() === entry.categories.join();
    return isSame ? null : 'completed-differs-from-start';
  }

  function take(entry: LedgerEntry): void {
    const { erasureId, orderRef, categories, at, sequence, hash } = entry;
    head = { sequence, hash };
    if (entry.kind === 'STARTED') {
      running.set(erasureId, { erasureId, orderRef, startedAt: at, categories });
      return;
    }
    running.delete(erasureId);
    completed.add(erasureId);
  }

  return {
    add: (entry, position, key) => {
      if (found !== null) return;
      const fault = faultOf(entry, key);
      if (fault !== null) found = { fault, sequence: head.sequence + 1, position };
      else if (entry !== null) take(entry);
    },
    result: () => ({
      entries: head.sequence,
      completed: completed.size,
      running: [...running.values()],
      fault: found,
      head,
    }),
  };
}
