// Orders that may go but can't yet, because their address block has not been read or policy or fraud control hold them: kept per lane, in memory
// for the look and in the store for a restart. Only the lane's owner uses its part, so nothing here races.
import type { OrderRef } from '#shared/domain/refs';
import type { ShipmentStore } from '../store/shipment-store.js';
import type { CalledOrder, CarriersDeps, StayingOrder } from './carriers-deps.js';
import { decodeFacts } from './read-facts.js';

/** What may let waiting orders go. */
export interface Occasion {
  /** Orders of which a block, an assessment or a decision came in this unit, with the positions of the records. */
  readonly arrived: ReadonlyMap<OrderRef, readonly string[]>;
  /** Orders whose facts came in this unit. */
  readonly ready: readonly CalledOrder[];
  /** When this is another than at the last commit, everybody is tried anew: a policy version and a day, by which agreements run. */
  readonly rules: string;
  /** Machine time, by which some are to be tried again. */
  readonly nowMs: number;
}

/** How many orders wait for the same, and since when the first of them does. */
export interface Waiting {
  readonly orders: number;
  /** Machine time. */
  readonly since: number;
}

export interface WaitingRoom {
  /** Reads the lane's part from the store: call before the lane's first unit. */
  open(lane: number): Promise<void>;
  close(lane: number): void;
  /** Revision of the facts with which the order waits; undefined when it does not. */
  revisionOf(lane: number, orderRef: OrderRef): number | undefined;
  /** Orders to be tried in this unit: those whose facts came, and waiting ones that there is a reason to call. */
  call(lane: number, occasion: Occasion): readonly CalledOrder[];
  /** Whether somebody waits who was not tried under these rules yet, or is to be tried by now. */
  isOutdated(lane: number, rules: string, nowMs: number): boolean;
  enter(lane: number, orders: readonly StayingOrder[], nowMs: number): Promise<void>;
  /** Who waits, by what for. */
  census(): ReadonlyMap<string, Waiting>;
  /** Before the commit, for orders that newer facts forbid: should the commit fail, those facts come again. */
  dismiss(lane: number, orderRefs: readonly OrderRef[]): Promise<void>;
  /** After the commit, for orders that went: what a crash leaves behind in the store is told from the others by its claim. */
  leave(lane: number, orderRefs: readonly OrderRef[], rules: string): void;
}

export interface WaitingRoomDeps {
  readonly codec: CarriersDeps['codec'];
  readonly store: Pick<ShipmentStore, 'putWaiting' | 'waitingIn' | 'forgetWaiting'>;
  /** A failed clean-up is only reported: the entry is looked at once more after the next start. */
  readonly onForgetFailed: (error: unknown) => void;
}

const NO_POSITIONS: readonly string[] = [];
const NOT_TRIED = 'NOT_TRIED';

interface RoomOrder extends StayingOrder {
  readonly since: number;
}

interface Room {
  readonly orders: Map<OrderRef, RoomOrder>;
  rules: string | undefined;
}

