// A privacy officer works off requests that wait for her: a mail that is not clear, a correction by mail, one that the policy has her decide, and
// an account that nobody uses any more. People write, ask and open their links as they do.
import type { Locator, Page } from 'playwright-core';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import type { ConsoleBrowser } from '#test/support/console-browser';
import { confirm, type MailStory } from './mail-story.js';

export interface OfficerStory {
  readonly mail: MailStory;
  readonly browser: ConsoleBrowser;
  /** Lies with its carrier, of the customer who logs in. */
  readonly underWay: PlainOrder;
  /** Lies with its carrier, of somebody else. */
  readonly other: PlainOrder;
  /** Is over. */
  readonly left: PlainOrder;
}

/** @returns what axe finds serious on the way */
export async function workOffRequests(story: OfficerStory): Promise<readonly string[]> {
  const { browser } = story;
  const officer = await browser.logIn('privacy-officer');
  await officer.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Subject requests' }).click();
  const found = await readAndEnd(story, officer);
  found.push(...(await enterCorrection(story, officer)));
  found.push(...(await decideCorrection(story, officer)));
  found.push(...(await closeAccounts(story, officer)));
  return found;
}

const rowOf = (officer: Page, waitsFor: string): Locator =>
  officer.getByRole('listitem').filter({ hasText: waitsFor }).first();

async function readAndEnd({ mail, browser }: OfficerStory, officer: Page): Promise<string[]> {
  await mail.write('A question', 'Whom may I ask about the zip?');
  const row = rowOf(officer, 'the mail is not clear');
  await row.getByRole('button', { name: /^Open its mail/ }).click();
  await row.getByText('Whom may I ask about the zip?').waitFor();
  const found = [...(await browser.inspect(officer, 'request-mail'))];
  await row.getByRole('button', { name: /^End the request …/ }).focus();
  await officer.keyboard.press('Enter');
  await officer.keyboard.press('Tab');
  await officer.keyboard.press('Enter');
  await officer.getByRole('listitem').filter({ hasText: 'Unclear' }).filter({ hasText: 'Kept' }).waitFor();
  return found;
}

async function enterCorrection({ mail, browser, other }: OfficerStory, officer: Page): Promise<readonly string[]> {
  await mail.write(`Please correct my address, order ${other.orderId}`);
  await rowOf(officer, 'a link went to the registered address').waitFor();
  await confirm(await mail.openLink(browser), /have your data corrected/);
  const row = rowOf(officer, 'what the mail asks for has to be entered');
  const enter = async (): Promise<void> => {
    await row.getByRole('button', { name: /^Enter the correction/ }).click();
    await row.getByRole('button', { name: 'Yes, have it corrected' }).click();
  };
  await row.getByLabel('Postal code', { exact: true }).fill('?');
  await enter();
  await row.getByText('Postal code: no postal code of this country looks like that').waitFor();
  const found = [...(await browser.inspect(officer, 'request-correction'))];
  await row.getByLabel('Postal code', { exact: true }).fill('');
  await row.getByLabel('City').fill('Elsewhere');
  await enter();
  await corrected(officer, 'To be corrected: City. Sent anew');
  return found;
}

async function decideCorrection({ mail, browser, underWay }: OfficerStory, officer: Page): Promise<readonly string[]> {
  const person = await browser.logIn('customer');
  await person.getByText('Correct the address of an order').click();
  await person.getByLabel('Number of the order to correct').fill(underWay.orderId);
  await person.getByLabel('Name', { exact: true }).fill('Somebody Else');
  await person.getByLabel('Street and number').fill('Another Street 5');
  const found = [...(await browser.inspect(person, 'ask-correction'))];
  await person.getByRole('button', { name: 'Ask for the correction' }).click();
  await person.getByText('Waits for you:').waitFor();
  await confirm(await mail.openLink(browser), /have your data corrected/);
  const row = rowOf(officer, 'the policy asks for a decision');
  await row.getByText('An officer decides: Another recipient').waitFor();
  await row.getByLabel('Or refuse it, because …').selectOption('NOT_THE_PERSON');
  await row.getByRole('button', { name: /^Refuse it/ }).waitFor();
  found.push(...(await browser.inspect(officer, 'request-decision')));
  await row.getByRole('button', { name: /^Let it pass/ }).click();
  await row.getByRole('button', { name: 'Yes, let it pass' }).click();
  await corrected(officer, 'To be corrected: Name, Street and number. Sent anew');
  return found;
}

async function closeAccounts({ browser, underWay, left }: OfficerStory, officer: Page): Promise<readonly string[]> {
  const close = async ({ orderId }: PlainOrder): Promise<void> => {
    await officer.getByLabel('Number of any of its orders').fill(orderId);
    await officer.getByRole('button', { name: 'Close the account …' }).click();
    await officer.getByRole('button', { name: 'Yes, close it and delete what is not needed' }).click();
  };
  await close(underWay);
  await officer.getByText('An order of the account is under way').waitFor();
  await close(left);
  await officer.getByText(/^The account is closed\. It goes on as request R-/).waitFor();
  await officer.getByRole('listitem').filter({ hasText: 'Deactivation' }).first().waitFor();
  return browser.inspect(officer, 'account-closed');
}

/** Intake has sealed the address, and the carrier has it. */
const corrected = (officer: Page, says: string): Promise<void> =>
  officer.getByRole('listitem').filter({ hasText: says }).filter({ hasText: 'Kept' }).waitFor();
