// Orders of a small world: few devices, addresses and accounts, times on the ends of windows and several of one instant.
import fc from 'fast-check';
import { FACTS } from '#services/fraud/domain/features';
import type { FactValue, ObservedOrder } from '#services/fraud/domain/observed-order';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const T = Date.UTC(2026, 0, 10);
const ENDS = [HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 173 * DAY_MS];

const name = (prefix: string, most: number) => fc.integer({ min: 0, max: most }).map((n) => `${prefix}${n}`);

const time = fc.oneof(
  fc.constantFrom(0, 1, ...ENDS.flatMap((end) => [end - 1, end, end + 1])),
  fc.integer({ min: 0, max: 200 * DAY_MS }),
  fc.integer({ min: 0, max: 2 * DAY_MS }),
  fc.integer({ min: 0, max: HOUR_MS }),
);

const handles = fc.record(
  {
    device: name('d', 2),
    ip: name('i', 1),
    subnet: name('s', 0),
    account: name('a', 3),
    address: name('h', 2),
    email: name('e', 3),
    phone: name('p', 2),
  },
  { requiredKeys: [] },
);

const facts = fc.record(Object.fromEntries(Object.entries(FACTS).map(([fact, value]) => [fact, factLike(value)])), {
  requiredKeys: [],
}) as fc.Arbitrary<Record<string, FactValue>>;

function factLike(value: FactValue): fc.Arbitrary<FactValue> {
  if (typeof value === 'boolean') return fc.boolean();
  return typeof value === 'number' ? fc.integer({ min: 0, max: 100_000 }) : fc.constantFrom('DE', 'FR', 'bot');
}

export function arbitraryOrders(most: number): fc.Arbitrary<ObservedOrder[]> {
  return fc.array(fc.record({ at: time, own: handles, facts, tie: fc.nat(9) }), { maxLength: most }).map((all) =>
    all.map(({ at, own, facts: told, tie }, n) => ({
      orderRef: `r${n}`,
      orderId: `${tie}-${n}`,
      placedAt: T + at,
      handles: own,
      facts: told,
    })),
  );
}
