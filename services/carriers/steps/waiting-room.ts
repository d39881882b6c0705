// Orders that may go but can't yet, because their address block has not been read or the policy holds them: kept per lane, in memory
// for the look and in the store for a restart. Only the lane's owner uses its part, so nothing here races.
import type { OrderRef } from '#shared/domain/refs';
import type { ShipmentStore } from '../store/shipment-store.js';
import type { CalledOrder, CarriersDeps, ReleasableOrder } from './carriers-deps.js';
import { decodeFacts } from './read-facts.js';

/** What may let waiting orders go. */
export interface Occasion {
  /** Orders whose block came in this unit, with the position of its record. */
  readonly arrived: ReadonlyMap<OrderRef, string>;
  /** Orders whose facts came in this unit. */
  readonly ready: readonly CalledOrder[];
  /** When this is another than at the last commit, everybody is tried anew: a policy version and a day, by which agreements run. */
  readonly rules: string;
}

export interface WaitingRoom {
  /** Reads the lane's part from the store: call before the lane's first unit. */
  open(lane: number): Promise<void>;
  close(lane: number): void;
  /** Revision of the facts with which the order waits; undefined when it does not. */
  revisionOf(lane: number, orderRef: OrderRef): number | undefined;
  /** Orders to be tried in this unit: those whose facts came, and waiting ones that there is a reason to call. */
  call(lane: number, occasion: Occasion): readonly CalledOrder[];
  /** Whether somebody waits who was not tried under these rules yet. */
  isOutdated(lane: number, rules: string): boolean;
  enter(lane: number, orders: readonly ReleasableOrder[]): Promise<void>;
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

interface Room {
  readonly orders: Map<OrderRef, ReleasableOrder>;
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
      const orders = new Map<OrderRef, ReleasableOrder>();
      for (const { orderRef, facts } of stored) {
        orders.set(orderRef, kept({ orderRef, facts: decodeFacts(deps.codec, facts), bytes: facts }));
      }
      rooms.set(lane, { orders, rules: undefined });
    },
    close: (lane) => void rooms.delete(lane),
    revisionOf: (lane, orderRef) => rooms.get(lane)?.orders.get(orderRef)?.facts.revision,
    call: (lane, { arrived, ready, rules }) => {
      const room = roomOf(lane);
      const called = new Map<OrderRef, CalledOrder>();
      for (const order of ready) called.set(order.orderRef, order);
      if (room.orders.size > 0) {
        const isTriedAnew = room.rules !== rules;
        for (const orderRef of isTriedAnew ? room.orders.keys() : arrived.keys()) {
          const waiting = room.orders.get(orderRef);
          if (waiting === undefined) continue;
          // Facts that came in this unit stay before those it waited with.
          const { facts, bytes, positions } = called.get(orderRef) ?? { positions: NO_POSITIONS, ...waiting };
          called.set(orderRef, { orderRef, facts, bytes, positions, isTriedAnew });
        }
      }
      for (const [orderRef, order] of called) {
        const position = arrived.get(orderRef);
        if (position !== undefined) called.set(orderRef, { ...order, positions: [...order.positions, position] });
      }
      return [...called.values()];
    },
    isOutdated: (lane, rules) => {
      const room = rooms.get(lane);
      return room !== undefined && room.orders.size > 0 && room.rules !== rules;
    },
    enter: async (lane, orders) => {
      const room = roomOf(lane);
      const changed = orders.filter(({ orderRef, bytes }) => room.orders.get(orderRef)?.bytes !== bytes);
      if (changed.length === 0) return;
      await deps.store.putWaiting(changed.map(({ orderRef, bytes }) => ({ orderRef, lane, facts: bytes })));
      for (const order of changed) room.orders.set(order.orderRef, kept(order));
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
function kept({ orderRef, facts, bytes }: ReleasableOrder): ReleasableOrder {
  return { orderRef, facts, bytes: Buffer.from(bytes) };
}
