// Customer service opens a case and sends the link; the person finds it in her mail, writes and shows a photo without a log-in, and customer
// service sees it in the case.
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import type { ConsoleBrowser } from '#test/support/console-browser';
import type { MailStory } from './mail-story.js';

const WORDS = 'The zip is broken at the left sleeve';

/** @param clerk looks at the order @returns what axe finds serious on the way */
export async function writeByLink(story: MailStory, browser: ConsoleBrowser, clerk: Page): Promise<readonly string[]> {
  await clerk.getByRole('button', { name: 'Open a case' }).click();
  await clerk.getByRole('button', { name: 'Send a link to write' }).click();
  await clerk.getByText('The link is on its way').waitFor();
  const person = await story.openLink(browser, 'Send');
  const message = person.getByLabel('Your message');
  await message.fill(WORDS);
  const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
  const photos = person.getByLabel('Photos');
  await photos.setInputFiles({ name: 'zip.png', mimeType: 'image/png', buffer: drawing });
  await person.getByRole('button', { name: 'Send' }).click();
  await person.getByText('Photo 1 is no photo that we can read').waitFor();
  const found = [...(await browser.inspect(person, 'case-link'))];
  const photo = await sharp({ create: { width: 320, height: 200, channels: 3, background: 'teal' } })
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 30/1 0/1' } })
    .jpeg()
    .toBuffer();
  await photos.setInputFiles({ name: 'zip.jpg', mimeType: 'image/jpeg', buffer: photo });
  await person.getByRole('button', { name: 'Send' }).click();
  await person.getByRole('heading', { name: 'Thank you' }).waitFor();
  found.push(...(await browser.inspect(person, 'case-link-done')));
  await clerk.getByRole('button', { name: 'Show what is in it' }).click();
  await clerk.getByText(WORDS).waitFor();
  await clerk.getByRole('button', { name: 'Show the photo' }).click();
  await clerk.getByRole('img', { name: 'Sent in by the customer' }).waitFor();
  return [...found, ...(await browser.inspect(clerk, 'case-content'))];
}
