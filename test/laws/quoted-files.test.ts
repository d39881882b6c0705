// What a page shows as a file is that file: programs on pages are run by tests, so they may not drift apart.
import { describe, expect, test } from '@jest/globals';
import { listFiles, readText } from './support/source-files.js';

const QUOTE = /<!-- file: (\S+) -->\n```\w*\n([\s\S]*?)\n```\n/g;

const quotes = listFiles(['.md']).flatMap((page) =>
  [...readText(page).matchAll(QUOTE)].map(([, file = '', text = '']) => ({ page, file, text })),
);

describe('pages', () => {
  test('quote the programs that show how to seal', () => {
    expect(quotes.map(({ file }) => file).sort()).toEqual([
      'test/support/third-party/sealed-blocks.ts',
      'test/support/third-party/sealed_blocks.py',
    ]);
  });

  test.each(quotes)('show $file as it is on $page', ({ file, text }) => {
    expect(text).toBe(readText(file).trimEnd());
  });
});
