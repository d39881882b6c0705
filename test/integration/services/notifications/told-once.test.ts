// Every kind of message over a real SMTP exchange and a gateway, with news told twice and the service killed in the worst moment:
// when the server has taken a mail and the service has not written it down yet.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TopicHandle, topics } from '#schemas/generated/topics';
import type { OrderRef } from '#shared/domain/refs';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import type { PlainProducer } from '#shared/kafka/ports';
import { createLogger } from '#shared/logging/logger';
import { createOneTimeLinks, ONE_TIME_LINKS_KEY } from '#shared/one-time-links/one-time-link';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { openPlatform } from '#shared/platform/open-platform';
import type { Platform } from '#shared/platform/platform';
import { prepareTopics } from '#shared/platform/prepare-topics';
import { LANES, lane } from '#shared/refs/lane';
import { compose } from '#shared/runtime/compose';
import type { Started } from '#shared/runtime/component';
import { type MailProvider, startMailProvider } from '#shared/sample/mail/mail-provider';
import { startTextGateway, type TextGateway } from '#shared/sample/mail/text-gateway';
import { NOTIFICATION_KINDS } from '#shared/domain/notification-kinds';
import { CONTACTS_COLLECTION, OUTBOX_COLLECTION } from '#services/notifications/store/mongo-outbox';
import { eventually } from '#test/support/eventually';
import {
  createTestWorld,
  type ServicesUnderTest,
  startServices,
  type TestWorld,
} from '#test/support/services-under-test';

const VALID_UNTIL = Date.UTC(2030, 0, 1);
const EMAIL = 'ana.silva@there.example';
const PHONE = '+5511912345678';

let world: TestWorld;
let opened: Started<Platform>;
let platform: Platform;
let producer: PlainProducer;
let provider: MailProvider;
let gateway: TextGateway;
let service: ServicesUnderTest;
let killAfter: ((mail: string) => boolean) | null = null;
let killed = 0;

beforeAll(async () => {
  provider = await startMailProvider({
    onTaken: async ({ raw }) => {
      if (killAfter?.(raw) !== true) return;
      killed++;
      service.kill('SIGKILL');
      await service.ended;
    },
  });
  gateway = await startTextGateway({ token: 'of-the-test' });
  const plain = createTestWorld('told-once');
  world = {
    ...plain,
    env: {
      ...plain.env,
      SMTP_URL: provider.url,
      SMTP_CA: provider.authority,
      MAIL_FROM: 'orders@shop.example',
      SMS_GATEWAY_URL: gateway.url,
      SMS_GATEWAY_TOKEN: 'of-the-test',
      NOTIFICATIONS_LEASE_SECONDS: '3',
    },
  };
  opened = await compose('told-once', async (use) => {
    const logger = createLogger({ service: 'told-once', level: 'error' });
    const one = await openPlatform(use, { name: 'told-once', environment: world.env, logger });
    await prepareTopics(one);
    return one;
  }).start();
  platform = opened.value;
  producer = await startPlainProducer(platform.kafka);
  service = await startServices(world, ['notifications']);
}, 120_000);

afterAll(async () => {
  await service.stop();
  await producer.stop();
  await platform.database.dropDatabase();
  await opened.stop();
  await Promise.all([provider.stop(), gateway.stop()]);
}, 60_000);

const idOf = (raw: string): string => /^message-id: <([^@]+)@/im.exec(raw)?.[1] ?? '';
const arrivedOnce = (): string[] => [...new Map(provider.taken.map(({ raw }) => [idOf(raw), raw])).values()];

function record(topic: TopicHandle, orderRef: OrderRef, key: string, value: unknown): OutgoingRecord {
  const bytes = platform.codec.encode(topic, value);
  return { topic: platform.topicName(topic.name), partition: lane(orderRef), key, value: bytes };
}

/** An order whose customer can be told, as intake leaves it. */
async function admit(orderId: string): Promise<{ readonly orderRef: OrderRef; readonly contact: OutgoingRecord }> {
  const { codec, vault, refs, topicName } = platform;
  const orderRef = refs.orderRef(orderId);
  await vault.admit([{ orderRef, claim: orderId }]);
  const found = (await vault.keysFor([orderRef])).get(orderRef);
  if (found?.kind !== 'keys') throw new Error('no keys');
  const schemaName = 'fulfilment.orders.Contact';
  const plain = codec.encodeBare(schemaName, { email: EMAIL, phone: PHONE, locale: 'pt-BR' });
  const block = vault.seal(found.keys, orderRef, 'contact', schemaName, plain);
  if (block === null) throw new Error('not sealed');
  const value = { orderRef, category: 'contact', schemaName, policyVersion: 1, sealedAt: 0, block, revision: 1 };
  const sealed = codec.encode(topics.ordersSealed, value);
  const contact = {
    topic: topicName(topics.ordersSealed.name),
    partition: LANES + lane(orderRef),
    key: `${orderRef}/contact`,
    value: sealed,
  };
  return { orderRef, contact };
}

