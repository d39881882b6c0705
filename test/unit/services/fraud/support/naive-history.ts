// The truth, computed the slow way: sort everything, then look at every earlier order. Shares no code with what it judges.
import type { HandleKind, ObservedOrder } from '#services/fraud/domain/observed-order';
import type { History } from '#services/fraud/domain/order-history';

const DAY_MS = 86_400_000;
const LENGTHS = [3_600_000, DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 173 * DAY_MS];

interface Told {
  readonly orders: number[];
  readonly others: number[];
  readonly previousAt: number | null;
}

export type ToldHistory = Record<string, Told>;

/** What was before `order` among `all`. */
export function countNaively(all: readonly ObservedOrder[], order: ObservedOrder): ToldHistory {
  const sorted = [...all].sort((a, b) =>
    a.placedAt === b.placedAt ? (a.orderId < b.orderId ? -1 : a.orderId > b.orderId ? 1 : 0) : a.placedAt - b.placedAt,
  );
  const earlier = sorted.slice(0, sorted.indexOf(order));
  const result: ToldHistory = {};
  for (const [kind, handle] of Object.entries(order.handles)) {
    const companion: HandleKind = kind === 'account' ? 'device' : 'account';
    const alike = earlier.filter((other) => other.handles[kind as HandleKind] === handle);
    const inside = LENGTHS.map((ms) => alike.filter(({ placedAt }) => order.placedAt - placedAt <= ms));
    const others = inside.map(
      (list) =>
        new Set(
          list.flatMap(({ handles }) => {
            const its = handles[companion];
            return its === undefined || its === order.handles[companion] ? [] : [its];
          }),
        ).size,
    );
    result[kind] = {
      orders: inside.map(({ length }) => length),
      others,
      previousAt: inside[4]?.at(-1)?.placedAt ?? null,
    };
  }
  return result;
}

/** What a history tells, in the same shape. */
export function told(history: History): ToldHistory {
  return Object.fromEntries(
    Object.entries(history).map(([kind, { windows, previousAt }]) => [
      kind,
      { orders: windows.map(({ orders }) => orders), others: windows.map(({ others }) => others), previousAt },
    ]),
  );
}
