// What the history needs of each order, by its place: when it was placed, and the numbers of its handles. Kept off the heap.
import { HANDLE_KINDS, type HandleKind, type ObservedOrder } from './observed-order.js';
import { NO_KEY } from './key-table.js';
import { withRoom } from './off-heap.js';

const KINDS = HANDLE_KINDS.length;
const FIRST = 64;

/** Where the rest of each order is kept. */
export interface OrderKeeper<Order extends ObservedOrder> {
  keep(place: number, order: Order): void;
  read(place: number): Order;
  drop(place: number): void;
}

/** Keeps them as they are. */
export class ObjectKeeper<Order extends ObservedOrder> implements OrderKeeper<Order> {
  private readonly orders: (Order | undefined)[] = [];

  keep(place: number, order: Order): void {
    this.orders[place] = order;
  }

  read(place: number): Order {
    return this.orders[place] as Order;
  }

  drop(place: number): void {
    this.orders[place] = undefined;
  }
}

export class OrderColumns {
  private placedAt = new Float64Array(FIRST).fill(Number.NaN);
  private handles = new Int32Array(FIRST * KINDS);
  private readonly orderIdAt: (place: number) => string;

  /** @param orderIdAt asked for orders of one instant only */
  constructor(orderIdAt: (place: number) => string) {
    this.orderIdAt = orderIdAt;
  }

  put(place: number, placedAt: number): void {
    this.placedAt = withRoom(this.placedAt, place + 1);
    this.handles = withRoom(this.handles, this.placedAt.length * KINDS);
    this.placedAt[place] = placedAt;
    this.handles.fill(NO_KEY, place * KINDS, place * KINDS + KINDS);
  }

  /** Nothing is there any more. */
  drop(place: number): void {
    this.placedAt[place] = Number.NaN;
  }

  placedAtOf(place: number): number {
    return this.placedAt[place] as number;
  }

  /** @param kind its place among HANDLE_KINDS */
  handleOf(place: number, kind: number): number {
    return this.handles[place * KINDS + kind] as number;
  }

  setHandle(place: number, kind: number, handle: number): void {
    this.handles[place * KINDS + kind] = handle;
  }

  /**
   * As `byPlacing`: negative when the order at the place was placed before the other one.
   * @param othersPlace where the other one is, if it is there: an order is not asked for its number to be told from itself
   */
  compare(place: number, other: Pick<ObservedOrder, 'placedAt' | 'orderId'>, othersPlace: number): number {
    const placedAt = this.placedAt[place] as number;
    if (placedAt !== other.placedAt) return placedAt - other.placedAt;
    if (place === othersPlace) return 0;
    const [own, its] = [this.orderIdAt(place), other.orderId];
    if (own === its) return 0;
    return own < its ? -1 : 1;
  }
}

/** Where a kind has its column. */
export function columnOf(kind: HandleKind): number {
  return HANDLE_KINDS.indexOf(kind);
}
