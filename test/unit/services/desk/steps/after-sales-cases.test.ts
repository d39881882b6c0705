// After-sales cases: for the customer of the order and customer service only, sealed, looked at on record, held open for, and gone with the order.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '#schemas/generated/topics';
import { type CaseDeps, type CaseNews, casesOf, closeCase, openCase } from '#services/desk/steps/after-sales-cases';
import { addMessage, addPhoto } from '#services/desk/steps/fill-case';
import { viewCase, type ViewCaseDeps, viewPhoto } from '#services/desk/steps/view-case';
import type { UnitHandler } from '#shared/pipeline/unit';
import { generateOrders } from '#shared/sample/generate-orders';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { givenRoad, runUnit, type SmallRoad } from '#test/unit/services/support/small-road';
import { createOneTimeLinks } from '#shared/one-time-links/one-time-link';
import { CASE_LINK_LIMITS } from '#services/desk/domain/cases/case-link';
import { type CaseLinkDeps, fillByLink, lookAtCaseLink, sendCaseLink } from '#services/desk/steps/case-links';
import { createMemoryAfterSales } from '../support/memory-after-sales.js';
import { givenDesk, givenLooks } from '../support/given-requests.js';
import type { createMemoryViewLog } from '../support/memory-desk.js';

const [order] = [...generateOrders({ seed: 'cases', count: 1 })] as [PlainOrder];
const { orderId } = order;
const LINKS = createOneTimeLinks(Buffer.alloc(32, 7));
const WORDS = 'The zip is broken at the left sleeve';
const NOW_MS = 1_790_000_000_000;
const STAFF = { customerRef: null };
const FOR_WORK = { customerRef: null, by: 'clerk-1', purpose: 'after-sales' };

let road: SmallRoad;
let desk: UnitHandler;
let deps: CaseDeps & ViewCaseDeps & CaseLinkDeps;
let sent: { reference: string; validUntil: number }[];
let machineMs: number;
let views: ReturnType<typeof createMemoryViewLog>;
let told: CaseNews[];
let notices: string[];
let customer: { customerRef: string };

beforeEach(async () => {
  road = await givenRoad();
  const looks = givenLooks(road, () => NOW_MS);
  const cases = createMemoryAfterSales();
  views = looks.views;
  told = [];
  notices = [];
  sent = [];
  machineMs = NOW_MS;
  desk = givenDesk({ ...looks, cases }, road);
  await runUnit(desk, road.asInput(await runUnit(road.intake, [road.event('OrderPlaced', order)])));
  customer = { customerRef: road.refs.customerRef(order.customerId) };
  deps = {
    ...looks,
    cases,
    machineClock: { nowMs: () => machineMs },
    perHour: 3,
    links: LINKS,
    sendLink: async (_orderRef, reference, validUntil) => void sent.push({ reference, validUntil }),
    clean: async (bytes) => ({ kind: 'clean', media: 'image/png', bytes: Buffer.from(bytes), width: 1, height: 2 }),
    tell: async (news) => void told.push(news),
    notify: async (_orderRef, caseRef, stage) => void notices.push(`${caseRef} ${stage}`),
  };
});

/** What the desk told intake, as intake and then the desk itself hear of it. */
const hear = async (): Promise<void> => {
  for (const { kind, ...event } of told.splice(0))
    await runUnit(desk, road.asInput(await runUnit(road.intake, [road.event(kind, event)])));
};
const opened = async (key = 'key-1'): Promise<string> => {
  const made = await openCase(deps, customer, orderId, key);
  if (made.kind === 'refused') throw new Error(made.code);
  await hear();
  return made.value.caseRef;
};
const erasureOf = (categories: string[]) => {
  const orderRef = road.refs.orderRef(orderId);
  const request = { erasureId: 'e', orderRef, categories, reason: 'RETENTION_ENDED', policyVersion: 1, requestedAt: 1 };
  return road.record(topics.erasureRequests.name, orderRef, road.codec.encode(topics.erasureRequests, request));
};

