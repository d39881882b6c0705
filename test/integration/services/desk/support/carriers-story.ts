// An administrator adds a carrier that the policy lists, makes it another login and ends the older one, renews its agreement, and removes it.
import type { Locator, Page } from 'playwright-core';
import type { ConsoleBrowser } from '#test/support/console-browser';

const NAME = 'Fjordpost';

/** @returns what axe finds serious on the way */
export async function addAndRemoveCarrier(browser: ConsoleBrowser): Promise<readonly string[]> {
  const admin = await browser.logIn('administrator');
  await admin.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Carriers' }).click();
  const card = admin.getByRole('listitem', { name: NAME });
  await card.getByText('Not added').waitFor();
  await agreement(card, '2031-01-01', '2030-01-01');
  // By keyboard: the question has the focus.
  await card.getByRole('button', { name: /^Add it …/ }).focus();
  await admin.keyboard.press('Enter');
  await admin.keyboard.press('Tab');
  await admin.keyboard.press('Enter');
  await card.getByText('Nothing can be given under this agreement.').waitFor();
  const found = [...(await browser.inspect(admin, 'carrier-not-added'))];
  await agreement(card, '2020-02-01', '2098-12-31');
  await sure(card, /^Add it …/, 'Yes, add it');
  await loginShown(admin, /carrier-fjordpost$/);
  await card.getByText('agreement in force').waitFor();
  await sure(card, /^Make it another login …/, 'Yes, make a second login');
  await loginShown(admin, /carrier-fjordpost\.2$/);
  found.push(...(await browser.inspect(admin, 'carrier-login')));
  await admin.getByRole('button', { name: 'Done, hide it' }).click();
  await sure(card, /^End its older login …/, 'Yes, end the older one');
  await card.getByRole('button', { name: /^Make it another login …/ }).waitFor();
  await card.getByText('Renew its agreement').click();
  await agreement(card, '2020-02-01', '2099-12-31');
  await sure(card, /^Enter it …/, 'Yes, it is signed');
  await card.getByText('31 Dec 2099').waitFor();
  await sure(card, /^Remove it …/, 'Yes, remove it');
  await card.getByText('Leaving', { exact: true }).waitFor();
  return [...found, ...(await browser.inspect(admin, 'carrier-leaving'))];
}

async function agreement(card: Locator, from: string, until: string): Promise<void> {
  await card.getByLabel('Agreement signed on').fill('2020-01-10');
  await card.getByLabel('In force from').fill(from);
  await card.getByLabel('Until the end of').fill(until);
}

async function sure(card: Locator, does: RegExp, yes: string): Promise<void> {
  await card.getByRole('button', { name: does }).click();
  await card.getByRole('button', { name: yes }).click();
}

async function loginShown(admin: Page, user: RegExp): Promise<void> {
  const login = admin.getByRole('region', { name: 'Its login, shown this once' });
  await login.getByText(user).waitFor();
  await login.getByText('Topic that it writes').waitFor();
}
