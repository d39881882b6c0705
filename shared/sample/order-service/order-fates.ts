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

const ENDS: ReadonlySet<OrderStatusKind> = new Set(['REFUSED', 'FINISHED', 'ERASED']);

export function createOrderFates(): OrderFates {
  const told = new Map<string, Set<OrderStatusKind>>();
  const byStatus: Partial<Record<OrderStatusKind, number>> = {};
  const byOutcome: Partial<Record<OrderOutcome, number>> = {};
  let placed = 0;
  let open = 0;
  return {
    placed: (orderId) => {
      told.set(orderId, new Set());
      placed++;
      open++;
    },
    told: ({ orderId, status, outcome }) => {
      const before = told.get(orderId);
      if (before === undefined || before.has(status)) return false;
      const ended = [...before].some((earlier) => ENDS.has(earlier));
      before.add(status);
      byStatus[status] = (byStatus[status] ?? 0) + 1;
      if (ENDS.has(status) && !ended) open--;
      if (status === 'FINISHED' && outcome !== null) byOutcome[outcome] = (byOutcome[outcome] ?? 0) + 1;
      if (status === 'ERASED') told.delete(orderId);
      return true;
    },
    open: () => open,
    counts: () => ({ placed, byStatus: { ...byStatus }, byOutcome: { ...byOutcome } }),
  };
}
