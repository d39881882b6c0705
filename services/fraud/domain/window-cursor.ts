// Counts who occurs in a stretch of a timeline, and keeps the count while the stretch moves: a step costs what enters and what leaves, not
// what lies between.
import type { ObservedOrder } from './observed-order.js';

export interface Counted {
  /** Different companions in the stretch, the one asked about left out. */
  readonly others: number;
  /** Whether the one asked about occurs in it. */
  readonly hasOwn: boolean;
}

/** What is counted, each once; undefined: the order counts as an order, but has no companion. */
export type CompanionOf = (order: ObservedOrder) => string | undefined;

export class WindowCursor {
  private from = 0;
  private to = 0;
  private readonly counts = new Map<string, number>();
  private readonly companionOf: CompanionOf;

  constructor(companionOf: CompanionOf) {
    this.companionOf = companionOf;
  }

  /** Moves to the orders from `from` up to and without `to`. */
  moveTo(orders: readonly ObservedOrder[], from: number, to: number): void {
    const steps = Math.abs(from - this.from) + Math.abs(to - this.to);
    if (steps > to - from) {
      this.counts.clear();
      this.from = from;
      this.to = from;
    }
    while (this.to < to) this.add(orders[this.to++] as ObservedOrder);
    while (this.from > from) this.add(orders[--this.from] as ObservedOrder);
    while (this.to > to) this.remove(orders[--this.to] as ObservedOrder);
    while (this.from < from) this.remove(orders[this.from++] as ObservedOrder);
  }

  count(own: string | undefined): Counted {
    const hasOwn = own !== undefined && this.counts.has(own);
    return { others: hasOwn ? this.counts.size - 1 : this.counts.size, hasOwn };
  }

  /** Tells it that an order was put in at `at`, before it moves again. */
  inserted(order: ObservedOrder, at: number): void {
    if (at >= this.to) return;
    if (at < this.from) this.from++;
    else this.add(order);
    this.to++;
  }

  /** Tells it that the order at `at` was taken out. */
  removed(order: ObservedOrder, at: number): void {
    if (at >= this.to) return;
    if (at < this.from) this.from--;
    else this.remove(order);
    this.to--;
  }

  private add(order: ObservedOrder): void {
    const companion = this.companionOf(order);
    if (companion !== undefined) this.counts.set(companion, (this.counts.get(companion) ?? 0) + 1);
  }

  private remove(order: ObservedOrder): void {
    const companion = this.companionOf(order);
    if (companion === undefined) return;
    const left = (this.counts.get(companion) ?? 0) - 1;
    if (left > 0) this.counts.set(companion, left);
    else this.counts.delete(companion);
  }
}