describe('a case', () => {
  test('is opened once for a key, holds the order’s clock by its facts, and its customer is told', async () => {
    const caseRef = await opened();
    expect(await opened()).toBe(caseRef);
    expect(new Set(notices)).toEqual(new Set([`${caseRef} received`]));
    const found = await deps.shelf.find(road.refs.orderRef(orderId));
    if (found === null || found === 'erased') throw new Error('no order');
    const facts = road.codec.decode(found.facts as Buffer, topics.ordersFacts);
    expect(facts).toMatchObject({ value: { openCases: [caseRef] } });
  });

  test('is nobody else’s: a stranger can neither open, fill nor see one, and does not learn that the order is there', async () => {
    const stranger = { customerRef: road.refs.customerRef('somebody else') };
    const caseRef = await opened();
    expect(await openCase(deps, stranger, orderId, 'key-2')).toMatchObject({ code: 'ORDER_UNKNOWN' });
    expect(await casesOf(deps, stranger, orderId)).toMatchObject({ code: 'ORDER_UNKNOWN' });
    expect(await addMessage(deps, stranger, { caseRef, key: 'k', text: WORDS })).toMatchObject({ code: 'NOT_FOUND' });
    const viewer = { ...stranger, by: 'the person', purpose: 'right-of-the-person' };
    expect(await viewCase(deps, viewer, caseRef)).toBe('not-found');
    expect(views.views).toEqual([]);
  });

  test('takes messages and photos once each, sealed, and shows them to both sides on record', async () => {
    const caseRef = await opened();
    for (let time = 0; time < 2; time++) await addMessage(deps, customer, { caseRef, key: 'key-m', text: WORDS });
    const photo = await addPhoto(deps, customer, { caseRef, key: 'key-p', photo: Buffer.from('picture') });
    await addMessage(deps, STAFF, { caseRef, key: 'key-a', text: 'We send you a new one.' });
    const [sealed] = await deps.cases.blocks(caseRef, 'message', null);
    expect(sealed?.block.ciphertext.includes('zip')).toBe(false);
    const seen = await viewCase(deps, FOR_WORK, caseRef);
    if (typeof seen === 'string') throw new Error(seen);
    expect(seen.entries.map(({ from, kind, text }) => [from, kind, text])).toEqual([
      ['customer', 'message', WORDS],
      ['customer', 'photo', null],
      ['customer-service', 'message', 'We send you a new one.'],
    ]);
    const { entryId } = photo.kind === 'done' ? photo.value : { entryId: '' };
    expect(await viewPhoto(deps, FOR_WORK, caseRef, entryId)).toMatchObject({ content: Buffer.from('picture') });
    expect(views.views).toMatchObject([
      { by: 'clerk-1', categories: ['after-sales'], purpose: 'after-sales', outcome: 'shown' },
      { by: 'clerk-1' },
    ]);
    expect(notices).toContain(`${caseRef} answered`);
  });

  test('is not shown for another purpose, and then nothing is opened', async () => {
    const caseRef = await opened();
    expect(await viewCase(deps, { ...FOR_WORK, purpose: 'fraud-control' }, caseRef)).toBe('not-allowed');
    expect(views.views).toEqual([]);
  });

  test('keeps a photo that cannot be cleaned out', async () => {
    const caseRef = await opened();
    const strict = { ...deps, clean: async () => ({ kind: 'refused', code: 'PHOTO_UNREADABLE' }) as const };
    const refused = await addPhoto(strict, customer, { caseRef, key: 'key-p', photo: Buffer.from('x') });
    expect(refused).toMatchObject({ code: 'PHOTO_UNREADABLE' });
    expect(await deps.cases.entries(caseRef)).toEqual([]);
  });

  test('takes nothing once it is closed, here or by the shop', async () => {
    const [here, there] = [await opened('key-1'), await opened('key-2')];
    expect(await closeCase(deps, here)).toMatchObject({ kind: 'done' });
    await hear();
    const close = { eventId: randomUUID(), orderId, occurredAt: NOW_MS + 1_000, caseId: there };
    await runUnit(desk, road.asInput(await runUnit(road.intake, [road.event('AfterSalesClosed', close)])));
    for (const caseRef of [here, there])
      expect(await addMessage(deps, customer, { caseRef, key: 'k', text: WORDS })).toMatchObject({
        code: 'CASE_CLOSED',
      });
  });

  test('that the shop opened is found by the number of its order', async () => {
    const open = { eventId: randomUUID(), orderId, occurredAt: NOW_MS + 1_000, caseId: 'RMA-7' };
    await runUnit(desk, road.asInput(await runUnit(road.intake, [road.event('AfterSalesOpened', open)])));
    expect(await casesOf(deps, STAFF, orderId)).toMatchObject({ value: [{ openedBy: 'shop', caseId: 'RMA-7' }] });
  });

  test.each([[['after-sales']], [[]]])(
    'is gone with its erasure %j, and nothing gets into it afterwards',
    async (categories) => {
      const caseRef = await opened();
      await addMessage(deps, customer, { caseRef, key: 'key-m', text: WORDS });
      const orderRef = road.refs.orderRef(orderId);
      if (categories.length === 0) await road.vault.shredOrders([orderRef], 1);
      else await road.vault.shredCategory([orderRef], 'after-sales');
      expect(await viewCase(deps, FOR_WORK, caseRef)).toMatchObject({ entries: [] });
      expect(await addMessage(deps, customer, { caseRef, key: 'key-n', text: WORDS })).toMatchObject({
        code: 'CASE_CLOSED',
      });
      const [receipt] = road.decoded(await runUnit(desk, [erasureOf(categories)]), topics.erasureReceipts);
      expect(receipt?.deletedDocuments).toBeGreaterThanOrEqual(2);
      expect(await deps.cases.blocks(caseRef, 'message', null)).toEqual([]);
      expect(await openCase(deps, STAFF, orderId, 'key-3')).toMatchObject({ kind: 'refused' });
    },
  );
});

