// Orders that may go but can't yet, because their address block has not been read or the policy holds them: kept per lane, in memory
// for the look and in the store for a restart. Only the lane's owner uses its part, so nothing here races.
import type { OrderRef } from '#shared/domain/refs';
import type { ShipmentStore } from '../store/shipment-store.js';
import type { CarriersDeps, ReleasableOrder } from './carriers-deps.js';
import { decodeFacts } from './read-facts.js';

export interface WaitingRoom {
  /** Reads the lane's part from the store: call before the lane's first unit. */
  open(lane: number): Promise<void>;
  close(lane: number): void;
  /** Waiting orders whose block has just arrived, or whose newer facts have; not those which newer facts forbid. */
  calledBy(
    lane: number,
    arrived: Iterable<OrderRef>,
    ready: readonly ReleasableOrder[],
    notReady: readonly OrderRef[],
  ): readonly ReleasableOrder[];
  enter(lane: number, orders: readonly ReleasableOrder[]): Promise<void>;
  /** After the commit: what is left behind in the store by a crash is only looked at once more. */
  leave(lane: number, orderRefs: readonly OrderRef[]): void;
  /** All that wait in the lane, e.g. to try again under a new policy. */
  all(lane: number): readonly ReleasableOrder[];
}

export interface WaitingRoomDeps {
  readonly codec: CarriersDeps['codec'];
  readonly store: Pick<ShipmentStore, 'putWaiting' | 'waitingIn' | 'forgetWaiting'>;
  /** A failed clean-up is only reported: the entry is looked at once more after the next start. */
  readonly onForgetFailed: (error: unknown) => void;
}

export function createWaitingRoom(deps: WaitingRoomDeps): WaitingRoom {
  const lanes = new Map<number, Map<OrderRef, ReleasableOrder>>();
  const roomOf = (lane: number): Map<OrderRef, ReleasableOrder> => {
    let room = lanes.get(lane);
    if (room === undefined) {
      room = new Map();
      lanes.set(lane, room);
    }
    return room;
  };
  return {
    open: async (lane) => {
      const stored = await deps.store.waitingIn(lane);
      await deps.codec.ensureSchemas(stored.map(({ facts }) => facts));
      const room = new Map<OrderRef, ReleasableOrder>();
      for (const { orderRef, claim, facts } of stored) {
        room.set(orderRef, { orderRef, claim, facts: decodeFacts(deps.codec, facts), bytes: facts });
      }
      lanes.set(lane, room);
    },
    close: (lane) => void lanes.delete(lane),
    calledBy: (lane, arrived, ready, notReady) => {
      const room = roomOf(lane);
      if (room.size === 0) return [];
      const called = new Map<OrderRef, ReleasableOrder>();
      const call = (orderRef: OrderRef): void => {
        const order = room.get(orderRef);
        if (order !== undefined) called.set(orderRef, order);
      };
      for (const orderRef of arrived) call(orderRef);
      for (const { orderRef } of ready) call(orderRef);
      for (const orderRef of notReady) called.delete(orderRef);
      return [...called.values()];
    },
    enter: async (lane, orders) => {
      if (orders.length === 0) return;
      await deps.store.putWaiting(
        orders.map(({ orderRef, claim, bytes }) => ({ orderRef, lane, claim, facts: bytes })),
      );
      const room = roomOf(lane);
      for (const order of orders) room.set(order.orderRef, order);
    },
    leave: (lane, orderRefs) => {
      const room = roomOf(lane);
      const left = orderRefs.filter((orderRef) => room.delete(orderRef));
      if (left.length > 0) deps.store.forgetWaiting(left).catch(deps.onForgetFailed);
    },
    all: (lane) => [...roomOf(lane).values()],
  };
}
