// A person lets a third party have some of her data; a privacy officer sees to whom, what and until when, and takes it back for her.
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { newKeyPair } from '#shared/hpke/suite';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import type { ConsoleBrowser } from '#test/support/console-browser';
import { eventually } from '#test/support/eventually';

/** @returns what axe finds serious on the way */
export async function seeAndWithdraw(browser: ConsoleBrowser, { orderId }: PlainOrder): Promise<readonly string[]> {
  const officer = await browser.logIn('privacy-officer');
  await officer.getByRole('link', { name: 'Authorisations' }).click();
  await officer.getByText('Nobody authorised anybody.').waitFor();
  const found: string[] = [];
  const admin = await browser.logIn('administrator');
  found.push(...(await register(browser, admin)));
  const person = await browser.logIn('customer');
  const wanted = { thirdPartyId: 'insurer', orderId, categories: ['shipping'], days: 30 };
  await eventually('the order at the desk', async () =>
    (await askAs(person, 'POST', '/v1/authorisations', wanted)) === 201 ? true : undefined,
  );
  await person.getByRole('heading', { name: 'What you let others have' }).waitFor();
  found.push(...(await browser.inspect(person, 'my-authorisations')));
  const shown = officer.getByRole('listitem').filter({ hasText: 'Insurer' });
  await shown.getByText('In force').waitFor();
  await shown.getByText(/^Shipping, /).waitFor();
  found.push(...(await browser.inspect(officer, 'authorisations')));
  await shown.getByRole('button', { name: 'Withdraw …' }).click();
  await shown.getByRole('button', { name: 'Yes, take it back' }).click();
  await shown.getByText(/^Withdrawn, /).waitFor();
  await shown.getByText('Taken back').waitFor();
  found.push(...(await browser.inspect(officer, 'authorisations-withdrawn')));
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

/** What the console has no form for, under the log-in that its page has. */
async function askAs(page: Page, method: string, path: string, body: object): Promise<number> {
  const [request] = await Promise.all([
    page.waitForRequest(/\/v1\//),
    page.getByRole('link', { name: 'Policy', exact: true }).click(),
  ]);
  await page.goBack();
  const { authorization = '' } = await request.allHeaders();
  const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': `story-${method}` };
  const answer = await fetch(new URL(path, page.url()), { method, headers, body: JSON.stringify(body) });
  return answer.status;
}
