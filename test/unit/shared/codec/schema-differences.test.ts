// Which changes of a schema readers survive: the judge behind refusals of records and of registrations.
import { describe, expect, test } from '@jest/globals';
import type { SchemaJson } from '#schemas/generated/schemas';
import { compileSchema } from '#shared/codec/bounded-types';
import { schemaDifferences } from '#shared/codec/schema-differences';

type Fields = readonly {
  readonly name: string;
  readonly type: SchemaJson;
  readonly default?: unknown;
  readonly aliases?: string[];
}[];

function record(fields: Fields, name = 'R'): SchemaJson {
  return { type: 'record', namespace: 'n', name, fields };
}

function compare(ours: Fields, theirs: Fields) {
  return schemaDifferences(compileSchema(record(ours)), compileSchema(record(theirs)));
}

const a = { name: 'a', type: 'string' } as const;
const colour = (symbols: string[], fallback?: string): SchemaJson => ({
  type: 'enum',
  name: 'Colour',
  namespace: 'n',
  symbols,
  ...(fallback === undefined ? {} : { default: fallback }),
});

describe('a writer whose records can be read', () => {
  test.each<[string, Fields, Fields]>([
    ['is the same', [a], [a]],
    ['lacks a field that has a default', [a, { name: 'b', type: ['null', 'string'], default: null }], [a]],
    ['writes a narrower number', [{ name: 'n', type: 'long' }], [{ name: 'n', type: 'int' }]],
    ['never writes null', [{ name: 'n', type: ['null', 'string'] }], [{ name: 'n', type: 'string' }]],
    ['has fewer words', [{ name: 'c', type: colour(['RED', 'BLUE']) }], [{ name: 'c', type: colour(['RED']) }]],
    [
      'has a word that falls back',
      [{ name: 'c', type: colour(['RED'], 'RED') }],
      [{ name: 'c', type: colour(['RED', 'BLUE']) }],
    ],
    ['used the name before a rename', [{ name: 'b', type: 'string', aliases: ['a'] }], [a]],
    ['puts its fields in another order', [a, { name: 'b', type: 'int' }], [{ name: 'b', type: 'int' }, a]],
  ])('%s', (_, ours, theirs) => {
    expect(compare(ours, theirs)).toEqual({ unreadable: [], unknown: [] });
  });
});

describe('what cannot be read is named by path', () => {
  const item = (type: SchemaJson): SchemaJson => ({
    type: 'array',
    items: { type: 'record', name: 'Item', namespace: 'n', fields: [{ name: 'sku', type }] },
  });

  test.each<[string, Fields, Fields, string[]]>([
    ['a missing field without a default', [a, { name: 'b', type: 'string' }], [a], ['b']],
    ['another type', [a], [{ name: 'a', type: 'int' }], ['a']],
    ['a wider number', [{ name: 'n', type: 'int' }], [{ name: 'n', type: 'long' }], ['n']],
    ['a null that we do not take', [a], [{ name: 'a', type: ['null', 'string'] }], ['a']],
    [
      'a word we do not know',
      [{ name: 'c', type: colour(['RED']) }],
      [{ name: 'c', type: colour(['RED', 'BLUE']) }],
      ['c'],
    ],
    [
      'a field inside a list',
      [{ name: 'items', type: item('string') }],
      [{ name: 'items', type: item('long') }],
      ['items[].sku'],
    ],
    ['a list instead of one', [a], [{ name: 'a', type: { type: 'array', items: 'string' } }], ['a']],
  ])('%s', (_, ours, theirs, unreadable) => {
    expect(compare(ours, theirs)).toEqual({ unreadable, unknown: [] });
  });
});

describe('fields of theirs that we do not know', () => {
  const person = (fields: Fields): SchemaJson => ({ type: 'record', name: 'Person', namespace: 'n', fields });
  const sealed: SchemaJson = {
    type: 'record',
    name: 'Sealed',
    namespace: 'n',
    fields: [{ name: 'bytes', type: 'bytes' }],
  };

  test('are found in nested records, in lists, in optional fields and in the branches of a union', () => {
    const nested = (fields: Fields): Fields => [
      { name: 'one', type: person(fields) },
      { name: 'many', type: { type: 'array', items: 'n.Person' } },
      { name: 'perhaps', type: ['null', 'n.Person'] },
      { name: 'either', type: ['n.Person', sealed] },
    ];
    const { unreadable, unknown } = compare(nested([a]), nested([a, { name: 'album', type: 'string' }]));
    expect(unreadable).toEqual([]);
    expect(unknown).toEqual(['one.album', 'many[].album', 'perhaps.album', 'either.album']);
  });

  test('of a record inside itself come to an end', () => {
    const tree = (extra: Fields): Fields => [{ name: 'children', type: { type: 'array', items: 'n.R' } }, ...extra];
    const { unknown } = compare(tree([]), tree([{ name: 'x', type: 'int' }]));
    expect(unknown).toContain('x');
    expect(unknown).toContain('children[].x');
    expect(unknown.length).toBeLessThan(40);
  });
});

test('records with other names are told apart even where their fields agree', () => {
  const { unreadable } = schemaDifferences(compileSchema(record([a])), compileSchema(record([a], 'S')));
  expect(unreadable).toEqual(['']);
});
