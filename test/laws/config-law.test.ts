// Every environment variable is documented, and the documentation names no others.
import { describe, expect, test } from '@jest/globals';
import { SHARED_BLOCKS } from '#shared/config/blocks';
import { renderReadme } from '#shared/config/render-variables';
import { listFiles, readText } from './support/source-files.js';

const README = readText('shared/config/README.md');
const variables = SHARED_BLOCKS.flatMap((block) => Object.keys(block.variables));
const WRITE = 'node --conditions=source --import tsx shared/config/write-readme.ts';

describe('the configuration', () => {
  test(`is documented in shared/config/README.md (write it anew: ${WRITE})`, () => {
    const documented = [...README.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]);
    expect(new Set(documented)).toEqual(new Set(variables));
    expect(README).toBe(renderReadme(README, SHARED_BLOCKS));
  });

  test('declares each variable once, so that no two blocks read it differently', () => {
    expect(new Set(variables).size).toBe(variables.length);
  });

  test('counts every file with a block among the documented ones', () => {
    const files = listFiles(['.ts']).filter(
      (path) => path.startsWith('shared/config/') && /defineBlock\(\{/.test(readText(path)),
    );
    const names = files.map((path) => path.replace(/^.*\/|\.ts$/g, '')).filter((name) => name !== 'block');
    expect(names.toSorted()).toEqual(SHARED_BLOCKS.map((block) => block.name).toSorted());
  });
});