describe('a one-time link into a case', () => {
  const CLERK = { by: 'clerk-1', purpose: 'after-sales' };
  const FORM = { attempt: 'form-1', text: ` ${WORDS} `, photos: [Buffer.from('picture')] };
  const invited = async (caseRef: string, key = 'key-l'): Promise<string> => {
    const link = await sendCaseLink(deps, CLERK, { caseRef, key });
    const { reference, validUntil } = sent.at(-1) ?? { reference: 'none', validUntil: 0 };
    return link.kind === 'sent' ? LINKS.tokenFor(reference, validUntil) : link.code;
  };

  test('is on record before it is sent, the same for the same key, and only as many as a case and an hour may have', async () => {
    const caseRef = await opened();
    expect(await invited(caseRef)).toBe(await invited(caseRef));
    expect(views.views).toMatchObject([{ by: 'clerk-1', reason: 'CASE_LINK_SENT', outcome: 'shown' }, {}]);
    expect(await sendCaseLink(deps, { ...CLERK, purpose: 'fraud-control' }, { caseRef, key: 'k' })).toMatchObject({
      code: 'PURPOSE_NOT_ALLOWED',
    });
    await invited(caseRef, 'key-3');
    expect(await invited(caseRef, 'key-4')).toBe('LOOK_UPS_EXHAUSTED');
    deps = { ...deps, perHour: 100 };
    for (let link = 0; link < CASE_LINK_LIMITS.links - 2; link++) await invited(caseRef, `more-${link}`);
    expect(await invited(caseRef, 'one-too-many')).toBe('CASE_FULL');
    expect(await sendCaseLink(deps, CLERK, { caseRef: 'C-NOBODYNOBODY', key: 'k' })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('takes a message and photos as the customer’s, once, however often the same form arrives', async () => {
    const caseRef = await opened();
    const token = await invited(caseRef);
    expect(await lookAtCaseLink(deps, token, null)).toMatchObject({ kind: 'open', caseRef });
    for (let time = 0; time < 2; time++)
      expect(await fillByLink(deps, token, FORM)).toEqual({ kind: 'filled', caseRef, entries: 2 });
    expect(await fillByLink(deps, token, { ...FORM, attempt: 'form-2' })).toEqual({ kind: 'used' });
    expect(await lookAtCaseLink(deps, token, null)).toEqual({ kind: 'used' });
    const seen = await viewCase(deps, FOR_WORK, caseRef);
    if (typeof seen === 'string') throw new Error(seen);
    expect(seen.entries.map(({ from, kind, text }) => [from, kind, text])).toEqual([
      ['customer', 'message', WORDS],
      ['customer', 'photo', null],
    ]);
    expect(notices.filter((notice) => notice.endsWith('answered'))).toEqual([]);
  });

  test('still works after a form that could not be taken, of which nothing is kept', async () => {
    const caseRef = await opened();
    const token = await invited(caseRef);
    const fill = (changes: object) => fillByLink(deps, token, { ...FORM, ...changes });
    const clean = deps.clean;
    deps = {
      ...deps,
      clean: async (bytes) => (bytes.length > 7 ? { kind: 'refused', code: 'PHOTO_UNREADABLE' } : clean(bytes)),
    };
    expect(await fill({ text: '  ', photos: [] })).toEqual({ kind: 'empty' });
    expect(await fill({ text: 'x'.repeat(5_001) })).toEqual({ kind: 'text-too-long' });
    expect(await fill({ photos: Array.from({ length: 6 }, () => Buffer.from('picture')) })).toEqual({
      kind: 'too-many-photos',
    });
    expect(await fill({ photos: [Buffer.from('picture'), Buffer.from('no picture')] })).toEqual({
      kind: 'photos-refused',
      faults: [{ photo: 2, code: 'PHOTO_UNREADABLE' }],
    });
    expect(await deps.cases.entries(caseRef)).toEqual([]);
    expect(await fill({})).toMatchObject({ kind: 'filled' });
  });

  test('opens nothing when it is over, made up, of something else, or its case is closed or erased', async () => {
    const caseRef = await opened();
    const token = await invited(caseRef);
    const says = async (given: string) => (await lookAtCaseLink(deps, given, null)).kind;
    expect(await says(`${token.slice(0, -1)}x`)).toBe('forged');
    expect(await says(LINKS.tokenFor('R-7Q4K2M', NOW_MS + 1_000))).toBe('forged');
    expect(await says(LINKS.tokenFor(sent[0]?.reference ?? '', NOW_MS + 1_000))).toBe('forged');
    machineMs += CASE_LINK_LIMITS.livesMs;
    expect(await says(token)).toBe('expired');
    machineMs = NOW_MS;
    await closeCase(deps, caseRef);
    expect(await fillByLink(deps, token, FORM)).toEqual({ kind: 'closed' });
    expect(await invited(caseRef, 'key-2')).toBe('CASE_CLOSED');
    await deps.cases.erase([road.refs.orderRef(orderId)]);
    expect(await says(token)).toBe('closed');
  });
});
