// Every order observed, by what it shares with others. Whatever the order of arrival, what it tells of an order is what lay before it in time.
import { byPlacing, HANDLE_KINDS, type HandleKind, type ObservedOrder } from './observed-order.js';
import { type Before, Timeline } from './timeline.js';

/** What lies before an order, for each kind of which it has a handle. */
export type History = Readonly<Partial<Record<HandleKind, Before>>>;

const deviceOf = ({ handles }: ObservedOrder): string | undefined => handles.device;
const accountOf = ({ handles }: ObservedOrder): string | undefined => handles.account;

export class OrderHistory {
  private readonly orders = new Map<string, ObservedOrder>();
  private readonly timelines = new Map<HandleKind, Map<string, Timeline>>(
    HANDLE_KINDS.map((kind) => [kind, new Map<string, Timeline>()]),
  );

  get size(): number {
    return this.orders.size;
  }

  get(orderRef: string): ObservedOrder | undefined {
    return this.orders.get(orderRef);
  }

  /**
   * Takes orders in; one that is known already is replaced.
   * @returns the orders whose history this may have changed, in the order in which they were placed, the given ones among them
   */
  put(orders: readonly ObservedOrder[]): readonly ObservedOrder[] {
    const touched: ObservedOrder[] = [];
    for (const order of orders) {
      const before = this.orders.get(order.orderRef);
      if (before !== undefined) {
        this.unlink(before);
        touched.push(before);
      }
      this.orders.set(order.orderRef, order);
      for (const timeline of this.timelinesOf(order, true)) timeline.insert(order);
      touched.push(order);
    }
    return this.affectedBy(touched, orders);
  }

  /** Takes an order out for good. @returns the orders whose history this changed */
  remove(orderRef: string): readonly ObservedOrder[] {
    const order = this.orders.get(orderRef);
    if (order === undefined) return [];
    this.unlink(order);
    this.orders.delete(orderRef);
    return this.affectedBy([order], []);
  }

  /** Drops what was placed before `placedAt`; the histories of the others forget it, too. @returns the refs of the orders dropped */
  forgetBefore(placedAt: number): readonly string[] {
    const old = [...this.orders.values()].filter((order) => order.placedAt < placedAt);
    for (const order of old) {
      this.orders.delete(order.orderRef);
      for (const timeline of this.timelinesOf(order, false)) timeline.forgetBefore(placedAt);
      this.dropEmpty(order);
    }
    return old.map(({ orderRef }) => orderRef);
  }

  historyOf(order: ObservedOrder): History {
    const history: Partial<Record<HandleKind, Before>> = {};
    for (const kind of HANDLE_KINDS) {
      const handle = order.handles[kind];
      const timeline = handle === undefined ? undefined : this.timelines.get(kind)?.get(handle);
      if (timeline !== undefined) history[kind] = timeline.before(order);
    }
    return history;
  }

  /** Of everything that shares a thing with `touched`, what was placed later; with `own`, each once. */
  private affectedBy(touched: readonly ObservedOrder[], own: readonly ObservedOrder[]): readonly ObservedOrder[] {
    const earliest = new Map<Timeline, ObservedOrder>();
    for (const order of touched) {
      for (const timeline of this.timelinesOf(order, false)) {
        const known = earliest.get(timeline);
        if (known === undefined || byPlacing(order, known) < 0) earliest.set(timeline, order);
      }
    }
    const affected = new Set(own.map(({ orderRef }) => this.orders.get(orderRef) as ObservedOrder));
    for (const [timeline, order] of earliest) for (const later of timeline.after(order)) affected.add(later);
    return [...affected].sort(byPlacing);
  }

  private unlink(order: ObservedOrder): void {
    for (const timeline of this.timelinesOf(order, false)) timeline.remove(order);
    this.dropEmpty(order);
  }

  private dropEmpty({ handles }: ObservedOrder): void {
    for (const kind of HANDLE_KINDS) {
      const handle = handles[kind];
      const ofKind = this.timelines.get(kind);
      if (handle !== undefined && ofKind?.get(handle)?.size === 0) ofKind.delete(handle);
    }
  }

  private *timelinesOf({ handles }: ObservedOrder, create: boolean): Generator<Timeline> {
    for (const kind of HANDLE_KINDS) {
      const handle = handles[kind];
      const ofKind = this.timelines.get(kind);
      if (handle === undefined || ofKind === undefined) continue;
      let timeline = ofKind.get(handle);
      if (timeline === undefined && create) {
        timeline = new Timeline(kind === 'account' ? deviceOf : accountOf);
        ofKind.set(handle, timeline);
      }
      if (timeline !== undefined) yield timeline;
    }
  }
}
