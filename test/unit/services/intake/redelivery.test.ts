// Whatever happens to a few orders, wherever units are cut and wherever the service dies before its commit: the same facts and the same
// refusals remain, and no event is lost.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EarlyEvents } from '#services/intake/store/early-events';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { generateOrders } from '#shared/sample/generate-orders';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import type { Vault } from '#shared/vault/vault';
import { propertyRuns } from '#test/support/property-runs';
import {
  createSmallIntake,
  eventBytes,
  factsIn,
  incoming,
  lettersIn,
  refs,
  type SmallIntake,
} from './support/small-intake.js';

const ORDERS = [...generateOrders({ seed: 'redelivery', count: 3 })] as readonly PlainOrder[];

const KINDS = ['placed', 'broken', 'paid', 'cancelled', 'packed', 'opened', 'closed'] as const;
type Kind = (typeof KINDS)[number];

interface Happening {
  readonly kind: Kind;
  /** Index into ORDERS. */
  readonly of: number;
  /** Two events of one order with the same number are the same event sent twice. */
  readonly id: number;
  readonly atMs: number;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom(...KINDS),
  of: fc.nat(ORDERS.length - 1),
  id: fc.nat(30),
  atMs: fc.nat(5),
});

/** Sizes of units, and whether the service dies before it commits them. */
const chaos = fc.array(fc.record({ size: fc.integer({ min: 1, max: 6 }), crash: fc.boolean() }), { maxLength: 15 });

function bytesOf({ kind, of, id, atMs }: Happening): { key: string; value: Buffer } {
  const order = ORDERS[of] as PlainOrder;
  const { orderId } = order;
  const eventId = `00000000-0000-4000-8000-${String(of * 100 + id).padStart(12, '0')}`;
  const base = { eventId, orderId, occurredAt: order.occurredAt + atMs };
  const value = {
    placed: () => eventBytes('OrderPlaced', { ...order, ...base }),
    broken: () => eventBytes('OrderPlaced', { ...order, ...base, items: [] }),
    paid: () => eventBytes('PaymentConfirmed', { ...base, amount: '1.00', currency: 'EUR' }),
    cancelled: () => eventBytes('OrderCancelled', { ...base, reason: 'CUSTOMER' }),
    packed: () => eventBytes('OrderPacked', { ...base, parcels: [{ parcel: 1, weightGrams: atMs, skus: [] }] }),
    opened: () => eventBytes('AfterSalesOpened', { ...base, caseId: 'case' }),
    closed: () => eventBytes('AfterSalesClosed', { ...base, caseId: 'case' }),
  }[kind]();
  return { key: orderId, value };
}

function recordsOf(happenings: readonly Happening[], partition = 0): IncomingRecord[] {
  return happenings.map((one, offset) => {
    const { key, value } = bytesOf(one);
    return incoming(key, value, offset, partition);
  });
}

async function deliver(
  intake: SmallIntake,
  records: readonly IncomingRecord[],
  units: readonly { readonly size: number; readonly crash: boolean }[],
): Promise<OutgoingRecord[]> {
  const outputs: OutgoingRecord[] = [];
  let at = 0;
  for (let unit = 0; at < records.length; unit++) {
    const { size, crash } = units[unit] ?? { size: 1, crash: false };
    outputs.push(...(await intake.work(records.slice(at, at + size), crash)));
    if (!crash) at += size;
  }
  return outputs;
}

const ANNOUNCEMENTS = new Set(['EVENT_EARLY', 'ORDER_REFUSED']);

/** The last facts of each order, as a compacted topic keeps them. */
function lastFacts(outputs: readonly OutgoingRecord[]) {
  return new Map(factsIn(outputs).map((facts) => [facts.orderId, facts]));
}

/** Whether an event had to wait depends on where units are cut: its announcement may be there or not. All else must not. */
function refusals(outputs: readonly OutgoingRecord[]): { announced: Set<number>; refused: Map<number, string[]> } {
  const announced = new Set<number>();
  const refused = new Map<number, string[]>();
  for (const { code, sourceOffset } of lettersIn(outputs)) {
    if (ANNOUNCEMENTS.has(code)) announced.add(sourceOffset);
    else refused.set(sourceOffset, [...(refused.get(sourceOffset) ?? []), code]);
  }
  return { announced, refused };
}

