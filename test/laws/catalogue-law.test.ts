// The error catalogue is closed: it equals its documentation, and every code of it is used.
import { describe, expect, test } from '@jest/globals';
import { CATALOGUE, ERROR_CODES } from '#shared/errors/catalogue';
import { renderCatalogue } from '#shared/errors/render-catalogue';
import { readSourceFiles } from './support/module-graph.js';
import { readText } from './support/source-files.js';

const PAGE = readText('shared/errors/CATALOGUE.md');
const WRITE = 'node --conditions=source --import tsx shared/errors/write-catalogue.ts';

/** Codes that are not used yet. It may only get shorter: take a code out as soon as something uses it. */
const NOT_YET_USED = new Set((JSON.parse(readText('test/laws/not-yet-used-codes.json')) as { codes: string[] }).codes);

/** A code counts as used where code names it, not where it is declared, documented or tested. */
function usedStrings(): Set<string> {
  const sources = readSourceFiles().filter(
    ({ path }) => !path.startsWith('test/') && !path.startsWith('shared/errors/catalogue'),
  );
  return new Set(sources.flatMap((file) => file.facts.strings));
}

describe('the error catalogue', () => {
  test(`equals shared/errors/CATALOGUE.md in both directions (write it anew: ${WRITE})`, () => {
    const documented = [...PAGE.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]);
    expect(new Set(documented)).toEqual(new Set(ERROR_CODES));
    expect(PAGE).toBe(renderCatalogue());
  });

  test('has codes in capitals and sentences that end in a full stop', () => {
    for (const code of ERROR_CODES) {
      expect(code).toMatch(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/);
      expect(CATALOGUE[code].summary).toMatch(/^[A-Z].*\.$/);
      expect(CATALOGUE[code].whatToDo).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('has no code that nothing uses, except those in test/laws/not-yet-used-codes.json', () => {
    const used = usedStrings();
    const unused = ERROR_CODES.filter((code) => !used.has(code));
    if (unused.length > 0) process.stdout.write(`Codes not used yet: ${unused.join(', ')}\n`);
    expect(unused.filter((code) => !NOT_YET_USED.has(code))).toEqual([]);
  });

  test('that list only shrinks: a code which is used, or gone, must leave it', () => {
    const used = usedStrings();
    const known = new Set<string>(ERROR_CODES);
    expect([...NOT_YET_USED].filter((code) => used.has(code) || !known.has(code))).toEqual([]);
  });
});
