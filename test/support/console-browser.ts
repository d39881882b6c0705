// A real browser before the console: logs people in by one click, looks for barriers on each page, and keeps a picture of it.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { repositoryRoot } from '#shared/policy/read-policy-file';

export interface ConsoleBrowser {
  /** A page of a person of this role, logged in; each has a browser profile of its own. */
  /** @param atAgreement looks at the agreement that people of the house sign at their first log-in */
  logIn(role: string, atAgreement?: (page: Page) => Promise<void>): Promise<Page>;
  /** A page of somebody who is nobody to the desk: whoever opens the link of a mail. */
  visit(address: string): Promise<Page>;
  /** What somebody sees there on a wide screen in the light and on a narrow one in the dark: pictures of it, and what axe finds serious. */
  inspect(page: Page, name: string): Promise<readonly string[]>;
  /** What the pages complained of: scripts or styles against their policy, errors. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

const DESKTOP = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };
/** Each width and each of light and dark once: colours do not depend on the width. */
const LOOKS = [
  { width: 'desktop', viewport: DESKTOP, colorScheme: 'light' },
  { width: 'phone', viewport: PHONE, colorScheme: 'dark' },
] as const;
const PATIENCE_MS = 60_000;

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** @param desk address of the desk */
export async function openConsoleBrowser(desk: string): Promise<ConsoleBrowser> {
  const browser = await launch();
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const pictures = path.join(repositoryRoot(), 'reports', 'console');
  mkdirSync(pictures, { recursive: true });
  const complaints: string[] = [];

  async function findings(page: Page, where: string): Promise<readonly string[]> {
    // Given to the page from outside, for its policy lets no foreign script in.
    await page.evaluate(axe);
    const { violations } = await page.evaluate<AxeResult>('axe.run(document)');
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${where}: ${id} at ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`);
  }

  async function newPage(role: string): Promise<Page> {
    const context = await browser.newContext({ viewport: DESKTOP, locale: 'en-GB', reducedMotion: 'reduce' });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    page.on('pageerror', ({ name, message }) => void complaints.push(`${role}: ${name} ${message}`));
    page.on('console', (said) => {
      if (/Content Security Policy/i.test(said.text())) complaints.push(`${role}: ${said.text()}`);
    });
    return page;
  }

  return {
    complaints,
    visit: async (address) => {
      const page = await newPage('visitor');
      await page.goto(address);
      return page;
    },
    logIn: async (role, atAgreement) => {
      const page = await newPage(role);
      await page.goto(`${desk}/console/?as=${role}`);
      const places = page.getByRole('navigation', { name: 'Places' });
      const sign = page.getByRole('button', { name: 'I sign, and go on' });
      await places.or(sign).first().waitFor();
      if (await sign.isVisible()) {
        await atAgreement?.(page);
        await sign.click();
      }
      await places.waitFor();
      return page;
    },
    inspect: async (page, name) => {
      const found: string[] = [];
      for (const { width, colorScheme, viewport } of LOOKS) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(viewport);
        found.push(...(await findings(page, `${name}, ${width}, ${colorScheme}`)));
        await page.screenshot({ path: path.join(pictures, `${name}-${width}-${colorScheme}.png`) });
      }
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize(DESKTOP);
      return found;
    },
    close: () => browser.close(),
  };
}

async function launch(): Promise<Browser> {
  const installer = pathToFileURL(path.join(repositoryRoot(), 'shared', 'start', 'ensure-browser.mjs')).href;
  const { ensureBrowser } = (await import(installer)) as { readonly ensureBrowser: () => string };
  // Its sandbox refuses to run as root, as tests in a container do.
  const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [];
  return chromium.launch({ executablePath: ensureBrowser(), args, timeout: PATIENCE_MS });
}