describe('delivering events again', () => {
  test('ends in the same facts and refusals, wherever units are cut and whenever the service dies before its commit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 14 }), chaos, async (happenings, units) => {
        const records = recordsOf(happenings);
        const calm = await deliver(createSmallIntake(), records, []);
        const rough = await deliver(createSmallIntake(), records, units);
        expect(lastFacts(rough)).toEqual(lastFacts(calm));
        const [one, other] = [refusals(calm), refusals(rough)];
        const waited = new Set([...one.announced, ...other.announced]);
        const settled = (all: ReadonlyMap<number, string[]>) =>
          [...all].filter(([offset]) => !waited.has(offset)).sort(([a], [b]) => a - b);
        expect(settled(other.refused)).toEqual(settled(one.refused));
      }),
      propertyRuns(25, 60),
    );
  });

  test('names each refused event exactly once, and accounts for every event', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 14 }), chaos, async (happenings, units) => {
        const outputs = await deliver(createSmallIntake(), recordsOf(happenings), units);
        const letters = lettersIn(outputs).map(({ sourceOffset }) => sourceOffset);
        expect(letters.length).toBe(new Set(letters).size);
        const revisions = [...lastFacts(outputs).values()].reduce((sum, { revision }) => sum + revision, 0);
        // Every event counts a revision up or has a letter; a refused placement and an event that waited have both.
        expect(revisions + letters.length).toBeGreaterThanOrEqual(happenings.length);
      }),
      propertyRuns(12, 30),
    );
  });

  test('leaves nothing in the waiting room once the orders are placed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 10 }), chaos, async (happenings, units) => {
        const intake = createSmallIntake();
        const end = ORDERS.map((_, of): Happening => ({ kind: 'placed', of, id: 99, atMs: 9 }));
        await deliver(intake, recordsOf([...happenings, ...end]), units);
        const placed = ORDERS.map(({ orderId }) => orderId);
        expect(await intake.early.parkedFor(placed.map((orderId) => refs.orderRef(orderId)))).toEqual([]);
      }),
      propertyRuns(12, 30),
    );
  });
});

describe('events of one order in two partitions, worked off at the same time', () => {
  type Call = (...args: never[]) => Promise<unknown>;

  /** Every call of the flow to its stores waits until the scheduler lets it go: each order of events is tried. */
  function delayed<T extends object>(scheduler: fc.Scheduler, target: T, names: readonly (keyof T)[]): T {
    const wrapped = names.map((name) => [name, scheduler.scheduleFunction(target[name] as unknown as Call)]);
    return { ...target, ...(Object.fromEntries(wrapped) as Partial<T>) };
  }

  test('all meet in the facts: a payment that comes before, with or after its order is never lost', async () => {
    const mine = fc.shuffledSubarray(['paid', 'packed'] as const, { minLength: 1 });
    const theirs = fc.constantFrom<readonly Kind[]>(['placed'], ['broken', 'placed']);
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), mine, theirs, chaos, chaos, async (scheduler, here, there, ...units) => {
        const intake = createSmallIntake({
          wrapVault: (vault: Vault) => delayed(scheduler, vault, ['admit', 'keysFor', 'updateNotes']),
          wrapEarly: (early: EarlyEvents) => delayed(scheduler, early, ['park', 'parkedFor', 'release']),
        });
        const numbered = (kinds: readonly Kind[], first: number) =>
          kinds.map((kind, index): Happening => ({ kind, of: 0, id: first + index, atMs: first + index }));
        const lanes = Promise.all([
          deliver(intake, recordsOf(numbered(here, 0), 0), units[0] ?? []),
          deliver(intake, recordsOf(numbered(there, 10), 1), units[1] ?? []),
        ]);
        await scheduler.waitFor(lanes);
        const outputs = (await lanes).flat();
        const newest = factsIn(outputs).reduce((one, other) => (other.revision > one.revision ? other : one));
        expect(newest).toMatchObject({ state: 'PLACED', revision: here.length + there.length });
        expect(newest.paidAt !== null).toBe(here.includes('paid'));
        expect(newest.parcels.length > 0).toBe(here.includes('packed'));
        const { refused } = refusals(outputs.filter(({ topic }) => topic !== 'orders.facts'));
        expect([...refused.values()].flat()).toEqual(there.includes('broken') ? ['FIELD_INVALID'] : []);
      }),
      propertyRuns(20, 50),
    );
  });
});
