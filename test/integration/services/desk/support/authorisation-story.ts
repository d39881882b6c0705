// A person lets a third party have some of her data, another one says yes by the link when customer service asks; a privacy officer sees to whom,
// what and until when, and takes it back for them.
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { newKeyPair } from '#shared/hpke/suite';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import type { ConsoleBrowser } from '#test/support/console-browser';
import { confirm, type MailStory } from './mail-story.js';

export interface AuthorisationStory {
  readonly mail: MailStory;
  readonly browser: ConsoleBrowser;
  /** Of the customer who logs in. */
  readonly hers: PlainOrder;
  /** Of somebody whom customer service asks. */
  readonly other: PlainOrder;
}

/** @returns what axe finds serious on the way */
export async function giveAndWithdraw({ mail, browser, hers, other }: AuthorisationStory): Promise<readonly string[]> {
  const officer = await browser.logIn('privacy-officer');
  await officer.getByRole('link', { name: 'Authorisations' }).click();
  await officer.getByText('Nobody authorised anybody.').waitFor();
  const found: string[] = [];
  const admin = await browser.logIn('administrator');
  found.push(...(await register(browser, admin)));
  const person = await browser.logIn('customer');
  await fillIn(person, 'Let somebody have some of your data', hers.orderId);
  await person
    .getByText(`will have this of order ${hers.orderId}, and nothing else: shipping. For 30 days`)
    .scrollIntoViewIfNeeded();
  found.push(...(await browser.inspect(person, 'give-authorisation')));
  await person.getByRole('button', { name: 'Let it have this …' }).click();
  await person.getByRole('button', { name: 'Yes, let it have this' }).click();
  await person.getByRole('heading', { name: 'What you let others have' }).waitFor();
  found.push(...(await browser.inspect(person, 'my-authorisations')));
  const shown = officer.getByRole('listitem').filter({ hasText: 'Insurer' }).first();
  await shown.getByText('In force').waitFor();
  await shown.getByText(/^Shipping, /).waitFor();
  found.push(...(await browser.inspect(officer, 'authorisations')));
  await shown.getByRole('button', { name: 'Withdraw …' }).click();
  await shown.getByRole('button', { name: 'Yes, take it back' }).click();
  await shown.getByText(/^Withdrawn, /).waitFor();
  await shown.getByText('Taken back').waitFor();
  found.push(...(await browser.inspect(officer, 'authorisations-withdrawn')));
  found.push(...(await askForIt(mail, browser, other)));
  await shown.getByText('In force').waitFor();
  const card = admin.getByRole('listitem').filter({ hasText: 'Insurer' });
  await card.getByRole('button', { name: 'Remove …' }).click();
  await admin.keyboard.press('Tab');
  await admin.keyboard.press('Enter');
  await card.getByText('being removed').waitFor();
  return found;
}

/** By its administrator, with a login that is shown once. */
async function register(browser: ConsoleBrowser, admin: Page): Promise<readonly string[]> {
  await admin.getByRole('link', { name: 'Third parties' }).click();
  await admin.getByText('No third party is registered.').waitFor();
  await admin.getByLabel('Short name').fill('insurer');
  await admin.getByLabel('Name that people read').fill('Insurer of Somewhere');
  await admin.getByLabel('Its public key').fill(newKeyPair().publicKey.toString('base64url'));
  await admin.getByRole('button', { name: 'Register' }).click();
  await admin.getByText('Compare its key by telephone').waitFor();
  await admin.getByRole('button', { name: 'Hand out its login …' }).click();
  // The question has the focus: whoever goes by keyboard is not sent back to the top.
  await admin.keyboard.press('Tab');
  await admin.keyboard.press('Enter');
  const login = admin.getByRole('region', { name: 'Its login, shown this once' });
  await login.getByText('third-party-insurer').waitFor();
  const found = await browser.inspect(admin, 'third-parties');
  await login.getByRole('button', { name: 'Done, hide it' }).click();
  expect(await login.count()).toBe(0);
  return found;
}

/** @param order null: the page names it itself */
async function fillIn(page: Page, does: string, order: string | null): Promise<void> {
  await page.getByText(does).click();
  await page.getByLabel('Who is to have it').selectOption('insurer');
  if (order !== null) await page.getByLabel('Number of your order').fill(order);
  await page.getByRole('checkbox', { name: /^Shipping/ }).check();
}

/** Customer service asks from the look-up; the person reads in her mail what it is about, and says yes. */
async function askForIt(mail: MailStory, browser: ConsoleBrowser, { orderId }: PlainOrder): Promise<readonly string[]> {
  const clerk = await browser.logIn('customer-service');
  await clerk.getByLabel('Order number').fill(orderId);
  await clerk.getByLabel('Why do you look?').selectOption('CUSTOMER_QUESTION');
  await clerk.getByRole('button', { name: 'Look up' }).click();
  await fillIn(clerk, 'Ask whether somebody may have some of it', null);
  const ask = clerk.getByRole('button', { name: 'Ask the customer …' });
  await ask.scrollIntoViewIfNeeded();
  const found = await browser.inspect(clerk, 'ask-authorisation');
  await ask.click();
  await clerk.getByRole('button', { name: 'Yes, send her the link' }).click();
  await clerk.getByText('a link went to the registered address of the order').waitFor();
  const person = await mail.openLink(browser);
  await person.getByText('Insurer of Somewhere will have this of one order, for 30 days:').waitFor();
  await confirm(person, /let somebody have some of your data/);
  return found;
}
