// The orders that share one thing (a device, an address …), for all things of a kind: by the time they were placed, and what was before any of them.
import { KeyTable, NO_KEY } from './key-table.js';
import type { ObservedOrder } from './observed-order.js';
import { withRoom } from './off-heap.js';
import type { OrderColumns } from './order-columns.js';
import { PlaceLists } from './place-lists.js';
import { type Counted, WindowCursor } from './window-cursor.js';
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

type Moment = Pick<ObservedOrder, 'placedAt' | 'orderId'>;

/** Counts kept for the timelines that were asked last; others are counted anew when somebody asks. */
const MOST_CURSORS = 1_024;

export class Timelines {
  readonly things = new KeyTable();
  private readonly lists = new PlaceLists();
  private readonly cursors = new Map<number, readonly WindowCursor[]>();
  /** By companion: the last question that met it. */
  private met = new Int32Array(64);
  private question = 0;
  private readonly columns: OrderColumns;
  private readonly companion: number;
  private readonly few: number;

  /**
   * @param companion the column of what is counted beside orders: accounts on a device, devices of an account
   * @param few up to so many orders, counting anew is cheaper than keeping counts
   */
  constructor(columns: OrderColumns, companion: number, few: number) {
    this.columns = columns;
    this.companion = companion;
    this.few = few;
  }

  sizeOf(thing: number): number {
    return this.lists.lengthOf(thing);
  }

  placeAt(thing: number, at: number): number {
    return this.lists.at(thing, at);
  }

  /** @returns whether orders placed later are there already */
  insert(thing: number, place: number, moment: Moment): boolean {
    const at = this.indexOf(thing, moment, NO_KEY);
    const isLast = at === this.sizeOf(thing);
    this.lists.insert(thing, at, place);
    // A cursor never reaches beyond the last order, so what is put behind it is not its concern.
    if (!isLast)
      for (const cursor of this.cursors.get(thing) ?? [])
        cursor.inserted(this.columns.handleOf(place, this.companion), at);
    return !isLast;
  }

  /** @returns whether nothing is left of the thing, whose number may be another's from now on */
  remove(thing: number, place: number, moment: Moment): boolean {
    let at = this.indexOf(thing, moment, place);
    while (this.lists.at(thing, at) !== place) at++;
    this.lists.remove(thing, at);
    for (const cursor of this.cursors.get(thing) ?? [])
      cursor.removed(this.columns.handleOf(place, this.companion), at);
    return this.dropIfEmpty(thing);
  }

  /** Drops everything placed before `placedAt`. */
  forgetBefore(thing: number, placedAt: number): void {
    const old = this.firstFrom(thing, placedAt, this.sizeOf(thing));
    if (old === 0) return;
    this.lists.remove(thing, 0, old);
    this.cursors.delete(thing);
    this.dropIfEmpty(thing);
  }

  /** Index of the first order that was not placed before `placedAt`, at most `end`. */
  firstFrom(thing: number, placedAt: number, end: number): number {
    let low = 0;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.columns.placedAtOf(this.lists.at(thing, middle)) < placedAt) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Where an order stands, or would. New ones nearly always come last. @param place the order's own, or NO_KEY */
  indexOf(thing: number, moment: Moment, place: number): number {
    const { columns, lists } = this;
    let low = 0;
    let high = this.sizeOf(thing);
    if (high === 0 || columns.compare(lists.at(thing, high - 1), moment, place) < 0) return high;
    high--;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (columns.compare(lists.at(thing, middle), moment, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * What lies before an order, itself never counted.
   * @param place the order's own, or NO_KEY
   * @param own its companion, which is told apart; NO_KEY: none
   */
  before(thing: number, order: Moment, place: number, own: number): Before {
    const end = this.indexOf(thing, order, place);
    const windows =
      this.sizeOf(thing) <= this.few
        ? this.countAnew(thing, order.placedAt, end, own)
        : this.countKept(thing, order.placedAt, end, own);
    const isInReach = (windows.at(-1)?.orders ?? 0) > 0;
    return { windows, previousAt: isInReach ? this.columns.placedAtOf(this.lists.at(thing, end - 1)) : null };
  }

  private countKept(thing: number, placedAt: number, end: number, own: number): readonly WindowCount[] {
    const cursors = this.cursorsOf(thing);
    const companionAt = (at: number): number => this.columns.handleOf(this.lists.at(thing, at), this.companion);
    return WINDOWS.map(({ ms }, window) => {
      const from = this.firstFrom(thing, placedAt - ms, end);
      const cursor = cursors[window] as WindowCursor;
      cursor.moveTo(companionAt, from, end);
      return { orders: end - from, ...cursor.count(own) };
    });
  }

  /** Back from the order: each window holds all that the shorter ones hold. */
  private countAnew(thing: number, placedAt: number, end: number, own: number): readonly WindowCount[] {
    const { columns, lists, companion } = this;
    const question = ++this.question;
    const windows: WindowCount[] = [];
    let others = 0;
    let hasOwn = false;
    let at = end - 1;
    for (const { ms } of WINDOWS) {
      for (; at >= 0; at--) {
        const place = lists.at(thing, at);
        if (placedAt - columns.placedAtOf(place) > ms) break;
        const its = columns.handleOf(place, companion);
        if (its === NO_KEY) continue;
        if (its === own) hasOwn = true;
        else if (this.isMet(its, question)) others++;
      }
      windows.push({ orders: end - 1 - at, others, hasOwn });
    }
    return windows;
  }

  /** Whether this question meets it for the first time. */
  private isMet(companion: number, question: number): boolean {
    if (companion >= this.met.length) this.met = withRoom(this.met, companion + 1);
    if (this.met[companion] === question) return false;
    this.met[companion] = question;
    return true;
  }

  private cursorsOf(thing: number): readonly WindowCursor[] {
    const kept = this.cursors.get(thing);
    this.cursors.delete(thing);
    const cursors = kept ?? WINDOWS.map(() => new WindowCursor());
    this.cursors.set(thing, cursors);
    for (const oldest of this.cursors.keys()) {
      if (this.cursors.size <= MOST_CURSORS) break;
      this.cursors.delete(oldest);
    }
    return cursors;
  }

  private dropIfEmpty(thing: number): boolean {
    if (this.sizeOf(thing) > 0) return false;
    this.cursors.delete(thing);
    this.things.remove(thing);
    return true;
  }
}
