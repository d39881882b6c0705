// A privacy officer takes a field from a carrier: sees where a draft is wrong, what the right one changes and whom it touches, and publishes it.
import type { ConsoleBrowser } from '#test/support/console-browser';
import { eventually } from '#test/support/eventually';
import { parse, stringify } from 'yaml';
import { loadDraft } from './rules-story.js';

interface Draft {
  readonly carriers: Readonly<
    Record<string, { readonly releases: Readonly<Record<string, { readonly fields: Record<string, unknown> }>> }>
  >;
}

/** @param carrierId has one shipment @returns what axe finds serious on the way */
export async function narrowPolicy(browser: ConsoleBrowser, carrierId: string): Promise<readonly string[]> {
  const page = await browser.logIn('privacy-officer');
  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Policy' }).click();
  await page.getByText('in force').first().waitFor();
  const found = [...(await browser.inspect(page, 'policy'))];
  await page.getByRole('link', { name: 'Prepare the next version' }).click();
  await page.getByRole('button', { name: 'Start from the rules in force' }).click();
  const rules = page.getByRole('textbox', { name: 'Rules' });
  const text = await eventually('the rules in force', async () => (await rules.inputValue()) || undefined);
  const look = page.getByRole('button', { name: 'See what it changes' });
  await loadDraft(page, text.replace(/^version: .*$/m, 'version: next'));
  await look.click();
  await page.getByText(/version \(line \d+\): must be a number/).waitFor();
  found.push(...(await browser.inspect(page, 'policy-fault')));
  const draft = parse(text) as Draft;
  for (const { fields } of Object.values(draft.carriers[carrierId]?.releases ?? {})) delete fields['serviceLevel'];
  await loadDraft(page, stringify(draft, { aliasDuplicateObjects: false }));
  await eventually('the shipment that it touches', async () => {
    await look.click();
    const touched = page.getByText('1 shipment lies with it; serviceLevel will be taken back from them');
    return touched.waitFor({ timeout: 5_000 }).then(
      () => true as const,
      () => undefined,
    );
  });
  found.push(...(await browser.inspect(page, 'policy-draft')));
  await page.getByRole('button', { name: /^Publish version/ }).click();
  await page.getByRole('button', { name: 'Yes, publish it for everybody' }).click();
  await page.getByText(/^Version \d+ is published/).waitFor();
  await page.getByText('1 shipment written anew').waitFor();
  return [...found, ...(await browser.inspect(page, 'policy-narrowed'))];
}
