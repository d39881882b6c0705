// The repository runs on anybody's machine: it names no registry host and no path of ours.
import { describe, expect, test } from '@jest/globals';
import { judgeWords } from './support/foreign-words.js';
import { listFiles, listRootFiles, readText } from './support/source-files.js';

const EXTENSIONS = ['.ts', '.mjs', '.md', '.json', '.yaml', '.yml', '.avsc', '.xml', '.sh', '.properties'];
/** Written by npm from the settings of whoever installs. */
const LOCK_FILE = 'package-lock.json';

const paths = [...listFiles(EXTENSIONS), ...listRootFiles().filter((name) => name !== LOCK_FILE)];

describe('the repository', () => {
  test('names no registry host and no path of one machine', () => {
    expect(paths.flatMap((path) => judgeWords(path, readText(path)))).toEqual([]);
  });
});

describe('the program behind it', () => {
  test.each([
    ['a registry host', `https://registry.${'npmjs'}.org/x`],
    ['another registry host', `https://repo1.${'maven'}.org/maven2`],
    ['a path of a machine', `const dir = '/${'work'}/main';`],
    ['a home folder', `/${'home'}/someone/x`],
    ['a fixed temporary path', `'/${'tmp'}/keys'`],
  ])('refuses %s', (_, text) => {
    expect(judgeWords('shared/a.ts', text)).toHaveLength(1);
  });

  test.each([
    'mvn org.apache.maven:x',
    'pip install x',
    '/health/live',
    'path/tmp/x',
    'https://example.org/work/x',
    '/etc/os-release',
  ])('allows %s', (text) => {
    expect(judgeWords('shared/a.ts', text)).toEqual([]);
  });

  test('lets a test use a temporary path, but not a registry host', () => {
    expect(judgeWords('test/unit/a.test.ts', `'/${'tmp'}/keys'`)).toEqual([]);
    expect(judgeWords('test/unit/a.test.ts', `registry.${'npmjs'}.org`)).toHaveLength(1);
  });
});
