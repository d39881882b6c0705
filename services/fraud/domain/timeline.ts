// All orders that share one thing (a device, an address …), by the time they were placed, and what was before any of them.
import { byPlacing, type ObservedOrder } from './observed-order.js';
import { type CompanionOf, type Counted, WindowCursor } from './window-cursor.js';
import { WINDOWS } from './windows.js';

export interface WindowCount extends Counted {
  readonly orders: number;
}

export interface Before {
  /** One per window, in the order of WINDOWS. */
  readonly windows: readonly WindowCount[];
  /** When the last order before was placed; null when there is none in the longest window. */
  readonly previousAt: number | null;
}

/** Up to here counting anew is cheaper than keeping counts. */
const FEW = 24;

export class Timeline {
  private readonly orders: ObservedOrder[] = [];
  private cursors: readonly WindowCursor[] | null = null;

  private readonly companionOf: CompanionOf;

  /** @param companionOf what is counted beside orders: accounts on a device, devices of an account */
  constructor(companionOf: CompanionOf) {
    this.companionOf = companionOf;
  }

  get size(): number {
    return this.orders.length;
  }

  /** @returns whether orders placed later are there already */
  insert(order: ObservedOrder): boolean {
    const { orders, cursors } = this;
    const at = this.placeOf(order);
    const isLast = at === orders.length;
    if (isLast) orders.push(order);
    else orders.splice(at, 0, order);
    // A cursor never reaches beyond the last order, so what is put behind it is not its concern.
    if (!isLast && cursors !== null) for (const cursor of cursors) cursor.inserted(order, at);
    return !isLast;
  }

  remove(order: ObservedOrder): void {
    const at = this.placeOf(order);
    if (this.orders[at] !== order) return;
    this.orders.splice(at, 1);
    for (const cursor of this.cursors ?? []) cursor.removed(order, at);
  }

  /** Drops everything placed before `placedAt`. */
  forgetBefore(placedAt: number): void {
    const kept = this.firstFrom(placedAt, this.orders.length);
    if (kept === 0) return;
    this.orders.splice(0, kept);
    this.cursors = null;
  }

  /** The orders placed after this one. */
  *after(order: ObservedOrder): Generator<ObservedOrder> {
    const place = this.placeOf(order);
    for (let at = this.orders[place] === order ? place + 1 : place; at < this.orders.length; at++) {
      yield this.orders[at] as ObservedOrder;
    }
  }

  /** The orders placed from `from` on and before `until`. */
  placedIn(from: number, until: number): readonly ObservedOrder[] {
    const end = this.orders.length;
    return this.orders.slice(this.firstFrom(from, end), this.firstFrom(until, end));
  }

  /** What lies before an order, itself never counted. */
  before(order: ObservedOrder): Before {
    const end = this.placeOf(order);
    const own = this.companionOf(order);
    const windows = WINDOWS.map(({ ms }, index) => {
      const from = this.firstFrom(order.placedAt - ms, end);
      return { orders: end - from, ...this.countIn(index, from, end, own) };
    });
    const previous = this.orders[end - 1];
    const isInReach = (windows.at(-1)?.orders ?? 0) > 0;
    return { windows, previousAt: isInReach && previous !== undefined ? previous.placedAt : null };
  }

  private countIn(index: number, from: number, to: number, own: string | undefined): Counted {
    if (this.orders.length <= FEW) return this.countAnew(from, to, own);
    this.cursors ??= WINDOWS.map(() => new WindowCursor(this.companionOf));
    const cursor = this.cursors[index] as WindowCursor;
    cursor.moveTo(this.orders, from, to);
    return cursor.count(own);
  }

  private countAnew(from: number, to: number, own: string | undefined): Counted {
    const seen: string[] = [];
    let hasOwn = false;
    for (let at = from; at < to; at++) {
      const companion = this.companionOf(this.orders[at] as ObservedOrder);
      if (companion === undefined) continue;
      if (companion === own) hasOwn = true;
      else if (!seen.includes(companion)) seen.push(companion);
    }
    return { others: seen.length, hasOwn };
  }

  /** Where an order stands, or would. New ones nearly always come last. */
  private placeOf(order: ObservedOrder): number {
    const { orders } = this;
    const last = orders.at(-1);
    if (last === undefined || byPlacing(last, order) < 0) return orders.length;
    let low = 0;
    let high = orders.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (byPlacing(orders[middle] as ObservedOrder, order) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Place of the first order that was not placed before `placedAt`, at most `end`. */
  private firstFrom(placedAt: number, end: number): number {
    let low = 0;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.orders[middle] as ObservedOrder).placedAt < placedAt) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
