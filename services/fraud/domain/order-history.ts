// Every order observed, by what it shares with others. Whatever the order of arrival, what it tells of an order is what lay before it in time. What
// is kept lies off the heap, in columns, so that an order costs the same beside ten thousand and beside a million of them.
import { KeyTable, NO_KEY } from './key-table.js';
import { byPlacing, HANDLE_KINDS, type HandleKind, type ObservedOrder } from './observed-order.js';
import { columnOf, ObjectKeeper, OrderColumns, type OrderKeeper } from './order-columns.js';
import { type Before, Timelines } from './timelines.js';

/** What lies before an order, for each kind of which it has a handle. */
export type History = Readonly<Partial<Record<HandleKind, Before>>>;

/** From which moment on each timeline is another than before: by column and thing the place of the earliest order that came or went. */
type Changed = Map<string, { readonly column: number; readonly thing: number; moment: ObservedOrder }>;

/** Up to here counting anew costs less than keeping counts. */
const FEW = 96;
const DEVICE = columnOf('device');
const ACCOUNT = columnOf('account');

/** Of an account the devices are counted, of anything else the accounts. */
const companionOf = (column: number): number => (column === ACCOUNT ? DEVICE : ACCOUNT);

/** @typeParam Order what is kept of each order beside what history needs */
export class OrderHistory<Order extends ObservedOrder = ObservedOrder> {
  /** The number of an order's ref is its place in the columns. */
  private readonly refs = new KeyTable();
  private readonly columns: OrderColumns;
  private readonly timelines: readonly Timelines[];
  private readonly keeper: OrderKeeper<Order>;

  /** @param few see Timelines; for tests */
  constructor(keeper: OrderKeeper<Order> = new ObjectKeeper<Order>(), few = FEW) {
    this.keeper = keeper;
    this.columns = new OrderColumns((place) => keeper.read(place).orderId);
    this.timelines = HANDLE_KINDS.map((_, column) => new Timelines(this.columns, companionOf(column), few));
  }

  get size(): number {
    return this.refs.size;
  }

  has(orderRef: string): boolean {
    return this.refs.numberOf(orderRef) !== NO_KEY;
  }

  get(orderRef: string): Order | undefined {
    const place = this.refs.numberOf(orderRef);
    return place === NO_KEY ? undefined : this.keeper.read(place);
  }

  /**
   * Takes orders in; one that is known already is replaced.
   * @returns the orders whose history this may have changed, in the order in which they were placed, the given ones among them
   */
  put(orders: readonly Order[]): readonly Order[] {
    const changed: Changed = new Map();
    return this.laterThan(changed, this.takeIn(orders, changed));
  }

  /** Brings it to where its log is: the same as `put` and `remove`, when nobody asks what that changes. */
  restore(orders: readonly Order[], gone: Iterable<string>): void {
    const ignored: Changed = new Map();
    for (const orderRef of gone) {
      const place = this.refs.numberOf(orderRef);
      if (place === NO_KEY) continue;
      this.takeOut(place, ignored);
      this.drop(place);
    }
    this.takeIn(orders, ignored);
  }

  /** Takes an order out for good. @returns the orders whose history this changed */
  remove(orderRef: string): readonly Order[] {
    const place = this.refs.numberOf(orderRef);
    if (place === NO_KEY) return [];
    const changed: Changed = new Map();
    this.takeOut(place, changed);
    this.drop(place);
    return this.laterThan(changed, new Map());
  }

  /** Drops what was placed before `placedAt`; the histories of the others forget it, too. @returns the refs of the orders dropped */
  forgetBefore(placedAt: number): readonly string[] {
    const old: number[] = [];
    for (let place = 0; place < this.refs.end; place++) if (this.columns.placedAtOf(place) < placedAt) old.push(place);
    const things = HANDLE_KINDS.map((_, column) => new Set(old.map((place) => this.columns.handleOf(place, column))));
    for (const [column, ofColumn] of things.entries())
      for (const thing of ofColumn) if (thing !== NO_KEY) this.timelineOf(column).forgetBefore(thing, placedAt);
    const refs = old.map((place) => this.refs.keyOf(place));
    for (const place of old) this.drop(place);
    return refs;
  }

