// How files look: size, names, exports, paths, and that the runner takes every test.
import { describe, expect, test } from '@jest/globals';
import {
  isLong,
  judgeExports,
  judgeName,
  judgePaths,
  judgeSize,
  judgeTestFile,
  LONG_LINES,
} from './support/file-law.js';
import { describeFile, readSourceFiles } from './support/module-graph.js';
import { readText } from './support/source-files.js';

const files = readSourceFiles();
const manifest = JSON.parse(readText('package.json')) as { jest: { projects: { testMatch: string[] }[] } };
const testPatterns = manifest.jest.projects.flatMap((project) => project.testMatch);

describe('every file of the repository', () => {
  test('is short enough to be read in one sitting', () => {
    const long = files.filter(isLong).map((file) => `${file.lines} ${file.path}`);
    if (long.length > 0) process.stdout.write(`Files over ${LONG_LINES} lines:\n${long.sort().join('\n')}\n`);
    expect(files.flatMap((file) => judgeSize(file) ?? [])).toEqual([]);
  });

  test('has a name that says what it is for', () => {
    expect(files.flatMap((file) => judgeName(file) ?? [])).toEqual([]);
  });

  test('exports by name', () => {
    expect(files.flatMap((file) => judgeExports(file) ?? [])).toEqual([]);
  });

  test('imports by alias or from its own module', () => {
    expect(files.flatMap(judgePaths)).toEqual([]);
  });

  test('with tests in it is taken by a runner, so that none is silently skipped', () => {
    expect(testPatterns.length).toBeGreaterThan(1);
    expect(files.flatMap((file) => judgeTestFile(file, testPatterns) ?? [])).toEqual([]);
  });
});

describe('the program behind it', () => {
  const short = 'export const a = 1;\n';

  test('refuses a long file, but not a generated one', () => {
    const long = short.replace('1', '1').repeat(1) + '// line\n'.repeat(220);
    expect(judgeSize(describeFile('shared/a/b.ts', long))).toMatch(/221 lines/);
    expect(judgeSize(describeFile('schemas/generated/b.ts', long))).toBeNull();
    expect(judgeSize(describeFile('shared/a/b.ts', short + '// line\n'.repeat(219)))).toBeNull();
  });

  test.each([
    'shared/utils/a.ts',
    'shared/a/order-helpers.ts',
    'shared/a/key-manager.ts',
    'shared/a/orderState.ts',
    'shared/a/consumer-v2.ts',
  ])('refuses the name %s', (path) => {
    expect(judgeName(describeFile(path, short))).not.toBeNull();
  });

  test('accepts a plain name', () => {
    expect(judgeName(describeFile('test/unit/shared/errors/classify.test.ts', short))).toBeNull();
  });

  test('refuses default exports in all forms', () => {
    expect(judgeExports(describeFile('shared/a/b.ts', 'const a = 1; export { a as default };'))).not.toBeNull();
    expect(judgeExports(describeFile('shared/a/b.ts', 'export default function a() {}'))).not.toBeNull();
    expect(judgeExports(describeFile('shared/a/b.ts', 'export default 1;'))).not.toBeNull();
    expect(judgeExports(describeFile('shared/a/b.ts', short))).toBeNull();
  });

  test.each([`import '../../x.js';`, `import '#shared/a/b.js';`, `import './x';`])('refuses %s', (text) => {
    expect(judgePaths(describeFile('shared/a/b.ts', text))).toHaveLength(1);
  });

  test('finds a test in the wrong folder and a test whose name hides it', () => {
    const patterns = ['<rootDir>/test/unit/**/*.test.ts'];
    const text = `import { test } from '@jest/globals';`;
    expect(judgeTestFile(describeFile('shared/a/b.test.ts', ''), patterns)).not.toBeNull();
    expect(judgeTestFile(describeFile('test/unit/gh-181.ts', text), patterns)).not.toBeNull();
    expect(judgeTestFile(describeFile('test/unit/a/b.test.ts', text), patterns)).toBeNull();
    expect(judgeTestFile(describeFile('shared/a/b.ts', ''), patterns)).toBeNull();
  });
});
