// What analysts ruled for all orders with one device, address, account …: to snooze a rule, to allow, to block. In event time: what counts for
// an order is when it was placed, so that it does not matter when the entry or the order arrived.
import type { HandleKind, ObservedOrder } from './observed-order.js';

const LISTS = ['snooze', 'allow', 'block'] as const;
export type ListName = (typeof LISTS)[number];

export interface ListEntry {
  readonly entryId: string;
  readonly list: ListName;
  readonly kind: HandleKind;
  readonly hash: string;
  /** Of a snooze the code of the rule; otherwise null. */
  readonly rule: string | null;
  /** Counts for orders placed from here on … */
  readonly from: number;
  /** … and before this moment. */
  readonly until: number;
  readonly writtenAt: number;
}

/** The codes of reasons that come from lists; no rule may have one of them. */
export const LIST_CODES = { allow: 'ALLOW_LISTED', block: 'BLOCK_LISTED' } as const;

export class EntityLists {
  private readonly entries = new Map<string, ListEntry>();
  private readonly byHandle = new Map<string, ListEntry[]>();

  get(entryId: string): ListEntry | undefined {
    return this.entries.get(entryId);
  }

  values(): Iterable<ListEntry> {
    return this.entries.values();
  }

  /** The last one put of an id counts. @returns by what orders may be judged otherwise now: the entry, and the one whose place it took */
  put(entry: ListEntry): readonly ListEntry[] {
    const before = this.remove(entry.entryId);
    this.entries.set(entry.entryId, entry);
    const key = keyOf(entry.kind, entry.hash);
    const all = [...(this.byHandle.get(key) ?? []), entry];
    this.byHandle.set(
      key,
      all.sort((one, other) => (one.entryId < other.entryId ? -1 : 1)),
    );
    return [...before, entry];
  }

  /** @returns what was there */
  remove(entryId: string): readonly ListEntry[] {
    const entry = this.entries.get(entryId);
    if (entry === undefined) return NONE;
    this.entries.delete(entryId);
    const key = keyOf(entry.kind, entry.hash);
    const left = (this.byHandle.get(key) ?? []).filter((other) => other.entryId !== entryId);
    if (left.length === 0) this.byHandle.delete(key);
    else this.byHandle.set(key, left);
    return [entry];
  }

  /** What counts for an order, in an order of its own that does not depend on arrival. */
  entriesFor({ handles, placedAt }: Pick<ObservedOrder, 'handles' | 'placedAt'>): readonly ListEntry[] {
    if (this.byHandle.size === 0) return NONE;
    const found: ListEntry[] = [];
    for (const kind in handles) {
      const hash = handles[kind as HandleKind];
      if (hash === undefined) continue;
      for (const entry of this.byHandle.get(keyOf(kind, hash)) ?? NONE) {
        if (entry.from <= placedAt && placedAt < entry.until) found.push(entry);
      }
    }
    return found.length < 2 ? found : found.sort((one, other) => (one.entryId < other.entryId ? -1 : 1));
  }
}

const NONE: readonly ListEntry[] = [];

function keyOf(kind: string, hash: string): string {
  return `${kind}/${hash}`;
}
