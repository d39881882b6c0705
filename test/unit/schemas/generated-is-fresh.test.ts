// Generated files are what the sources say: whoever changes a schema or the catalogue also generates.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { render } from '#schemas/generator/render';

const ROOT = join(import.meta.dirname, '..', '..', '..', 'schemas');

describe('schemas/generated', () => {
  const rendered = render(ROOT);

  test.each([...rendered])('%s is as `npm run generate` writes it', (file, content) => {
    expect(readFileSync(join(ROOT, 'generated', file), 'utf8')).toBe(content);
  });

  test('holds nothing else, so that no type of a removed schema stays behind', () => {
    expect(readdirSync(join(ROOT, 'generated')).sort()).toEqual([...rendered.keys()].sort());
  });

  test('comes out the same each time', () => {
    expect([...render(ROOT)]).toEqual([...rendered]);
  });
});
