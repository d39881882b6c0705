// An analyst in the real browser reads the rules, tries the next version on past orders, and publishes it; an administrator stops a carrier.
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { ConsoleBrowser } from '#test/support/console-browser';

/** As a file: typing that much takes the browser minutes on a busy machine. */
export async function loadDraft(page: Page, text: string): Promise<void> {
  const file = { name: 'next.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) };
  await page.getByLabel('Load a file').setInputFiles(file);
}

export async function followNextRules(browser: ConsoleBrowser, page: Page): Promise<void> {
  await page.getByText('points from which an order waits for a person').waitFor();
  expect(await browser.inspect(page, 'rules')).toEqual([]);
  await page.getByRole('link', { name: 'Prepare the next version' }).click();
  const rules = page.getByRole('textbox', { name: 'Rules, as they are written' });
  await loadDraft(page, (await rules.inputValue()).replace('reviewFrom: 40', 'reviewFrom: 45'));
  await page.getByRole('button', { name: 'See what it changes' }).click();
  await page.getByText('40 → 45 points').waitFor();
  await page.getByRole('button', { name: 'Try it on past orders' }).click();
  await page.getByRole('heading', { name: 'Who would get another verdict' }).waitFor();
  expect(await browser.inspect(page, 'backtest')).toEqual([]);
  await page.getByRole('button', { name: /^Publish version/ }).click();
  await page.getByRole('button', { name: 'Yes, judge by it from now on' }).click();
  await page.getByText(/^Version \d+ is published/).waitFor();
}

/** @param carrierId the one that is left alone */
export async function followHouse(browser: ConsoleBrowser, carrierId: string): Promise<void> {
  const page = await browser.logIn('administrator');
  await page.getByText('of 5 services run').waitFor();
  await page.getByRole('row').nth(1).waitFor();
  expect(await browser.inspect(page, 'house')).toEqual([]);
  const row = page.getByRole('row').filter({ hasText: 'in force', hasNotText: carrierId }).last();
  await row.getByRole('button', { name: /^Stop/ }).click();
  await row.getByRole('button', { name: 'Yes, stop it' }).click();
  await row.getByText('Stopped').waitFor();
}