export function createWaitingRoom(deps: WaitingRoomDeps): WaitingRoom {
  const rooms = new Map<number, Room>();
  const roomOf = (lane: number): Room => {
    let room = rooms.get(lane);
    if (room === undefined) {
      room = { orders: new Map(), rules: undefined };
      rooms.set(lane, room);
    }
    return room;
  };
  return {
    open: async (lane) => {
      const stored = await deps.store.waitingIn(lane);
      await deps.codec.ensureSchemas(stored.map(({ facts }) => facts));
      const orders = new Map<OrderRef, RoomOrder>();
      for (const { orderRef, facts: bytes, since } of stored) {
        const facts = decodeFacts(deps.codec, bytes);
        orders.set(orderRef, kept({ orderRef, facts, bytes, since, code: NOT_TRIED, callAt: null }));
      }
      rooms.set(lane, { orders, rules: undefined });
    },
    close: (lane) => void rooms.delete(lane),
    revisionOf: (lane, orderRef) => rooms.get(lane)?.orders.get(orderRef)?.facts.revision,
    call: (lane, { arrived, ready, rules, nowMs }) => {
      const room = roomOf(lane);
      const called = new Map<OrderRef, CalledOrder>();
      for (const order of ready) called.set(order.orderRef, order);
      if (room.orders.size > 0) {
        const isTriedAnew = room.rules !== rules;
        const due = isTriedAnew ? room.orders.keys() : [...arrived.keys(), ...dueIn(room, nowMs)];
        for (const orderRef of due) {
          const waiting = room.orders.get(orderRef);
          if (waiting === undefined) continue;
          // Facts that came in this unit stay before those it waited with.
          const { facts, bytes, positions } = called.get(orderRef) ?? { positions: NO_POSITIONS, ...waiting };
          const isDue = isTriedAnew || isCallable(waiting, nowMs);
          called.set(orderRef, { orderRef, facts, bytes, positions, isTriedAnew: isDue, since: waiting.since });
        }
      }
      for (const [orderRef, order] of called) {
        const positions = arrived.get(orderRef);
        if (positions !== undefined) called.set(orderRef, { ...order, positions: [...order.positions, ...positions] });
      }
      return [...called.values()];
    },
    isOutdated: (lane, rules, nowMs) => {
      const room = rooms.get(lane);
      if (room === undefined || room.orders.size === 0) return false;
      return room.rules !== rules || dueIn(room, nowMs).length > 0;
    },
    enter: async (lane, orders, nowMs) => {
      const room = roomOf(lane);
      const changed: RoomOrder[] = [];
      for (const { orderRef, facts, bytes, code, callAt } of orders) {
        const known = room.orders.get(orderRef);
        const since = known?.since ?? nowMs;
        // What they wait for now needs no place in the store: after a start everybody is tried.
        if (known?.bytes === bytes) room.orders.set(orderRef, { ...known, code, callAt });
        else changed.push({ orderRef, facts, bytes, code, callAt, since });
      }
      if (changed.length === 0) return;
      await deps.store.putWaiting(
        changed.map(({ orderRef, bytes, since }) => ({ orderRef, lane, facts: bytes, since })),
      );
      for (const order of changed) room.orders.set(order.orderRef, kept(order));
    },
    census: () => {
      const waiting = new Map<string, Waiting>();
      for (const { orders } of rooms.values()) {
        for (const { code, since } of orders.values()) {
          const known = waiting.get(code);
          waiting.set(code, { orders: (known?.orders ?? 0) + 1, since: Math.min(since, known?.since ?? since) });
        }
      }
      return waiting;
    },
    dismiss: async (lane, orderRefs) => {
      const room = roomOf(lane);
      const waiting = orderRefs.filter((orderRef) => room.orders.has(orderRef));
      if (waiting.length === 0) return;
      await deps.store.forgetWaiting(waiting);
      for (const orderRef of waiting) room.orders.delete(orderRef);
    },
    leave: (lane, orderRefs, rules) => {
      const room = roomOf(lane);
      room.rules = rules;
      const left = orderRefs.filter((orderRef) => room.orders.delete(orderRef));
      if (left.length > 0) deps.store.forgetWaiting(left).catch(deps.onForgetFailed);
    },
  };
}

/** The bytes are a slice of a whole fetch; whoever waits long must not keep that in memory. */
function kept(order: RoomOrder): RoomOrder {
  return { ...order, bytes: Buffer.from(order.bytes) };
}

function isCallable({ callAt }: RoomOrder, nowMs: number): boolean {
  return callAt !== null && callAt <= nowMs;
}

function dueIn({ orders }: Room, nowMs: number): OrderRef[] {
  const due: OrderRef[] = [];
  for (const order of orders.values()) if (isCallable(order, nowMs)) due.push(order.orderRef);
  return due;
}
