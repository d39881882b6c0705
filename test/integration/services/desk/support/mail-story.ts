// A person and her data from mail to certificate, over real SMTP and in the real browser: she writes to the official mailbox, finds the one-time
// link in her mail, and opens it.
import nodemailer from 'nodemailer';
import type { Page } from 'playwright-core';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import type { ConsoleBrowser } from '#test/support/console-browser';
import { eventually } from '#test/support/eventually';

export interface MailStory {
  /** Writes to the official mailbox as somebody of whom it knows nothing. */
  write(subject: string, text?: string): Promise<void>;
  /** Opens the next link that comes for her, in the page of what she was sent. @param button of the page that it leads to */
  openLink(browser: ConsoleBrowser, button?: string): Promise<Page>;
  stop(): void;
}

export interface MailStoryOptions {
  /** `smtp://host:port` of the mailbox. */
  readonly mailbox: string;
  readonly official: string;
  /** Where what customers were sent is shown. */
  readonly inbox: string;
}

export function startMailStory({ mailbox, official, inbox }: MailStoryOptions): MailStory {
  const { hostname, port } = new URL(mailbox);
  const transport = nodemailer.createTransport({
    host: hostname,
    port: Number(port),
    requireTLS: true,
    tls: { rejectUnauthorized: false },
  });
  let opened = 0;
  return {
    write: async (subject, text = 'Thank you.') => {
      await transport.sendMail({ from: 'somebody@elsewhere.example', to: official, subject, text });
    },
    openLink: async (browser, button = 'Yes, this is my wish') => {
      const page = await browser.visit(inbox);
      const links = page.getByRole('link', { name: 'open the one-time link' });
      await eventually('the link in her mail', async () => {
        await page.reload();
        return (await links.count()) > opened ? true : undefined;
      });
      opened += 1;
      await links.first().click();
      await page.getByRole('button', { name: button }).waitFor();
      return page;
    },
    stop: () => transport.close(),
  };
}

/** Her data by the first mail, its deletion by the second, the certificate at the officer's. @returns what axe finds serious on the way */
export async function fromMailToCertificate(
  story: MailStory,
  browser: ConsoleBrowser,
  order: PlainOrder,
): Promise<readonly string[]> {
  const { recipientName } = blocksOf(order).shipping;
  await story.write(`A copy of my data, order ${order.orderId}`);
  const access = await story.openLink(browser);
  const found = [...(await browser.inspect(access, 'confirm'))];
  await confirm(access, /see all data that is held of you/);
  await access.getByText(recipientName).first().waitFor();
  found.push(...(await browser.inspect(access, 'package-by-mail')));
  await story.write(`Please delete my data, order ${order.orderId}`);
  const deletion = await story.openLink(browser);
  await confirm(deletion, /have your data deleted/);
  await deletion.getByText('Orders that are being deleted: 1 of 1').waitFor();
  found.push(...(await browser.inspect(deletion, 'deletion-by-mail')));
  const officer = await browser.logIn('privacy-officer');
  await officer.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Erasures' }).click();
  await officer.getByLabel('Order number').fill(order.orderId);
  const link = officer.getByRole('link', { name: 'Certificate' });
  await eventually('the certificate of her deletion', async () => {
    await officer.getByRole('button', { name: 'Search' }).click();
    return link.waitFor({ timeout: 5_000 }).then(
      () => true as const,
      () => undefined,
    );
  });
  await link.click();
  await officer.getByRole('article', { name: 'Certificate of erasure' }).getByText('Subject request').waitFor();
  return [...found, ...(await browser.inspect(officer, 'certificate-by-mail'))];
}

/** Sees what the link is for, and says yes. */
export async function confirm(page: Page, asksFor: RegExp): Promise<void> {
  await page.getByText(asksFor).waitFor();
  await page.getByRole('button', { name: 'Yes, this is my wish' }).click();
}
