// The desk takes longer to answer than the page waits between its questions: the page waits for the answer instead of asking over it.
import { expect } from '@jest/globals';
import type { ConsoleBrowser } from '#test/support/console-browser';

/** Four times as long as the page waits. */
const SLOW_MS = 20_000;

export async function waitForSlowDesk(browser: ConsoleBrowser): Promise<void> {
  const officer = await browser.logIn('privacy-officer');
  // The time of the page is moved by hand, so nobody waits for it.
  await officer.clock.install();
  let asked = 0;
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await officer.route('**/v1/erasures/totals', async (route) => {
    asked++;
    await answered;
    await route.continue();
  });
  const waits = officer.waitForRequest('**/v1/erasures/totals');
  await officer.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Erasures' }).click();
  await waits;
  await officer.clock.runFor(SLOW_MS);
  expect(asked).toBe(1);
  answer();
  await officer.locator('.tiles').waitFor();
}