function everythingThatCanHappen(orderId: string, orderRef: OrderRef): OutgoingRecord[] {
  const status = (name: string, more: object = {}) =>
    record(topics.ordersStatuses, orderRef, orderId, {
      orderId,
      status: name,
      outcome: null,
      reasonCodes: [],
      policyVersion: 1,
      at: 0,
      fieldPaths: [],
      ...more,
    });
  const parcel = (state: string, number = 1) =>
    record(topics.shipmentsProgress, orderRef, orderRef, {
      orderRef,
      shipmentRef: null,
      carrierId: 'swiftpost',
      parcel: number,
      parcels: 2,
      state,
      reasonCode: null,
      policyVersion: 1,
      at: 0,
      fieldPaths: [],
    });
  const asked = (kind: string, more: object = {}) =>
    record(topics.notificationsRequested, orderRef, orderRef, {
      orderRef,
      kind,
      reference: 'R-1234',
      right: null,
      stage: null,
      validUntil: null,
      requestedAt: 0,
      ...more,
    });
  return [
    status('ACCEPTED'),
    status('HELD', { reasonCodes: ['FIELD_REQUIRED_MISSING'], fieldPaths: ['shipping.phone'] }),
    status('REFUSED'),
    status('FINISHED', { outcome: 'CANCELLED' }),
    ...['ACCEPTED', 'IN_TRANSIT', 'DELIVERED', 'RETURNED', 'LOST'].map((state) => parcel(state)),
    asked('after-sales-update', { stage: 'answered' }),
    asked('privacy-request-update', { right: 'access', stage: 'received' }),
    asked('identity-confirmation', { right: 'access', validUntil: VALID_UNTIL }),
    asked('data-erased'),
  ];
}

test('each kind arrives once, although all news come twice and the service is killed between the server’s 250 and its own note of it', async () => {
  const { orderRef, contact } = await admit('told-1');
  const news = everythingThatCanHappen('told-1', orderRef);
  killAfter = () => killed < 1;
  await producer.send([contact, ...news, ...news]);
  await eventually('killed in the middle', () => (killed === 1 ? true : undefined), 60_000);
  service = await startServices(world, ['notifications']);
  await producer.send(news);
  await eventually('all told', () => (arrivedOnce().length >= NOTIFICATION_KINDS.length ? true : undefined), 90_000);
  const outbox = platform.database.collection(OUTBOX_COLLECTION);
  await eventually(
    'all noted as sent',
    async () => ((await outbox.countDocuments({ state: 'sent' })) === NOTIFICATION_KINDS.length + 2 ? true : undefined),
    60_000,
  );

  const mails = arrivedOnce();
  expect(mails).toHaveLength(NOTIFICATION_KINDS.length);
  // The one in doubt came again, under the same Message-ID, and nothing else did.
  expect(provider.taken.length).toBeGreaterThan(NOTIFICATION_KINDS.length);
  expect(provider.taken.length - NOTIFICATION_KINDS.length).toBeLessThanOrEqual(4);
  for (const { to, from } of provider.taken) {
    expect(to).toEqual([EMAIL]);
    expect(from).toMatch(/^orders\+b-[\w-]{22}@shop\.example$/);
  }
  expect(mails.every((raw) => /^content-language: pt$/im.test(raw))).toBe(true);
  expect(gateway.taken.map(({ to }) => to)).toEqual([PHONE, PHONE]);
  expect(new Set(gateway.taken.map(({ text }) => text)).size).toBe(2);
}, 240_000);

test('the one-time link is made when it is sent, and is the desk’s own', async () => {
  const token = provider.taken
    .map(({ raw }) => /confirm#([\w.=\r\n-]+)/.exec(raw)?.[1])
    .find((found) => found !== undefined);
  const plain = token?.replaceAll(/=\r?\n/g, '').match(/R-1234\.[0-9a-z]+\.[\w-]{43}/)?.[0] ?? '';
  const links = createOneTimeLinks(platform.deriveKey(ONE_TIME_LINKS_KEY));
  expect(links.check(plain, Date.UTC(2026, 0, 1))).toEqual({
    kind: 'valid',
    reference: 'R-1234',
    validUntil: VALID_UNTIL,
  });
});

test('nothing of the contact or of a message is kept, and none of it is in the log', async () => {
  const kept = JSON.stringify(await platform.database.collection(OUTBOX_COLLECTION).find().toArray());
  const contacts = JSON.stringify(await platform.database.collection(CONTACTS_COLLECTION).find().toArray());
  for (const written of [kept, contacts, service.output()])
    for (const value of ['ana.silva', '5511912345678', 'SwiftPost', 'Bestellung', 'Olá'])
      expect(written).not.toContain(value);
});

test('an erased order is not written to any more, whatever is still told of it, and what was kept of it is gone', async () => {
  const { orderRef, contact } = await admit('told-2');
  const before = provider.taken.length;
  await platform.vault.shredOrders([orderRef], 0);
  await producer.send([contact, ...everythingThatCanHappen('told-2', orderRef)]);
  const outbox = platform.database.collection(OUTBOX_COLLECTION);
  await eventually(
    'all dropped',
    async () => ((await outbox.countDocuments({ orderRef, state: 'dropped' })) > 12 ? true : undefined),
    60_000,
  );
  expect(provider.taken.length).toBe(before);
  const request = {
    erasureId: 'e-2',
    orderRef,
    categories: [],
    reason: 'RETENTION_ENDED',
    policyVersion: 1,
    requestedAt: 0,
  };
  await producer.send([record(topics.erasureRequests, orderRef, orderRef, request)]);
  await eventually(
    'forgotten',
    async () => ((await outbox.countDocuments({ orderRef })) === 0 ? true : undefined),
    60_000,
  );
  const contacts = platform.database.collection<{ _id: string }>(CONTACTS_COLLECTION);
  expect(await contacts.countDocuments({ _id: orderRef })).toBe(0);
}, 120_000);