  historyOf(order: ObservedOrder): History {
    const history: Partial<Record<HandleKind, Before>> = {};
    const place = this.refs.numberOf(order.orderRef);
    const numbers = HANDLE_KINDS.map((kind, column) => this.numberOf(column, order.handles[kind]));
    for (let column = 0; column < HANDLE_KINDS.length; column++) {
      const thing = numbers[column] as number;
      if (thing === NO_KEY) continue;
      const own = numbers[companionOf(column)] as number;
      history[HANDLE_KINDS[column] as HandleKind] = this.timelineOf(column).before(thing, order, place, own);
    }
    return history;
  }

  /** The orders with this handle placed from `from` on and before `until`. */
  ordersWith(kind: HandleKind, hash: string, from: number, until: number): readonly Order[] {
    const column = columnOf(kind);
    const timeline = this.timelineOf(column);
    const thing = timeline.things.numberOf(hash);
    if (thing === NO_KEY) return [];
    const end = timeline.firstFrom(thing, until, timeline.sizeOf(thing));
    const orders: Order[] = [];
    for (let at = timeline.firstFrom(thing, from, end); at < end; at++)
      orders.push(this.keeper.read(timeline.placeAt(thing, at)));
    return orders;
  }

  /** Whether any order has this handle. */
  hasWith(kind: HandleKind, hash: string): boolean {
    return this.numberOf(columnOf(kind), hash) !== NO_KEY;
  }

  /** @returns the orders by their places */
  private takeIn(orders: readonly Order[], changed: Changed): ReadonlyMap<number, Order> {
    const given = new Map<number, Order>();
    for (const order of orders) {
      const known = this.refs.numberOf(order.orderRef);
      if (known !== NO_KEY) this.takeOut(known, changed);
      const place = known === NO_KEY ? this.refs.add(order.orderRef) : known;
      this.keeper.keep(place, order);
      this.columns.put(place, order.placedAt);
      given.set(place, order);
      // All of them first: where it is put in, its companions are asked for.
      for (let column = 0; column < HANDLE_KINDS.length; column++) {
        const handle = order.handles[HANDLE_KINDS[column] as HandleKind];
        if (handle !== undefined) this.columns.setHandle(place, column, this.timelineOf(column).things.add(handle));
      }
      for (let column = 0; column < HANDLE_KINDS.length; column++) {
        const thing = this.columns.handleOf(place, column);
        if (thing !== NO_KEY && this.timelineOf(column).insert(thing, place, order))
          noteEarliest(changed, column, thing, order);
      }
    }
    return given;
  }

  private numberOf(column: number, handle: string | undefined): number {
    return handle === undefined ? NO_KEY : this.timelineOf(column).things.numberOf(handle);
  }

  private timelineOf(column: number): Timelines {
    return this.timelines[column] as Timelines;
  }

  private takeOut(place: number, changed: Changed): void {
    const order = this.keeper.read(place);
    for (let column = 0; column < HANDLE_KINDS.length; column++) {
      const thing = this.columns.handleOf(place, column);
      if (thing === NO_KEY) continue;
      if (this.timelineOf(column).remove(thing, place, order)) changed.delete(keyOf(column, thing));
      else noteEarliest(changed, column, thing, order);
    }
  }

  private drop(place: number): void {
    this.keeper.drop(place);
    this.columns.drop(place);
    this.refs.remove(place);
  }

  /** The given orders and what lies behind the earliest change of each timeline, by placing. */
  private laterThan(changed: Changed, given: ReadonlyMap<number, Order>): Order[] {
    const affected = new Map<number, Order>(given);
    for (const { column, thing, moment } of changed.values()) {
      const timeline = this.timelineOf(column);
      for (
        let at = timeline.indexOf(thing, moment, this.refs.numberOf(moment.orderRef));
        at < timeline.sizeOf(thing);
        at++
      ) {
        const place = timeline.placeAt(thing, at);
        if (!affected.has(place)) affected.set(place, this.keeper.read(place));
      }
    }
    return [...affected.values()].sort(byPlacing);
  }
}

function keyOf(column: number, thing: number): string {
  return `${column} ${thing}`;
}

function noteEarliest(changed: Changed, column: number, thing: number, order: ObservedOrder): void {
  const key = keyOf(column, thing);
  const known = changed.get(key);
  if (known === undefined) changed.set(key, { column, thing, moment: order });
  else if (byPlacing(order, known.moment) < 0) known.moment = order;
}
