// The console in a real browser, before the running desk: what each role does there all day, and that nobody is shut out by its looks.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { generateOrders } from '#shared/sample/generate-orders';
import type { IdentityProvider } from '#shared/sample/identity/identity-provider';
import type { OrderService } from '#shared/sample/order-service';
import { blocksOf, type PlainOrder, withBlocks } from '#shared/sample/orders/plain-order';
import { startSamplePeople } from '#shared/start/sample-people';
import { openSampleMail, type SampleMail } from '#shared/start/sample-mail';
import { type ConsoleBrowser, openConsoleBrowser } from '#test/support/console-browser';
import { eventually } from '#test/support/eventually';
import { createTestWorld, type ServicesUnderTest, startServices } from '#test/support/services-under-test';
import { outsidersOf } from '#test/support/world-outsiders';
import { giveAndWithdraw } from './support/authorisation-story.js';
import { addAndRemoveCarrier } from './support/carriers-story.js';
import { writeByLink } from './support/case-story.js';
import { answerCourt } from './support/judicial-story.js';
import { fromMailToCertificate, type MailStory, startMailStory } from './support/mail-story.js';
import { workOffRequests } from './support/officer-story.js';
import { narrowPolicy } from './support/policy-story.js';
import { waitForSlowDesk } from './support/slow-desk-story.js';
import { followHouse, followNextRules } from './support/rules-story.js';

// The first run on a machine may install the browser.
jest.setTimeout(480_000);

const DAY_MS = 86_400_000;
const placedAt = Date.now() - 60_000;
/** Opened an hour ago, and buy much; the first one more, so it is the first of the queue. */
const generated = [...generateOrders({ seed: 'console', count: 8 })];
const [first, second, third, mailed, left] = generated as [PlainOrder, PlainOrder, PlainOrder, PlainOrder, PlainOrder];
/** Shipped without anybody's decision, by a carrier that ships nothing else here. */
const calm = { ...generated.at(-1), occurredAt: placedAt } as PlainOrder;
const [cleared, refused] = [first, second].map((order, index): PlainOrder => {
  const { signals, payment } = blocksOf(order);
  const accountCreatedAt = placedAt - DAY_MS / 24;
  return {
    ...withBlocks(order, {
      signals: { ...signals, accountCreatedAt },
      payment: { ...payment, amount: `${6 - index}000.00`, currency: 'EUR' },
    }),
    occurredAt: placedAt,
  };
}) as [PlainOrder, PlainOrder];
/** Of the same customer as the cleared one, who cancels it at once. */
const cancelled: PlainOrder = { ...third, customerId: first.customerId };

let people: IdentityProvider;
let services: ServicesUnderTest;
let shop: (orders: readonly PlainOrder[], cancelledUnpaid: number) => Promise<void>;
let orderService: OrderService | undefined;
let browser: ConsoleBrowser;
let mail: SampleMail;
let story: MailStory;

beforeAll(async () => {
  const world = createTestWorld('console', { fraudGate: true });
  people = await startSamplePeople(cleared.customerId);
  const settings = {
    DESK_OIDC_ISSUER: people.issuer,
    DESK_REQUESTS_PER_MINUTE: '10000',
    DESK_LOOK_UPS_PER_HOUR: '10000',
    ERASURE_PARTICIPANTS: 'intake,carriers',
  };
  mail = await openSampleMail({}, true);
  services = await startServices({ ...world, env: { ...world.env, ...mail.env, ...settings } }, [
    'intake',
    'fraud',
    'carriers',
    'erasure',
    'desk',
    'notifications',
    'mailbox',
  ]);
  // Services may be ready before what they wrote has come through the pipe.
  const desk = await eventually(
    'the address of the desk',
    () => /"address":"(http[^"]+)","message":"the desk is open"/.exec(services.output())?.[1],
  );
  shop = async (orders, cancelledUnpaid) => {
    // One after the other: both read under the one group that the login may use.
    await orderService?.stop();
    const shares = { cancelledUnpaid, cancelledPaid: 0 };
    const settings = { seed: 'console', orders, ordersPerSecond: 10, shares };
    orderService = await outsidersOf(world).startOrderService(settings);
  };
  await shop([cleared, refused, calm], 0);
  browser = await openConsoleBrowser(desk);
  const port = await eventually(
    'the port of the mailbox',
    () => /"port":(\d+)[^\n]*the mailbox is open/.exec(services.output())?.[1],
  );
  story = startMailStory({ mailbox: `smtp://127.0.0.1:${port}`, official: mail.official, inbox: mail.inboxUrl });
});
afterAll(async () => {
  await browser?.close();
  await orderService?.stop();
  story?.stop();
  await services?.stop();
  await mail?.stop();
  await people?.close();
});

