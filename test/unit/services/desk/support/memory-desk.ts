// What the desk keeps, in memory, for tests of its steps.
import type { OrderRef } from '#shared/domain/refs';
import type { OrderShelf, ShelvedOrder } from '#services/desk/store/order-shelf';
import type { View, ViewLog } from '#services/desk/store/view-log';

interface Kept {
  parts: Map<string, Buffer>;
  customerRef: string | null;
}

function below(parts: ReadonlyMap<string, Buffer>, start: string): ReadonlyMap<string, Buffer> {
  const found = [...parts].filter(([part]) => part.startsWith(start));
  return new Map(found.map(([part, value]) => [part.slice(start.length), value]));
}

export function createMemoryShelf(): OrderShelf {
  const orders = new Map<OrderRef, Kept | 'erased'>();
  const toOrder = (orderRef: OrderRef, { parts }: Kept): ShelvedOrder => ({
    orderRef,
    facts: parts.get('facts') ?? null,
    status: parts.get('status') ?? null,
    stages: below(parts, 'stages.'),
    blocks: below(parts, 'blocks.'),
  });
  const found = (orderRef: OrderRef): ShelvedOrder | 'erased' | null => {
    const kept = orders.get(orderRef);
    if (kept === undefined) return null;
    return kept === 'erased' ? 'erased' : toOrder(orderRef, kept);
  };
  return {
    apply: async (changes) => {
      for (const { orderRef, part, value, customerRef } of changes) {
        const kept = orders.get(orderRef) ?? { parts: new Map<string, Buffer>(), customerRef: null };
        if (kept === 'erased') continue;
        if (value === null) kept.parts.delete(part);
        else kept.parts.set(part, value);
        kept.customerRef = customerRef ?? kept.customerRef;
        orders.set(orderRef, kept);
      }
    },
    erase: async (orderRefs) => {
      const there = orderRefs.filter((orderRef) => orders.has(orderRef) && orders.get(orderRef) !== 'erased');
      for (const orderRef of orderRefs) orders.set(orderRef, 'erased');
      return new Set(there);
    },
    find: async (orderRef) => found(orderRef),
    glance: async (orderRef) => {
      const order = found(orderRef);
      if (order === null || order === 'erased') return order;
      const shipping = order.blocks.get('shipping');
      return { ...order, stages: new Map(), blocks: new Map(shipping === undefined ? [] : [['shipping', shipping]]) };
    },
    ofCustomer: async (customerRef, limit) =>
      [...orders]
        .flatMap(([orderRef, kept]) =>
          kept !== 'erased' && kept.customerRef === customerRef ? [toOrder(orderRef, kept)] : [],
        )
        .slice(0, limit),
  };
}

export function createMemoryViewLog(): ViewLog & { readonly views: View[] } {
  const views: View[] = [];
  const counts = new Map<string, number>();
  return {
    views,
    note: async (view) => void views.push(view),
    countLookUp: async (by, atMs) => {
      const key = `${Math.floor(atMs / 3_600_000)}/${by}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      return counts.get(key) ?? 0;
    },
    page: async () => ({ views: views.toReversed(), next: null }),
  };
}
