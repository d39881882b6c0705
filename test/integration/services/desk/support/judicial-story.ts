// A court writes. An administrator registers it, a privacy officer takes its letter in, two different people approve, the sealed answer is saved as
// a file that the court's key opens, and the auditor reads who did what.
import { expect } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { disclosureBinding, disclosuresInfo } from '#shared/hpke/associated-data';
import { newKeyPair } from '#shared/hpke/suite';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import type { ConsoleBrowser } from '#test/support/console-browser';
import { openSealedAnswer } from '#test/support/open-sealed';

const FILE_NUMBER = 'AZ-7/26';

/** @returns what axe finds serious on the way */
export async function answerCourt(browser: ConsoleBrowser, order: PlainOrder): Promise<readonly string[]> {
  const court = newKeyPair();
  const admin = await atJudicialRequests(browser, 'administrator');
  await registerCourt(admin, court.publicKey.toString('base64url'));
  const officer = await atJudicialRequests(browser, 'privacy-officer');
  await takeIn(officer, FILE_NUMBER, order);
  await takeIn(officer, 'AZ-8/26', order);
  const found = [...(await browser.inspect(officer, 'judicial-taken-in'))];
  await reject(officer);
  const row = rowOf(officer);
  await sure(row, /^Approve …/, 'Yes, I approve it');
  await row.getByText('You have approved it. It takes another person now').waitFor();
  expect(await row.getByRole('button', { name: /^Approve/ }).count()).toBe(0);
  const second = rowOf(admin);
  await second.getByText('privacy-officer has approved it already').waitFor();
  expect(await second.getByRole('button', { name: /^Reject/ }).count()).toBe(0);
  // By keyboard: the question has the focus.
  await second.getByRole('button', { name: /^Approve …/ }).focus();
  await admin.keyboard.press('Enter');
  await admin.keyboard.press('Tab');
  await admin.keyboard.press('Enter');
  await second.getByText('Approved by administrator').waitFor();
  found.push(...(await browser.inspect(admin, 'judicial-approved')));
  await sure(row, /^Make the sealed answer …/, 'Yes, seal it to the authority');
  const [file] = await Promise.all([
    officer.waitForEvent('download'),
    row.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  found.push(...(await browser.inspect(officer, 'judicial-answer')));
  const saved = readFileSync(await file.path(), 'utf8');
  expect(saved).not.toContain('privacy-officer');
  const { requestId, authorityId, sealed } = JSON.parse(saved) as Record<string, unknown>;
  const [info, binding] = [disclosuresInfo(String(authorityId)), disclosureBinding(String(requestId))];
  expect(await openSealedAnswer(sealed, { info, binding, privateKey: court.privateKey })).toMatchObject({
    orders: [{ data: { shipping: blocksOf(order).shipping } }],
  });
  await sure(row, /^Close it …/, 'Yes, close it');
  const auditor = await atJudicialRequests(browser, 'auditor');
  const read = rowOf(auditor);
  await read.getByText('Closed by privacy-officer').waitFor();
  await read.getByText(/^Sealed by privacy-officer, SHA-256/).waitFor();
  expect(await auditor.getByRole('button', { name: /^(?:Approve|Reject|Register|Take it in|Close it)/ }).count()).toBe(
    0,
  );
  return [...found, ...(await browser.inspect(auditor, 'judicial-closed'))];
}

async function atJudicialRequests(browser: ConsoleBrowser, role: string): Promise<Page> {
  const page = await browser.logIn(role);
  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Judicial requests' }).click();
  await page.getByRole('heading', { level: 2, name: 'Authorities' }).waitFor();
  return page;
}

const rowOf = (page: Page, number = FILE_NUMBER): Locator => page.getByRole('listitem', { name: number });

async function sure(row: Locator, does: RegExp, yes: string): Promise<void> {
  await row.getByRole('button', { name: does }).click();
  await row.getByRole('button', { name: yes }).click();
}

async function registerCourt(admin: Page, publicKey: string): Promise<void> {
  await admin.getByText('No authority is registered.').waitFor();
  await admin.getByLabel('Short name').fill('court');
  await admin.getByLabel('Name that people read').fill('Court of Somewhere');
  await admin.getByLabel('Its public key').fill(publicKey);
  await admin.getByRole('button', { name: 'Register' }).click();
  await admin.getByText('Compare its key by telephone').waitFor();
}

async function takeIn(officer: Page, number: string, { orderId }: PlainOrder): Promise<void> {
  await officer.getByLabel('Authority', { exact: true }).selectOption('court');
  await officer.getByLabel('Its file number').fill(number);
  await officer.getByLabel('Legal basis').selectOption('COURT_ORDER');
  await officer.getByLabel('Order numbers').fill(orderId);
  await officer.getByRole('button', { name: 'Take it in' }).click();
  await officer.getByText('Choose what the letter names').waitFor();
  await officer.getByRole('checkbox', { name: /^Shipping/ }).check();
  await officer.getByRole('button', { name: 'Take it in' }).click();
  await officer.getByText(`${number} is taken in.`).waitFor();
  await rowOf(officer, number).getByText('Waits for two different people').waitFor();
}

async function reject(officer: Page): Promise<void> {
  const row = rowOf(officer, 'AZ-8/26');
  await row.getByLabel('Or reject it, because …').selectOption('SCOPE_TOO_WIDE');
  await sure(row, /^Reject it …/, 'Yes, reject it');
  await row.getByText('Rejected by privacy-officer: it asks for more than its case needs').waitFor();
}
