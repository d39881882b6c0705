// What the sample's customers see of their mail: subject and one-time link, whatever way the mail was encoded, and nothing that runs.
import { afterEach, expect, test } from '@jest/globals';
import { type InboxPage, readMail, startInboxPage } from '#shared/sample/mail/inbox-page';

const mail = (raw: string) => ({ from: 'orders@shop.example', to: ['ann@mail.example'], raw });
const LINK = 'https://desk.example/confirm#R-ANNAANNAANNA.abc123.x-y_z';
let inbox: InboxPage | undefined;
afterEach(async () => await inbox?.stop());

test('a link is found although the mail broke it, and a subject is read in words', () => {
  const broken = LINK.replace('R-ANNA', 'R-=\r\nANNA');
  const raw = `Subject: =?UTF-8?Q?L=C3=B6schung_best=C3=A4tigen?=\r\nTo: a\r\n\r\nOpen: ${broken}\r\n`;
  expect(readMail(mail(raw))).toEqual({ to: 'ann@mail.example', subject: 'Löschung bestätigen', link: LINK });
  expect(readMail(mail('Subject: Your order\r\n\r\nhttps://shop.example/')).link).toBeNull();
});

test('the page shows mails with a link first, as text only, and is the only thing there', async () => {
  inbox = await startInboxPage();
  inbox.show(mail(`Subject: Confirm\r\n\r\n${LINK}`));
  inbox.show(mail('Subject: <script>alert(1)</script>\r\n\r\nnews'));
  const page = await (await fetch(inbox.url)).text();
  expect(page.indexOf('Confirm')).toBeLessThan(page.indexOf('alert'));
  expect(page).toContain(`href="${LINK}"`);
  expect(page).not.toContain('<script>');
  expect((await fetch(`${inbox.url}etc/passwd`)).status).toBe(404);
});
