// Both channels against real servers: SMTP with STARTTLS, and a gateway over HTTP.
import { afterEach, expect, test } from '@jest/globals';
import { createSecret } from '#shared/config/secret';
import { type MailProvider, startMailProvider } from '#shared/sample/mail/mail-provider';
import { startTextGateway } from '#shared/sample/mail/text-gateway';
import { type Channel, type Mail, mailOf, textOf } from '#services/notifications/channels/channel';
import { createSmtpChannel, type SmtpSettings } from '#services/notifications/channels/smtp-channel';
import { createTextChannel } from '#services/notifications/channels/text-channel';
import { channelSuite } from '#test/unit/services/notifications/support/channel-suite';

const NOTICE = { kind: 'parcel-delivered', carrierId: 'swiftpost', parcel: 1, parcels: 1 } as const;
const FACTS = { orderId: 'CC-1', carrierName: 'SwiftPost' };
const at = (noticeId: string, to: string) => ({ noticeId, to, notedAtMs: 1_700_000_000_000 });

function smtp(provider: MailProvider, changes: Partial<SmtpSettings> = {}): Channel<Mail> {
  return createSmtpChannel({
    host: '127.0.0.1',
    port: Number(new URL(provider.url).port),
    isImplicitTls: false,
    login: null,
    authority: provider.authority,
    from: 'orders@shop.example',
    fromName: 'Cozy Closet',
    connections: 1,
    timeoutMs: 15_000,
    ...changes,
  });
}

const idOf = (raw: string): string => /^message-id: <([^@]+)@/im.exec(raw)?.[1] ?? '';

channelSuite('mail over SMTP', async () => {
  const answers: Record<string, string> = {
    'nobody@there.example': '550 5.1.1 <nobody@there.example> no such user here',
    'full@there.example': '452 4.2.2 mailbox full',
  };
  const provider = await startMailProvider({ answerTo: (to) => answers[to] ?? null });
  const channel = smtp(provider);
  let isThere = true;
  const goAway = async (): Promise<void> => {
    await channel.close();
    if (isThere) await provider.stop();
    isThere = false;
  };
  return {
    handOver: (noticeId, to) => channel.handOver(mailOf(NOTICE, 'en', FACTS, at(noticeId, to))),
    arrived: () => [...new Set(provider.taken.map(({ raw }) => idOf(raw)))],
    good: 'ana@there.example',
    unknown: 'nobody@there.example',
    full: 'full@there.example',
    malformed: ['', 'ana', 'a@b,c@d', 'Ana <a@b>', 'a@b\r\nRCPT TO:<c@d>', '"a b"@c.example', 'a@b@c', 'a@[127.0.0.1]'],
    goAway,
    stop: goAway,
  };
});

channelSuite('text messages over HTTP', async () => {
  const answers: Record<string, number> = { '+4366400000': 422, '+4366411111': 503 };
  const gateway = await startTextGateway({ token: 'secret', answerTo: (to) => answers[to] ?? 202 });
  const channel = createTextChannel({ url: gateway.url, token: createSecret('secret'), timeoutMs: 15_000 });
  let isThere = true;
  const goAway = async (): Promise<void> => {
    if (isThere) await gateway.stop();
    isThere = false;
  };
  return {
    handOver: async (noticeId, to) => {
      const message = textOf(NOTICE, 'en', FACTS, at(noticeId, to));
      if (message === null) throw new Error('this kind is sent as a text message');
      return channel.handOver(message);
    },
    arrived: () => gateway.taken.map(({ key }) => key),
    good: '+436641234567',
    unknown: '+4366400000',
    full: '+4366411111',
    malformed: ['', '0664123456', '+43 664 123', '+43664\n1', '++4366412345'],
    goAway,
    stop: goAway,
  };
});

let running: MailProvider | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

test('a mail goes to one recipient, returns to a path that names the notice only, and says that a machine wrote it', async () => {
  running = await startMailProvider();
  const channel = smtp(running);
  await channel.handOver(mailOf(NOTICE, 'de', FACTS, at('n-8', 'ana@there.example')));
  await channel.handOver(mailOf(NOTICE, 'de', FACTS, at('n-8', 'ana@there.example')));
  await channel.close();
  const [mail, again] = running.taken;
  expect(mail).toMatchObject({ from: 'orders+b-n-8@shop.example', to: ['ana@there.example'] });
  expect(mail?.raw).toMatch(/^auto-submitted: auto-generated$/im);
  expect(mail?.raw).toMatch(/^content-language: de$/im);
  expect(mail?.raw).toMatch(/^date: Tue, 14 Nov 2023/im);
  expect(mail?.raw.match(/ana@there\.example/g)).toHaveLength(1);
  const withoutBoundary = (raw = '') => raw.replaceAll(/[-\w]*_part_[-\w]*|--_NmP[-\w]*/gi, '');
  expect(idOf(again?.raw ?? '')).toBe('n-8');
  expect(withoutBoundary(again?.raw).length).toBe(withoutBoundary(mail?.raw).length);
});

test('nothing is said to a server whose certificate nobody vouches for, nor to one that does not speak TLS', async () => {
  running = await startMailProvider();
  const channel = smtp(running, { authority: null });
  expect(await channel.handOver(mailOf(NOTICE, 'en', FACTS, at('n-9', 'ana@there.example')))).toMatchObject({
    kind: 'later',
  });
  await channel.close();
  expect(running.taken).toEqual([]);
});

test('a wrong login is ours to mend: the mail waits', async () => {
  running = await startMailProvider({ login: { user: 'broker', password: 'right' } });
  const message = mailOf(NOTICE, 'en', FACTS, at('n-10', 'ana@there.example'));
  const wrong = smtp(running, { login: { user: 'broker', password: createSecret('wrong') } });
  expect(await wrong.handOver(message)).toMatchObject({ kind: 'later' });
  const right = smtp(running, { login: { user: 'broker', password: createSecret('right') } });
  expect(await right.handOver(message)).toEqual({ kind: 'taken' });
  await Promise.all([wrong.close(), right.close()]);
});
