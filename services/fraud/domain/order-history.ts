// Every order observed, by what it shares with others. Whatever the order of arrival, what it tells of an order is what lay before it in time.
import { byPlacing, HANDLE_KINDS, type HandleKind, type ObservedOrder } from './observed-order.js';
import { type Before, Timeline } from './timeline.js';

/** What lies before an order, for each kind of which it has a handle. */
export type History = Readonly<Partial<Record<HandleKind, Before>>>;

const deviceOf = ({ handles }: ObservedOrder): string | undefined => handles.device;
const accountOf = ({ handles }: ObservedOrder): string | undefined => handles.account;

/** @typeParam Order what is kept of each order beside what history needs */
export class OrderHistory<Order extends ObservedOrder = ObservedOrder> {
  private readonly orders = new Map<string, Order>();
  private readonly timelines: Readonly<Record<HandleKind, Map<string, Timeline>>> = {
    device: new Map(),
    ip: new Map(),
    subnet: new Map(),
    account: new Map(),
    address: new Map(),
    email: new Map(),
    phone: new Map(),
  };

  get size(): number {
    return this.orders.size;
  }

  get(orderRef: string): Order | undefined {
    return this.orders.get(orderRef);
  }

  /**
   * Takes orders in; one that is known already is replaced.
   * @returns the orders whose history this may have changed, in the order in which they were placed, the given ones among them
   */
  put(orders: readonly Order[]): readonly Order[] {
    const changed = new Map<Timeline, ObservedOrder>();
    for (const order of orders) {
      const before = this.orders.get(order.orderRef);
      if (before !== undefined) this.takeOut(before, changed);
      this.orders.set(order.orderRef, order);
      for (const kind of HANDLE_KINDS) {
        const handle = order.handles[kind];
        if (handle === undefined) continue;
        const timeline = this.timelineFor(kind, handle);
        if (timeline.insert(order)) noteEarliest(changed, timeline, order);
      }
    }
    const affected = new Set(orders.map(({ orderRef }) => this.orders.get(orderRef) as Order));
    return laterThan(changed, affected);
  }

  /** Takes an order out for good. @returns the orders whose history this changed */
  remove(orderRef: string): readonly Order[] {
    const order = this.orders.get(orderRef);
    if (order === undefined) return [];
    const changed = new Map<Timeline, ObservedOrder>();
    this.takeOut(order, changed);
    this.orders.delete(orderRef);
    return laterThan(changed, new Set<Order>());
  }

  /** Drops what was placed before `placedAt`; the histories of the others forget it, too. @returns the refs of the orders dropped */
  forgetBefore(placedAt: number): readonly string[] {
    const old = [...this.orders.values()].filter((order) => order.placedAt < placedAt);
    for (const { orderRef, handles } of old) {
      this.orders.delete(orderRef);
      for (const kind of HANDLE_KINDS) {
        const handle = handles[kind];
        const timeline = handle === undefined ? undefined : this.timelines[kind].get(handle);
        if (handle === undefined || timeline === undefined) continue;
        timeline.forgetBefore(placedAt);
        if (timeline.size === 0) this.timelines[kind].delete(handle);
      }
    }
    return old.map(({ orderRef }) => orderRef);
  }

  historyOf(order: ObservedOrder): History {
    const history: Partial<Record<HandleKind, Before>> = {};
    for (const kind of HANDLE_KINDS) {
      const handle = order.handles[kind];
      const timeline = handle === undefined ? undefined : this.timelines[kind].get(handle);
      if (timeline !== undefined) history[kind] = timeline.before(order);
    }
    return history;
  }

  /** The orders with this handle placed from `from` on and before `until`. */
  ordersWith(kind: HandleKind, hash: string, from: number, until: number): readonly Order[] {
    // What lies in timelines was put there by `put`, so it is of its type.
    return (this.timelines[kind].get(hash)?.placedIn(from, until) ?? []) as readonly Order[];
  }

  private takeOut(order: ObservedOrder, changed: Map<Timeline, ObservedOrder>): void {
    for (const kind of HANDLE_KINDS) {
      const handle = order.handles[kind];
      const timeline = handle === undefined ? undefined : this.timelines[kind].get(handle);
      if (handle === undefined || timeline === undefined) continue;
      timeline.remove(order);
      if (timeline.size === 0) this.timelines[kind].delete(handle);
      else noteEarliest(changed, timeline, order);
    }
  }

  private timelineFor(kind: HandleKind, handle: string): Timeline {
    const ofKind = this.timelines[kind];
    let timeline = ofKind.get(handle);
    if (timeline === undefined) {
      timeline = new Timeline(kind === 'account' ? deviceOf : accountOf);
      ofKind.set(handle, timeline);
    }
    return timeline;
  }
}

function noteEarliest(changed: Map<Timeline, ObservedOrder>, timeline: Timeline, order: ObservedOrder): void {
  const known = changed.get(timeline);
  if (known === undefined || byPlacing(order, known) < 0) changed.set(timeline, order);
}

/** Adds to `affected` what lies behind the earliest change of each timeline; sorted by placing. */
function laterThan<Order extends ObservedOrder>(
  changed: ReadonlyMap<Timeline, ObservedOrder>,
  affected: Set<Order>,
): Order[] {
  // What lies in timelines was put there by `put`, so it is of its type.
  for (const [timeline, order] of changed) for (const later of timeline.after(order)) affected.add(later as Order);
  return [...affected].sort(byPlacing);
}
