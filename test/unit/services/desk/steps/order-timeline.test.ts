// The life of an order, told to each role as the policy lets it: nothing that was not put on record before, and nothing of a life whose keys are gone.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { OrderStatus } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { ErasureCourse } from '#services/desk/domain/erasures/erasure-course';
import { readerOf, type TimelineReader } from '#services/desk/domain/orders/timeline';
import { orderTimeline, type TimelineDeps } from '#services/desk/steps/order-timeline';
import type { ParcelLife } from '#services/desk/store/parcel-shelf';
import type { UnitHandler } from '#shared/pipeline/unit';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { createStaticPolicySource } from '#shared/policy/static-policy-source';
import { generateOrders } from '#shared/sample/generate-orders';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { givenRoad, runUnit, type SmallRoad } from '#test/unit/services/support/small-road';
import { assessmentOf } from '../support/assessments.js';
import { createMemoryCases } from '../support/memory-cases.js';
import { givenDesk, givenLooks } from '../support/given-requests.js';
import type { createMemoryViewLog } from '../support/memory-desk.js';

const [order] = [...generateOrders({ seed: 'timeline', count: 1 })] as [PlainOrder];
const T0 = order.occurredAt;
const DAY_MS = 86_400_000;

let road: SmallRoad;
let desk: UnitHandler;
let views: ReturnType<typeof createMemoryViewLog>;
let parcels: ParcelLife[];
let erasures: ErasureCourse[];
let deps: TimelineDeps;

beforeEach(async () => {
  road = await givenRoad();
  const { codec } = road;
  const looks = givenLooks(road, () => 5);
  desk = givenDesk(looks, road, { isParticipant: false });
  views = looks.views;
  parcels = [];
  erasures = [];
  const cases = createMemoryCases();
  deps = {
    ...looks,
    cases,
    parcels: { ofOrder: async () => parcels },
    erasures: { page: async () => ({ erasures, next: null }) },
    perHour: 2,
    onCapped: () => undefined,
  };
  await runUnit(desk, road.asInput(await runUnit(road.intake, [road.event('OrderPlaced', order)])));
  const assessment = assessmentOf(ref(), { assessedAt: T0 + 2_000, verdict: 'REVIEW', score: 50 });
  const { revision, placedAt } = assessment;
  const record = codec.encode(topics.fraudAssessments, assessment);
  const known = { record, revision, isFlagged: true, currency: 'EUR', risk: 1, placedAt, handles: [] };
  await cases.apply([{ orderRef: ref(), kind: 'assessed', assessment: known }]);
});

const ref = () => road.refs.orderRef(order.orderId);
const status = async (kind: OrderStatus['status'], at: number, changes: Partial<OrderStatus> = {}): Promise<void> => {
  const { orderId } = order;
  const told = { orderId, status: kind, outcome: null, reasonCodes: [], policyVersion: 4, at, fieldPaths: [] };
  const bytes = road.codec.encode(topics.ordersStatuses, { ...told, ...changes });
  await runUnit(desk, [road.record(topics.ordersStatuses.name, orderId, bytes)]);
};
const ask = (reader: TimelineReader) =>
  orderTimeline(deps, { orderRef: ref(), by: 'anna', reader, reason: 'CUSTOMER_QUESTION' });
async function told(reader: TimelineReader): Promise<string[]> {
  const result = await ask(reader);
  if (result.kind !== 'shown') return [result.kind];
  return result.events.map(({ kind, details }) => [kind, ...Object.values(details)].join(' '));
}
const lived = async (): Promise<void> => {
  await status('ACCEPTED', T0 + 1_000);
  await status('HELD', T0 + 3_000, { reasonCodes: ['FRAUD_REVIEW'] });
  await status('RELEASED', T0 + 9_000);
  await status('FINISHED', T0 + DAY_MS, { outcome: 'DELIVERED' });
  parcels = [
    {
      parcel: 1,
      carrierId: 'dhl',
      states: new Map([
        ['RELEASED', T0 + 9_001],
        ['DELIVERED', T0 + DAY_MS - 5],
      ]),
    },
  ];
};