const go = async (page: Page, place: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: place }).click();
  await page.getByRole('heading', { level: 1, name: place }).waitFor();
};
const lookUp = async (page: Page, { orderId }: PlainOrder): Promise<void> => {
  await page.getByLabel('Order number').fill(orderId);
  await page.getByLabel('Why do you look?').selectOption('CUSTOMER_QUESTION');
  await page.getByRole('button', { name: 'Look up' }).click();
};

/** By the desk's own word, as customer service has it. */
async function isFinished(order: PlainOrder): Promise<void> {
  const page = await browser.logIn('customer-service');
  await eventually('an order is over', async () => {
    await lookUp(page, order);
    const shown = page.getByRole('article', { name: `Order ${order.orderId}` });
    const state = shown.locator('[aria-current=step]', { hasText: 'Finished' });
    return state.waitFor({ timeout: 3_000 }).then(
      () => true as const,
      () => undefined,
    );
  });
}

describe('at the console', () => {
  test('an analyst clears one flagged order and refuses another, by keyboard and by pointer', async () => {
    const page = await browser.logIn('analyst', async (shown) => {
      expect(await browser.inspect(shown, 'agreement')).toEqual([]);
    });
    const cases = page.getByRole('region', { name: 'Orders that wait' }).getByRole('listitem').getByRole('link');
    await cases.nth(1).waitFor();
    expect(await cases.count()).toBe(2);
    expect(await browser.inspect(page, 'queue')).toEqual([]);
    await cases.first().focus();
    await page.keyboard.press('Enter');
    const note = page.getByLabel('Your decision: why?');
    await note.waitFor();
    expect(await browser.inspect(page, 'case')).toEqual([]);
    await note.fill('account known, score 85');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText(/^Released by Analyst/).waitFor();
    await eventually('one is left', async () => ((await cases.count()) === 1 ? true : undefined));
    await cases.first().click();
    await page.getByLabel('Your decision: why?').fill('write to a@b.example');
    await page.getByRole('button', { name: 'Refuse' }).click();
    await page.getByText('looks as if it held a mail address').waitFor();
    await page.getByLabel('Your decision: why?').fill('ring of 12');
    await page.getByRole('button', { name: 'Refuse' }).click();
    await page.getByText(/^Refused by Analyst/).waitFor();
    await page.getByText('Nothing waits.').waitFor();
    expect(await browser.inspect(page, 'case-refused')).toEqual([]);
    await page.getByRole('link', { name: 'Its life, step by step' }).click();
    await page.getByText('Decided by an analyst').waitFor();
    await go(page, 'Fraud rules');
    await followNextRules(browser, page);
  });

  test('customer service sees where the orders stand, and of the person no more than it must', async () => {
    const page = await browser.logIn('customer-service');
    const { shipping, contact } = blocksOf(cleared);
    await eventually('both orders at the desk', async () => {
      for (const order of [refused, cleared]) {
        await lookUp(page, order);
        const shown = page.getByRole('article', { name: `Order ${order.orderId}` });
        await shown.waitFor({ timeout: 5_000 });
        if (!(await shown.innerText()).includes('•')) return undefined;
      }
      return true;
    });
    expect(await browser.inspect(page, 'order')).toEqual([]);
    expect(await writeByLink(story, browser, page)).toEqual([]);
    const everything = await page.content();
    for (const hidden of [shipping.recipientName, contact.email, ...shipping.addressLines])
      expect(everything).not.toContain(hidden);
    expect(page.url()).not.toContain(cleared.orderId);
    await page.getByLabel('Order number').fill('nobody');
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByText('There is no order of this number.').waitFor();
  });

  test('a person gets her data by a link that opens once, and has deleted what is not needed', async () => {
    await shop([cancelled], 1);
    const page = await browser.logIn('customer');
    await page.getByRole('button', { name: 'Ask for my data' }).click();
    await page.getByRole('button', { name: 'Make the link to my package' }).click();
    const [opened] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('link', { name: 'Open your package' }).click(),
    ]);
    await opened.getByText(blocksOf(cleared).shipping.recipientName).first().waitFor();
    expect(await browser.inspect(opened, 'package')).toEqual([]);
    await opened.reload();
    await opened.getByRole('heading', { name: 'The link does not open any more' }).waitFor();
    await isFinished(cancelled);
    await page.getByRole('button', { name: 'Delete my data …' }).click();
    await page.getByRole('button', { name: 'Yes, delete what is not needed' }).click();
    await page.getByText('1 order erased, 1 order to stay').waitFor();
    expect(await browser.inspect(page, 'my-data')).toEqual([]);
  });

  test('a privacy officer sees the request kept, who gets what, and the policy in force', async () => {
    const page = await browser.logIn('privacy-officer');
    await go(page, 'Subject requests');
    const deletion = page.getByRole('listitem').filter({ hasText: 'Deletion' });
    await deletion.getByText('Kept').waitFor();
    expect(await browser.inspect(page, 'requests')).toEqual([]);
    await go(page, 'Erasures');
    await page.getByLabel('Order number').fill(cancelled.orderId);
    await page.getByRole('button', { name: 'Search' }).click();
    const certificate = page.getByRole('link', { name: 'Certificate' });
    await certificate.waitFor();
    expect(await browser.inspect(page, 'erasures')).toEqual([]);
    await certificate.click();
    const proof = page.getByRole('article', { name: 'Certificate of erasure' });
    await proof.getByText('Subject request').waitFor();
    expect(await browser.inspect(page, 'certificate')).toEqual([]);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as a page' }).click(),
    ]);
    expect(readFileSync(await file.path(), 'utf8')).toContain('Certificate of erasure');
    await go(page, 'Data map');
    await page.getByRole('row').filter({ hasText: 'Payment' }).first().waitFor();
    expect(await browser.inspect(page, 'data-map')).toEqual([]);
    await go(page, 'Carriers');
    await page.getByText('agreement in force').first().waitFor();
    await page
      .getByText(/^Domestic/)
      .first()
      .click();
    expect(await browser.inspect(page, 'carriers')).toEqual([]);
  });

  test('people authorise a third party, by themselves or when asked; a privacy officer sees it, and takes it back for them', async () => {
    expect(await giveAndWithdraw({ mail: story, browser, hers: cleared, other: calm })).toEqual([]);
  });

  test('a court gets what it asked for once two different people have approved, and the auditor reads who did what', async () => {
    expect(await answerCourt(browser, cleared)).toEqual([]);
  });

  test('a privacy officer narrows the policy and sees shipments change', async () => {
    expect(await narrowPolicy(browser, blocksOf(calm).shipping.carrierId)).toEqual([]);
  });

  test('a person who writes a mail gets her data, has it deleted, and there is a certificate of it', async () => {
    await shop([mailed, left], 1);
    await isFinished(mailed);
    expect(await fromMailToCertificate(story, browser, mailed)).toEqual([]);
  });

  test('a privacy officer reads what is not clear, has addresses corrected, and closes an account that nobody uses', async () => {
    await isFinished(left);
    expect(await workOffRequests({ mail: story, browser, underWay: cleared, other: calm, left })).toEqual([]);
  });

  test('a page waits for a desk that takes longer to answer than it waits between its questions', async () => {
    await waitForSlowDesk(browser);
  });

  test('an auditor finds who saw what, and logs out with nothing left', async () => {
    const page = await browser.logIn('auditor');
    await page.getByLabel('Order number').fill(refused.orderId);
    await page.getByRole('button', { name: 'Search' }).click();
    const rows = page.getByRole('row');
    await rows.filter({ hasText: 'Decided refuse' }).filter({ hasText: 'analyst' }).waitFor();
    await rows.filter({ hasText: 'Customer question' }).filter({ hasText: 'customer-service' }).first().waitFor();
    expect(await browser.inspect(page, 'views')).toEqual([]);
    await go(page, 'Life of an order');
    const life = async ({ orderId }: PlainOrder, said: string): Promise<void> => {
      await page.getByLabel('Order number').fill(orderId);
      await page.getByRole('button', { name: 'Tell its life' }).click();
      await page.getByText(said).first().waitFor();
    };
    await life(cleared, 'Told to the carrier');
    expect(await browser.inspect(page, 'timeline')).toEqual([]);
    await life(cancelled, 'Erased, with proof');
    expect(await page.getByText('Placed', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByText('You are logged out.').waitFor();
    expect(await browser.inspect(page, 'door')).toEqual([]);
    expect(await page.evaluate('sessionStorage.length + localStorage.length + document.cookie.length')).toBe(0);
  });

  test('an administrator sees what runs, stops a carrier, adds one and removes it', async () => {
    await followHouse(browser, blocksOf(cleared).shipping.carrierId);
    expect(await addAndRemoveCarrier(browser)).toEqual([]);
  });

  test('no page ran against its policy, and no address or log held a number or a name', () => {
    expect(browser.complaints).toEqual([]);
    for (const secret of [
      cleared.orderId,
      refused.orderId,
      cancelled.orderId,
      mailed.orderId,
      left.orderId,
      blocksOf(cleared).shipping.recipientName,
    ])
      expect(services.output()).not.toContain(secret);
  });
});
