// The official mailbox as the world meets it: over SMTP with STARTTLS. What it makes of a mail is read from the topics.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import nodemailer from 'nodemailer';
import { generate } from 'selfsigned';
import type { MailBounce, NotificationRequest, SubjectRequest } from '#schemas/generated/records';
import { type TopicHandle, topics } from '#schemas/generated/topics';
import type { OrderRef } from '#shared/domain/refs';
import type { LaneConsumer } from '#shared/kafka/ports';
import { createLogger } from '#shared/logging/logger';
import { openPlatform } from '#shared/platform/open-platform';
import type { Platform } from '#shared/platform/platform';
import { prepareTopics } from '#shared/platform/prepare-topics';
import type { Started } from '#shared/runtime/component';
import { compose } from '#shared/runtime/compose';
import { createMetrics } from '#shared/telemetry/metrics';
import { eventually } from '#test/support/eventually';
import { createTestWorld, type ServicesUnderTest, startServices } from '#test/support/services-under-test';

const OFFICIAL = 'privacy@shop.example';
const CANARY = 'my-very-own-words';

let opened: Started<Platform>;
let platform: Platform;
let service: ServicesUnderTest;
let ears: LaneConsumer;
let transport: ReturnType<typeof nodemailer.createTransport>;
const requests: SubjectRequest[] = [];
const asked: NotificationRequest[] = [];
const bounces: MailBounce[] = [];

beforeAll(async () => {
  const pems = await generate([{ name: 'commonName', value: '127.0.0.1' }], { keyType: 'ec', algorithm: 'sha256' });
  const plain = createTestWorld('mailbox');
  const world = {
    ...plain,
    env: {
      ...plain.env,
      MAILBOX_PORT: '0',
      MAILBOX_ADDRESS: OFFICIAL,
      MAIL_FROM: 'orders@shop.example',
      MAILBOX_TLS_CERT: pems.cert,
      MAILBOX_TLS_KEY: pems.private,
    },
  };
  opened = await compose('mailbox-test', async (use) => {
    const logger = createLogger({ service: 'mailbox-test', level: 'error' });
    const one = await openPlatform(use, { name: 'mailbox-test', environment: world.env, logger });
    await prepareTopics(one);
    return one;
  }).start();
  platform = opened.value;
  await platform.vault.admit([{ orderRef: platform.refs.orderRef('CC-4711'), claim: 'CC-4711' }]);
  service = await startServices(world, ['mailbox']);
  // That it is ready and what it has logged come by different ways.
  const port = await eventually('its port', () => {
    const told = /"port":(\d+)[^\n]*the mailbox is open/.exec(service.output())?.[1];
    return told === undefined ? undefined : Number(told);
  });
  transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
  });
  ears = await platform.startLanes(
    {
      service: 'ears',
      inputs: [topics.deskRequests, topics.notificationsRequested, topics.notificationsBounces].map(({ name }) => {
        return { topic: platform.topicName(name), layout: 'any-lane' as const };
      }),
      handler: async ({ records }) => {
        await platform.codec.ensureSchemas(records.map(({ value }) => value));
        const read = <T>(topic: TopicHandle<string, T>, into: T[]): void => {
          for (const { topic: name, value } of records) {
            if (name !== platform.topicName(topic.name) || value === null) continue;
            const decoded = platform.codec.decode(value, topic);
            if (decoded.kind === 'decoded') into.push(decoded.value);
          }
        };
        read(topics.deskRequests, requests);
        read(topics.notificationsRequested, asked);
        read(topics.notificationsBounces, bounces);
        return { outputs: [] };
      },
    },
    createMetrics({ service: 'test' }),
  );
  await ears.ready;
}, 120_000);

afterAll(async () => {
  transport.close();
  await service.stop();
  await ears.stop();
  await platform.database.dropDatabase();
  await opened.stop();
}, 60_000);

const write = (subject: string, text: string, more: object = {}) =>
  transport.sendMail({ from: 'somebody.else@elsewhere.example', to: OFFICIAL, subject, text, ...more });

