// Who may import whom. The baseline is empty: a new exception is a new row in the table, with its reason.
import { describe, expect, test } from '@jest/globals';
import { judgeImports } from './support/import-law.js';
import { LIBRARY_TABLE } from './support/library-table.js';
import { describeFile, findCycles, readSourceFiles } from './support/module-graph.js';
import { renderImportLaw } from './support/render-import-law.js';
import { readText } from './support/source-files.js';

const files = readSourceFiles();
const paths = new Set(files.map((file) => file.path));

function judged(path: string, text: string): string[] {
  return judgeImports([describeFile(path, text)]);
}

describe('the import law', () => {
  test('holds for every file of the repository', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(judgeImports(files)).toEqual([]);
  });

  test('finds every imported file, so that no import escapes the law by a wrong path', () => {
    const missing = files.flatMap((file) =>
      file.imports.flatMap(({ target, specifier }) =>
        target.kind === 'file' &&
        !paths.has(target.path) &&
        !target.path.endsWith('.mjs') &&
        !target.path.endsWith('.json')
          ? [`${file.path} imports ${specifier}, which is no file`]
          : [],
      ),
    );
    expect(missing).toEqual([]);
  });

  test('no files import one another in a circle', () => {
    expect(findCycles(files).map((cycle) => cycle.join(' -> '))).toEqual([]);
  });

  test('every library we depend on has its place in the table', () => {
    const manifest = JSON.parse(readText('package.json')) as { dependencies: Record<string, string> };
    expect(Object.keys(manifest.dependencies).filter((name) => !Object.hasOwn(LIBRARY_TABLE, name))).toEqual([]);
  });
});

describe('shared/README.md', () => {
  const page = readText('shared/README.md');

  test('shows the import law as it is (write it anew: node --conditions=source --import tsx test/laws/support/write-import-law.ts)', () => {
    expect(page).toBe(renderImportLaw(page));
  });

  test('names every module of shared/, so that the map is complete', () => {
    const modules = new Set(files.flatMap(({ path }) => /^shared\/([^/]+)\//.exec(path)?.[1] ?? []));
    expect([...modules].filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
  });
});

describe('the program behind it', () => {
  test.each([
    [
      'a service that imports another',
      'services/intake/flow.ts',
      `import { x } from '#services/erasure/flow';`,
      /Publish a record to a topic/,
    ],
    [
      'a domain that imports Kafka types',
      'services/intake/domain/a.ts',
      `import type { K } from '#shared/kafka/ports';`,
      /decisions are pure/,
    ],
    [
      'a domain that imports Node',
      'services/intake/domain/a.ts',
      `import { readFileSync } from 'node:fs';`,
      /Pass it in/,
    ],
    [
      'a step that imports the vault at run time',
      'services/intake/steps/a.ts',
      `import { seal } from '#shared/vault/seal';`,
      /import type/,
    ],
    [
      'a step that imports its own store at run time',
      'services/intake/steps/a.ts',
      `import { x } from '../store/orders.js';`,
      /import type/,
    ],
    ['a step that imports the driver', 'services/intake/steps/a.ts', `import { Db } from 'mongodb';`, /only .* may/],
    ['a module that imports the Kafka client', 'shared/vault/a.ts', `import { Kafka } from 'kafkajs';`, /only .* may/],
    ['a dynamic import', 'shared/vault/a.ts', `const k = await import('kafkajs');`, /only .* may/],
    ['an import in a type', 'shared/vault/a.ts', `type K = import('kafkajs').Kafka;`, /only .* may/],
    ['a re-export', 'shared/errors/a.ts', `export { x } from '#shared/kafka/ports';`, /depend on nobody/],
    ['code that imports tests', 'shared/kafka/a.ts', `import { x } from '#test/support/stack';`, /out of test/],
    [
      'generated code that imports anything',
      'schemas/generated/a.ts',
      `import { x } from '#shared/errors/classify';`,
      /depend on nothing/,
    ],
    ['a library nobody listed', 'shared/kafka/a.ts', `import x from 'left-pad';`, /has no row/],
  ])('refuses %s', (_, path, text, message) => {
    expect(judged(path, text)).toEqual([expect.stringMatching(message)]);
  });

  test.each([
    [
      'a step that imports a type of the vault',
      'services/intake/steps/a.ts',
      `import type { V } from '#shared/vault/vault';`,
    ],
    [
      'a step that imports the lane of an order, named more narrowly than the rest of refs',
      'services/intake/steps/a.ts',
      `import { laneOf } from '#shared/refs/lane';`,
    ],
    [
      'a step that imports a type of its own store',
      'services/intake/steps/a.ts',
      `import type { V } from '../store/orders.js';`,
    ],
    ['an inline type import', 'services/intake/steps/a.ts', `import { type V } from '#shared/vault/vault';`],
    [
      'a composition root that imports adapters',
      'services/intake/service.ts',
      `import { x } from '#shared/kafka/ports';`,
    ],
    ['a test that imports anything', 'test/unit/a.test.ts', `import { Kafka } from 'kafkajs';`],
    ['an import that stands in a comment', 'shared/errors/a.ts', `// import { x } from 'kafkajs';`],
  ])('allows %s', (_, path, text) => {
    expect(judged(path, text)).toEqual([]);
  });

  test('finds a circle through types and names every file on it', () => {
    const circle = [
      describeFile('shared/a/x.ts', `import type { Y } from './y.js';`),
      describeFile('shared/a/y.ts', `export * from '#shared/a/z';`),
      describeFile('shared/a/z.ts', `import { X } from './x.js';`),
    ];
    expect(findCycles(circle)).toEqual([['shared/a/x.ts', 'shared/a/y.ts', 'shared/a/z.ts', 'shared/a/x.ts']]);
    expect(findCycles(circle.slice(0, 2))).toEqual([]);
  });
});