describe('the life of an order', () => {
  test('goes from placed to the day of its erasure, for those who watch over the rules with codes and verdicts', async () => {
    await lived();
    expect(await told('auditor')).toEqual([
      'PLACED',
      'ACCEPTED',
      'ASSESSED REVIEW 50 DEVICE_SEEN default 3',
      'HELD FRAUD_REVIEW',
      'RELEASED',
      'PARCEL_RELEASED 1 dhl',
      'PARCEL_DELIVERED 1 dhl',
      'FINISHED DELIVERED',
      'ERASURE_DUE',
    ]);
    const result = await ask('privacy-officer');
    if (result.kind !== 'shown') throw new Error(result.kind);
    const due = result.events.at(-1);
    expect([due?.atMs, due?.policyVersion]).toEqual([T0 + DAY_MS - 5 + 7 * DAY_MS, readPolicyFile().version]);
    expect(result.events.find(({ kind }) => kind === 'HELD')?.policyVersion).toBe(4);
  });

  test('is told to customer service without fraud control and codes, and to analysts as the policy lets them', async () => {
    await lived();
    expect((await told('customer-service')).filter((line) => !line.startsWith('PARCEL'))).toEqual([
      'PLACED',
      'ACCEPTED',
      'HELD',
      'RELEASED',
      'FINISHED DELIVERED',
      'ERASURE_DUE',
    ]);
    expect(await told('analyst')).toContain('ASSESSED REVIEW 50 DEVICE_SEEN default 3');
  });

  test('has no day of erasure while a clock cannot run, or the order is not over', async () => {
    await status('ACCEPTED', T0 + 1_000);
    parcels = [{ parcel: 1, carrierId: 'dhl', states: new Map([['DELIVERED', T0]]) }];
    expect(await told('auditor')).not.toContain('ERASURE_DUE');
  });

  test('is gone with its keys: the erasure alone is told, and what fraud control keeps; to customer service nothing', async () => {
    await lived();
    await road.vault.shredOrders([ref()], 9);
    const course = { erasureId: 'e', orderRef: ref(), reason: 'RETENTION_OVER', categories: [], policyVersion: 4 };
    const standing = { participants: ['intake', 'store'], answered: ['intake'], heardFrom: [], doneAtMs: null };
    const alarm = { missing: ['store'], reminders: 1, atMs: 30 };
    erasures = [{ ...course, ...standing, begunAtMs: 10, alarm }];
    expect(await told('privacy-officer')).toEqual([
      'ASSESSED REVIEW 50 DEVICE_SEEN default 3',
      'ERASURE_BEGUN the whole order RETENTION_OVER intake, store',
      'ERASURE_LATE the whole order store',
    ]);
    erasures = [{ ...course, ...standing, begunAtMs: 10, alarm, doneAtMs: 40, answered: ['intake', 'store'] }];
    expect((await told('auditor')).at(-1)).toBe('ERASED the whole order intake, store');
    expect(await told('customer-service')).toEqual(['erased']);
  });

  test('is on record before it is told, capped for customer service alone, and not told by a policy that forbids it', async () => {
    for (let look = 0; look < 3; look++) await ask('customer-service');
    await ask('auditor');
    expect(views.views.map(({ role, outcome, purpose }) => `${role} ${outcome} ${purpose}`)).toEqual([
      'customer-service shown after-sales',
      'customer-service shown after-sales',
      'customer-service capped after-sales',
      'auditor shown watching-over-the-rules',
    ]);
    const broken = { ...deps, views: { ...views, note: () => Promise.reject(new Error('no disk')) } };
    const question = { orderRef: ref(), by: 'anna', reader: 'auditor' as const, reason: 'ORDER_TIMELINE' };
    await expect(orderTimeline(broken, question)).rejects.toThrow('no disk');
    const policy = readPolicyFile();
    const narrow = { ...policy, recipients: new Map([...policy.recipients].filter(([id]) => id !== 'analysts')) };
    const narrowed = { ...deps, policy: createStaticPolicySource(narrow) };
    expect(await orderTimeline(narrowed, { ...question, reader: 'analyst' })).toEqual({ kind: 'not-allowed' });
    const nobody = road.refs.orderRef('nobody');
    expect((await orderTimeline({ ...deps, cases: createMemoryCases() }, { ...question, orderRef: nobody })).kind).toBe(
      'unknown',
    );
  });

  test('is read as the widest role that somebody has', () => {
    expect(readerOf(new Set(['customer-service', 'auditor']))).toBe('auditor');
    expect(readerOf(new Set(['customer-service']))).toBe('customer-service');
    expect(readerOf(new Set(['administrator']))).toBeNull();
  });
});
