// A mirror in memory: for tests and dry runs. Passes the same suite as the others.
import type { MirrorChange, MirrorPosition, MirrorReceipt, MirrorStore } from './mirror-store.js';

export interface MemoryMirrorStore extends MirrorStore {
  /** What it holds now. */
  readonly rows: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

export function createMemoryMirrorStore(): MemoryMirrorStore {
  const rows = new Map<string, Readonly<Record<string, unknown>>>();
  const partitions = new Map<string, number>();
  const positions = new Map<number, MirrorPosition>();
  let receipts: MirrorReceipt[] = [];

  function change({ key, value, erasureId }: MirrorChange, partition: number, nowMs: number): void {
    if (value !== null) {
      rows.set(key, value);
      partitions.set(key, partition);
      return;
    }
    const deletedDocuments = rows.delete(key) ? 1 : 0;
    partitions.delete(key);
    if (erasureId !== undefined) receipts.push({ erasureId, key, deletedDocuments, atMs: nowMs });
  }

  return {
    rows,
    positions: async () => new Map(positions),
    apply: async (partition, changes, next, nowMs) => {
      const from = positions.get(partition)?.next ?? 0;
      for (const one of changes) if (one.offset >= from) change(one, partition, nowMs);
      positions.set(partition, { next: Math.max(from, next), atMs: nowMs });
    },
    retain: async (partition, keys, next) => {
      const stale = [...rows.keys()].filter((key) => partitions.get(key) === partition && !keys.has(key));
      for (const key of stale) rows.delete(key);
      positions.set(partition, { next, atMs: positions.get(partition)?.atMs ?? 0 });
      return stale.length;
    },
    existing: async (keys) => new Set(keys.filter((key) => rows.has(key))),
    pendingReceipts: async (limit) => receipts.slice(0, limit),
    receiptsSent: async (sent) => {
      const done = new Set(sent.map(({ erasureId, key }) => `${erasureId} ${key}`));
      receipts = receipts.filter(({ erasureId, key }) => !done.has(`${erasureId} ${key}`));
    },
  };
}
