// Counts who occurs in a stretch of a timeline, and keeps the count while the stretch moves: a step costs what enters and what leaves, not
// what lies between.
import { CountTable } from './count-table.js';
import { NO_KEY } from './key-table.js';

export interface Counted {
  /** Different companions in the stretch, the one asked about left out. */
  readonly others: number;
  /** Whether the one asked about occurs in it. */
  readonly hasOwn: boolean;
}

/** The number of what is counted beside the order at a place of the timeline, each once; NO_KEY: it counts as an order, but has no companion. */
export type CompanionAt = (at: number) => number;

export class WindowCursor {
  private from = 0;
  private to = 0;
  private readonly counts = new CountTable();

  /** Moves to the orders from `from` up to and without `to`. */
  moveTo(companionAt: CompanionAt, from: number, to: number): void {
    const steps = Math.abs(from - this.from) + Math.abs(to - this.to);
    if (steps > to - from) {
      this.counts.clear();
      this.from = from;
      this.to = from;
    }
    while (this.to < to) this.add(companionAt(this.to++));
    while (this.from > from) this.add(companionAt(--this.from));
    while (this.to > to) this.remove(companionAt(--this.to));
    while (this.from < from) this.remove(companionAt(this.from++));
  }

  /** @param own NO_KEY: there is none */
  count(own: number): Counted {
    const hasOwn = own !== NO_KEY && this.counts.has(own);
    return { others: hasOwn ? this.counts.size - 1 : this.counts.size, hasOwn };
  }

  /** Tells it that an order was put in at `at`, before it moves again. */
  inserted(companion: number, at: number): void {
    if (at >= this.to) return;
    if (at < this.from) this.from++;
    else this.add(companion);
    this.to++;
  }

  /** Tells it that the order at `at` was taken out. */
  removed(companion: number, at: number): void {
    if (at >= this.to) return;
    if (at < this.from) this.from--;
    else this.remove(companion);
    this.to--;
  }

  private add(companion: number): void {
    if (companion !== NO_KEY) this.counts.add(companion);
  }

  private remove(companion: number): void {
    if (companion !== NO_KEY) this.counts.remove(companion);
  }
}
