// News of one order as the domain of erasure sees it, valid by default; and generators of whole lives for property tests.
import fc from 'fast-check';
import type { KnownFacts } from '#services/erasure/domain/order-life';
import type { FactsNews, OrderNews, ProgressNews, ProgressState } from '#services/erasure/domain/order-news';

export function facts(changes: Partial<KnownFacts> = {}): FactsNews {
  return {
    kind: 'facts',
    facts: {
      revision: 1,
      orderId: 'order-1',
      state: 'PLACED',
      refusalCodes: [],
      placedAt: 1_000,
      cancelledAt: null,
      caseOpen: false,
      lastEventAt: 1_000,
      ...changes,
    },
  };
}

export function progress(state: ProgressState, at: number, changes: Partial<ProgressNews> = {}): ProgressNews {
  const parcel = { parcel: 1, parcels: 1, shipmentRef: null, carrierId: 'swiftpost' };
  return { kind: 'progress', ...parcel, state, reasonCode: null, at, ...changes };
}

export function held(reasonCode: string, at: number): ProgressNews {
  return progress('HELD', at, { parcel: 0, reasonCode });
}

const STATES = [
  'HELD',
  'RELEASED',
  'ACCEPTED',
  'IN_TRANSIT',
  'OUT_FOR_DELIVERY',
  'DELIVERED',
  'RETURNED',
  'LOST',
] as const;
const time = fc.integer({ min: 1_000, max: 1_020 });

const anyProgress: fc.Arbitrary<ProgressNews> = fc
  .record({
    state: fc.constantFrom(...STATES),
    at: time,
    parcel: fc.integer({ min: 1, max: 3 }),
    code: fc.constantFrom('A', 'B'),
  })
  .map(({ state, at, parcel, code }) =>
    state === 'HELD' ? held(code, at) : progress(state, at, { parcel, parcels: 3 }),
  );

/** The facts of one order as intake publishes them: revisions without gaps, each event later than the one before. */
export const anyFacts: fc.Arbitrary<FactsNews[]> = fc
  .record({
    steps: fc.array(fc.constantFrom('paid', 'opened', 'closed', 'cancelled', 'packed'), { maxLength: 6 }),
    refusedFirst: fc.boolean(),
    refusedOnly: fc.boolean(),
  })
  .map(({ steps, refusedFirst, refusedOnly }) => {
    const refused = facts({ state: 'REFUSED', placedAt: null, refusalCodes: ['COUNTRY_UNKNOWN'] });
    if (refusedOnly) return [refused];
    const all: FactsNews[] = refusedFirst ? [refused] : [];
    let current = facts({ revision: all.length + 1 });
    all.push(current);
    for (const step of steps) {
      const { facts: before } = current;
      const lastEventAt = before.lastEventAt + 3;
      const change: Partial<KnownFacts> =
        step === 'opened'
          ? { caseOpen: true }
          : step === 'closed'
            ? { caseOpen: false }
            : step === 'cancelled'
              ? { cancelledAt: before.cancelledAt ?? lastEventAt }
              : {};
      current = facts({ ...before, ...change, revision: before.revision + 1, lastEventAt });
      all.push(current);
    }
    return all;
  });

export const anyNews: fc.Arbitrary<OrderNews[]> = fc
  .tuple(anyFacts, fc.array(anyProgress, { maxLength: 12 }))
  .map(([factsNews, progressNews]) => [...factsNews, ...progressNews]);

/** Facts and progress, each in its own order as on its topic. */
export const anyStreams = fc.record({ facts: anyFacts, progress: fc.array(anyProgress, { maxLength: 12 }) });
