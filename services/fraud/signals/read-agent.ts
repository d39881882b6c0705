// What kind of program placed the order, by what it says of itself.
import { isbot } from 'isbot';

export type Agent = 'browser' | 'bot' | 'headless' | 'absent';

const HEADLESS = /headless|phantomjs|slimerjs|puppeteer|playwright|selenium|webdriver|electron\/.*nightmare/i;

export function readAgent(userAgent: string | null): Agent {
  const text = userAgent?.trim() ?? '';
  if (text === '') return 'absent';
  // A driven browser is also taken for a bot; it tells more to say which.
  if (HEADLESS.test(text)) return 'headless';
  return isbot(text) ? 'bot' : 'browser';
}
