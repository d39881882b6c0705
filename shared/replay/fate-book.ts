// Where each order of the replay stands, by what the broker told on `orders.statuses`. Orders of others are passed over.
import type { OrderOutcome, OrderStatus, OrderStatusKind } from '#schemas/generated/records';
import type { FinalState } from './order-history.js';

/** `untold`: no status yet; `unfinished`: delivered, but the fulfilment is not finished. */
export type ActualState = FinalState | 'untold' | 'held' | 'refused' | 'unfinished' | 'returned' | 'lost';

export interface FateBook {
  /** True when it is news of one of our orders. */
  told(status: OrderStatus): boolean;
  stateOf(orderId: string): ActualState;
  /** True once the order was told to have come to this status, whatever came later. */
  reached(orderId: string, status: OrderStatusKind): boolean;
  /** True when nothing can change any more: finished or refused. */
  isOver(orderId: string): boolean;
  /** Orders that came to each status. */
  counts(): Readonly<Record<OrderStatusKind, number>>;
}

interface Fate {
  latest: OrderStatusKind;
  outcome: OrderOutcome | null;
  readonly reached: Set<OrderStatusKind>;
}

const STATES: Readonly<Record<Exclude<OrderStatusKind, 'FINISHED' | 'ERASED'>, ActualState>> = {
  ACCEPTED: 'accepted',
  HELD: 'held',
  REFUSED: 'refused',
  RELEASED: 'released',
  HANDED_OVER: 'shipped',
  DELIVERED: 'unfinished',
};
const OUTCOMES: Readonly<Record<OrderOutcome, ActualState>> = {
  DELIVERED: 'delivered',
  RETURNED: 'returned',
  LOST: 'lost',
  CANCELLED: 'cancelled',
  REFUSED: 'refused',
};

/** @param orderIds all orders of the replay */
export function createFateBook(orderIds: Iterable<string>): FateBook {
  const fates = new Map<string, Fate | null>();
  for (const orderId of orderIds) fates.set(orderId, null);
  const counts: Record<OrderStatusKind, number> = {
    ACCEPTED: 0,
    HELD: 0,
    REFUSED: 0,
    RELEASED: 0,
    HANDED_OVER: 0,
    DELIVERED: 0,
    FINISHED: 0,
    ERASED: 0,
  };
  return {
    told: ({ orderId, status, outcome }) => {
      const known = fates.get(orderId);
      if (known === undefined) return false;
      const fate: Fate = known ?? { latest: status, outcome: null, reached: new Set() };
      fates.set(orderId, fate);
      fate.latest = status;
      fate.outcome = outcome ?? fate.outcome;
      if (fate.reached.has(status)) return false;
      fate.reached.add(status);
      counts[status]++;
      return true;
    },
    stateOf: (orderId) => {
      const fate = fates.get(orderId);
      return fate === undefined || fate === null ? 'untold' : actualOf(fate);
    },
    reached: (orderId, status) => fates.get(orderId)?.reached.has(status) ?? false,
    isOver: (orderId) => {
      const latest = fates.get(orderId)?.latest;
      return latest === 'FINISHED' || latest === 'ERASED' || latest === 'REFUSED';
    },
    counts: () => ({ ...counts }),
  };
}

function actualOf({ latest, outcome }: Fate): ActualState {
  if (latest !== 'FINISHED' && latest !== 'ERASED') return STATES[latest];
  return outcome === null ? 'unfinished' : OUTCOMES[outcome];
}
