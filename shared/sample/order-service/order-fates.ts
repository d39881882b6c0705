// What the order service knows of its orders from `orders.statuses`: counts, and which are still open. Forgets what was erased.
import type { OrderOutcome, OrderStatus, OrderStatusKind } from '#schemas/generated/records';

export interface OrderFates {
  placed(orderId: string): void;
  /** False when the order is not one of ours or the status was told before. */
  told(status: OrderStatus): boolean;
  /** Orders placed that are neither refused nor finished. */
  open(): number;
  counts(): FateCounts;
}

export interface FateCounts {
  readonly placed: number;
  /** Orders that came to each status at some time. */
  readonly byStatus: Readonly<Partial<Record<OrderStatusKind, number>>>;
  readonly byOutcome: Readonly<Partial<Record<OrderOutcome, number>>>;
}

const KINDS: readonly OrderStatusKind[] = [
  'ACCEPTED',
  'HELD',
  'REFUSED',
  'RELEASED',
  'HANDED_OVER',
  'DELIVERED',
  'FINISHED',
  'ERASED',
];
/** One bit per status: a number per order is all that is kept, so that hundreds of thousands may be open. */
const BITS = Object.fromEntries(KINDS.map((kind, i) => [kind, 1 << i])) as Readonly<Record<OrderStatusKind, number>>;
const ENDS = BITS.REFUSED | BITS.FINISHED | BITS.ERASED;

export function createOrderFates(): OrderFates {
  const told = new Map<string, number>();
  const byStatus: Partial<Record<OrderStatusKind, number>> = {};
  const byOutcome: Partial<Record<OrderOutcome, number>> = {};
  let placed = 0;
  let open = 0;
  return {
    placed: (orderId) => {
      told.set(orderId, 0);
      placed++;
      open++;
    },
    told: ({ orderId, status, outcome }) => {
      const before = told.get(orderId);
      const bit = BITS[status];
      if (before === undefined || (before & bit) !== 0) return false;
      byStatus[status] = (byStatus[status] ?? 0) + 1;
      if ((bit & ENDS) !== 0 && (before & ENDS) === 0) open--;
      if (status === 'FINISHED' && outcome !== null) byOutcome[outcome] = (byOutcome[outcome] ?? 0) + 1;
      if (status === 'ERASED') told.delete(orderId);
      else told.set(orderId, before | bit);
      return true;
    },
    open: () => open,
    counts: () => ({ placed, byStatus: { ...byStatus }, byOutcome: { ...byOutcome } }),
  };
}
