// Where each order of the replay stands, by what the broker told on `orders.statuses`. Orders of others are passed over.
import type { OrderOutcome, OrderStatus, OrderStatusKind } from '#schemas/generated/records';
import type { FinalState } from './order-history.js';

/** `untold`: no status yet; `unfinished`: delivered, but the fulfilment is not finished. */
export type ActualState = FinalState | 'untold' | 'held' | 'refused' | 'unfinished' | 'returned' | 'lost';

export interface FateBook {
  /** True when it is news of one of our orders. */
  told(status: OrderStatus): boolean;
  stateOf(orderId: string): ActualState;
  /** True once the order came to this status, whatever came later; a status passed over on the way to a later one counts. */
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
      const isNews = !fate.reached.has(status);
      for (const kind of [status, ...impliedBy(status, fate.outcome)]) {
        if (fate.reached.has(kind)) continue;
        fate.reached.add(kind);
        counts[kind]++;
      }
      return isNews;
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

/** What an order must have gone through: compaction and haste leave only the latest status to be read. */
function impliedBy(status: OrderStatusKind, outcome: OrderOutcome | null): readonly OrderStatusKind[] {
  switch (status) {
    case 'ACCEPTED':
    case 'REFUSED':
      return [];
    case 'HELD':
    case 'RELEASED':
      return ['ACCEPTED'];
    case 'HANDED_OVER':
      return ['ACCEPTED', 'RELEASED'];
    case 'DELIVERED':
      return ['ACCEPTED', 'RELEASED', 'HANDED_OVER'];
    case 'FINISHED':
    case 'ERASED': {
      const finished: readonly OrderStatusKind[] = status === 'ERASED' ? ['FINISHED'] : [];
      if (outcome === 'REFUSED') return [...finished, 'REFUSED'];
      if (outcome === 'DELIVERED') return [...finished, 'ACCEPTED', 'RELEASED', 'HANDED_OVER', 'DELIVERED'];
      if (outcome === 'RETURNED' || outcome === 'LOST') return [...finished, 'ACCEPTED', 'RELEASED', 'HANDED_OVER'];
      return [...finished, 'ACCEPTED'];
    }
  }
}

function actualOf({ latest, outcome }: Fate): ActualState {
  if (latest !== 'FINISHED' && latest !== 'ERASED') return STATES[latest];
  return outcome === null ? 'unfinished' : OUTCOMES[outcome];
}