test('a clear wish becomes a sealed request, and the link is asked for to the address of the order, once a day however often it is sent', async () => {
  for (let again = 0; again < 3; again++)
    await write('Löschung meiner Daten', `Bestellung CC-4711, ${CANARY} ${again}`);
  await eventually('three requests', () => (requests.length >= 3 && asked.length >= 3 ? true : undefined), 30_000);
  const orderRef = platform.refs.orderRef('CC-4711');
  const [request] = requests;
  expect(request).toMatchObject({ orderRef, right: 'deletion' });
  expect(new Set(requests.map(({ reference }) => reference)).size).toBe(1);
  expect(new Set(asked.map((one) => JSON.stringify([one.orderRef, one.kind, one.reference, one.validUntil])))).toEqual(
    new Set([JSON.stringify([orderRef, 'identity-confirmation', request?.reference, request?.confirmUntil])]),
  );
  const requestRef = request?.requestRef as OrderRef;
  const keys = (await platform.vault.keysFor([requestRef])).get(requestRef);
  if (keys?.kind !== 'keys' || request === undefined) throw new Error('no keys');
  const opened_ = platform.vault.open(keys.keys, requestRef, 'contact', 'fulfilment.desk.MailedText', request.mail);
  if (opened_.kind !== 'opened') throw new Error(opened_.kind);
  const mail = platform.codec.decodeBare('fulfilment.desk.MailedText', opened_.plain);
  expect(mail).toMatchObject({
    kind: 'decoded',
    value: { sender: 'somebody.else@elsewhere.example', subject: 'Löschung meiner Daten' },
  });
  expect(JSON.stringify(requests)).not.toContain(CANARY);
}, 60_000);

test('what is not clear, or names no order of ours, goes to a person, and nobody is written to', async () => {
  const [before, links] = [requests.length, asked.length];
  await write('Where is my parcel?', 'Order CC-4711');
  await write('Delete my data', 'Order CC-9999');
  await write('Delete my data', 'I do not know the number');
  await eventually('three more', () => (requests.length === before + 3 ? true : undefined), 30_000);
  expect(requests.slice(before).filter(({ orderRef, right }) => orderRef !== null && right !== null)).toEqual([]);
  expect(asked.length).toBe(links);
}, 60_000);

test('a mail that came back is told by notice and status alone', async () => {
  const report =
    'Reporting-MTA: dns; mx.there.example\r\n\r\nFinal-Recipient: rfc822; ana@there.example\r\nAction: failed\r\nStatus: 5.1.1\r\n';
  const raw = [
    'From: MAILER-DAEMON@there.example',
    'Subject: Undelivered',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b\r\nContent-Type: text/plain\r\n\r\nana@there.example does not exist\r\n--b\r\nContent-Type: message/delivery-status\r\n',
    `${report}\r\n--b--\r\n`,
  ].join('\r\n');
  await transport.sendMail({ envelope: { from: '', to: ['orders+b-AbCdEfGhIjKlMnOpQrSt12@shop.example'] }, raw });
  await eventually('the bounce', () => bounces[0], 30_000);
  expect(bounces).toMatchObject([{ noticeId: 'AbCdEfGhIjKlMnOpQrSt12', status: '5.1.1' }]);
}, 60_000);

test.each([
  ['relaying', () => write('Hello', 'x', { to: 'ana@there.example' }), /550/],
  [
    'an automatic mail',
    () => write('Delete my data', 'CC-4711', { headers: { 'Auto-Submitted': 'auto-replied' } }),
    /550/,
  ],
  [
    'a mail without a return path',
    () => write('Delete my data', 'CC-4711', { envelope: { from: '', to: [OFFICIAL] } }),
    /550/,
  ],
  ['a mail that is too large', () => write('Delete my data', 'x'.repeat(1_300_000)), /552/],
])(
  'is refused by name: %s',
  async (_, send, code) => {
    const before = requests.length;
    await expect(send()).rejects.toThrow(code);
    expect(requests.length).toBe(before);
  },
  30_000,
);

test('nothing is said without TLS, and nothing of a mail is in the log', async () => {
  const { options } = transport as unknown as { readonly options: { readonly port: number } };
  const bare = nodemailer.createTransport({ host: '127.0.0.1', port: options.port, ignoreTLS: true });
  await expect(bare.sendMail({ from: 'a@b.example', to: OFFICIAL, subject: 'x', text: 'y' })).rejects.toThrow(/530/);
  bare.close();
  for (const value of [CANARY, 'elsewhere.example', 'ana@']) expect(service.output()).not.toContain(value);
});
