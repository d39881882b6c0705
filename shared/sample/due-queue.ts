// Things to do at their time, earliest first; things of the same time in the order they were put in.

export interface DueQueue<T> {
  readonly size: number;
  /** @param dueMs on whatever clock the caller keeps */
  add(dueMs: number, item: T): void;
  /** Takes out the earliest item that is due, or undefined. */
  takeDue(nowMs: number): T | undefined;
  /** When the earliest item is due, or undefined. */
  nextMs(): number | undefined;
}

interface Entry<T> {
  readonly dueMs: number;
  readonly turn: number;
  readonly item: T;
}

/** A binary heap: adding and taking cost the logarithm of the size. */
export function createDueQueue<T>(): DueQueue<T> {
  const heap: Entry<T>[] = [];
  let turns = 0;
  return {
    get size() {
      return heap.length;
    },
    add: (dueMs, item) => {
      heap.push({ dueMs, turn: turns++, item });
      rise(heap);
    },
    takeDue: (nowMs) => {
      const first = heap[0];
      if (first === undefined || first.dueMs > nowMs) return undefined;
      const last = heap.pop() as Entry<T>;
      if (heap.length > 0) {
        heap[0] = last;
        sink(heap);
      }
      return first.item;
    },
    nextMs: () => heap[0]?.dueMs,
  };
}

function before<T>(one: Entry<T>, other: Entry<T>): boolean {
  return one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.turn < other.turn);
}

function rise<T>(heap: Entry<T>[]): void {
  let at = heap.length - 1;
  const entry = heap[at] as Entry<T>;
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = heap[parentAt] as Entry<T>;
    if (!before(entry, parent)) break;
    heap[at] = parent;
    at = parentAt;
  }
  heap[at] = entry;
}

function sink<T>(heap: Entry<T>[]): void {
  const entry = heap[0] as Entry<T>;
  let at = 0;
  for (;;) {
    const leftAt = 2 * at + 1;
    const left = heap[leftAt];
    if (left === undefined) break;
    const right = heap[leftAt + 1];
    const [childAt, child] = right !== undefined && before(right, left) ? [leftAt + 1, right] : [leftAt, left];
    if (!before(child, entry)) break;
    heap[at] = child;
    at = childAt;
  }
  heap[at] = entry;
}
