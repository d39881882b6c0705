// What was released stays: no edit of a released version, and every newer version reads what the older ones wrote.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type SchemaJson, type SchemaVersion, schemas } from '#schemas/generated/schemas';
import { readDefinitions } from '#schemas/generator/read-definitions';
import {
  brokenReleases,
  currentShapes,
  readReleased,
  release,
  type Shapes,
  shapeOf,
} from '#schemas/generator/released-shapes';
import { compileSchema } from '#shared/codec/bounded-types';
import { schemaDifferences } from '#shared/codec/schema-differences';

const ROOT = join(import.meta.dirname, '..', '..', '..', 'schemas');

/** Every pair of a newer and an older version whose records the newer cannot read. */
function unreadablePairs(all: Readonly<Record<string, readonly SchemaVersion[]>>): string[] {
  return Object.entries(all).flatMap(([name, versions]) =>
    versions.flatMap((newer) =>
      versions
        .filter((older) => older.version < newer.version)
        .flatMap((older) => {
          const { unreadable } = schemaDifferences(compileSchema(newer.schema), compileSchema(older.schema));
          return unreadable.map((path) => `${name} v${newer.version} cannot read ${path} of v${older.version}`);
        }),
    ),
  );
}

function record(...fields: unknown[]): SchemaJson {
  return { type: 'record', namespace: 'n', name: 'R', fields };
}

describe('the schemas of this repository', () => {
  test('are what was released, and everything is released', () => {
    expect(brokenReleases(currentShapes(readDefinitions(ROOT)), readReleased(join(ROOT, 'released')))).toEqual([]);
  });

  test('read in each version what every older version wrote', () => {
    expect(unreadablePairs(schemas)).toEqual([]);
  });
});

describe('the judge behind it', () => {
  const a = { name: 'a', type: 'string', doc: 'A.', category: 'none' };
  const shapes = (one: unknown): ReadonlyMap<string, Shapes> => new Map([['n.R', { 1: one }]]);

  test('finds a newer version that cannot read an older one', () => {
    const versions = [
      { version: 1, schema: record(a) },
      { version: 2, schema: record(a, { name: 'b', type: 'string' }) },
    ];
    expect(unreadablePairs({ 'n.R': versions })).toEqual(['n.R v2 cannot read b of v1']);
    const good = [
      versions[0] as SchemaVersion,
      { version: 2, schema: record(a, { name: 'b', type: 'string', default: '' }) },
    ];
    expect(unreadablePairs({ 'n.R': good })).toEqual([]);
  });

  test.each<[string, SchemaJson]>([
    ['a new field', record(a, { name: 'b', type: ['null', 'string'], default: null })],
    ['another type', record({ ...a, type: 'bytes' })],
    ['a new default', record({ ...a, default: '' })],
    ['another name', record({ ...a, name: 'z' })],
  ])('refuses %s in a released version and says where it belongs', (_, changed) => {
    const broken = brokenReleases(shapes(shapeOf(changed as never)), shapes(shapeOf(record(a) as never)));
    expect(broken).toEqual(['n.R v1 was released: put the change into v2.avsc']);
  });

  test('lets words, units and categories be mended', () => {
    const mended = record({ ...a, doc: 'Better words.', unit: 'grams', category: 'shipping' });
    expect(brokenReleases(shapes(shapeOf(mended as never)), shapes(shapeOf(record(a) as never)))).toEqual([]);
  });

  test('misses a version that is gone and one that was never released', () => {
    const shape = shapeOf(record(a) as never);
    expect(brokenReleases(new Map(), shapes(shape))).toEqual(['n.R v1 was released and is gone']);
    expect(brokenReleases(shapes(shape), new Map())).toEqual([expect.stringContaining('n.R v1 is not released')]);
  });

  test('releasing adds what is new and never overwrites what was released', () => {
    const folder = mkdtempSync(join(tmpdir(), 'released-'));
    try {
      expect(release(new Map([['n.R', { 1: 'first' }]]), folder)).toEqual(['n.R v1']);
      expect(release(new Map([['n.R', { 1: 'changed', 2: 'second' }]]), folder)).toEqual(['n.R v2']);
      expect(JSON.parse(readFileSync(join(folder, 'n.R.json'), 'utf8'))).toEqual({ 1: 'first', 2: 'second' });
      expect(release(new Map([['n.R', { 1: 'changed', 2: 'second' }]]), folder)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
