// The .avsc files: each field says what it is for and what it holds of a person, and references lead to the version that was meant.
import { describe, expect, test } from '@jest/globals';
import { collectDefinitions, type Definition } from '#schemas/generator/read-definitions';
import { parseDefinition } from '#schemas/generator/parse-definition';
import { recordsFile } from '#schemas/generator/records-file';
import { selfContained } from '#schemas/generator/self-contained';

const field = { name: 'a', type: 'string', doc: 'What it is.', category: 'none' };
const record = { type: 'record', namespace: 'fulfilment.test', name: 'R', doc: 'A record.', fields: [field] };

function parse(definition: unknown): () => unknown {
  return () => parseDefinition(JSON.stringify(definition), 'r/v1.avsc');
}

function define(
  version: number,
  json: Partial<typeof record> & object,
  file = `${json.name ?? 'R'}/v${version}.avsc`,
): Definition {
  const whole = parseDefinition(JSON.stringify({ ...record, ...json }), file);
  return { fullName: `${whole.namespace}.${whole.name}`, version, file, json: whole };
}

describe('a schema file', () => {
  test('is taken when every field has doc and category', () => {
    expect(parse(record)()).toEqual(record);
  });

  test.each<[string, object, RegExp]>([
    ['a field without doc', { fields: [{ ...field, doc: undefined }] }, /r\/v1\.avsc.*doc/s],
    ['a field without category', { fields: [{ ...field, category: undefined }] }, /category/],
    ['a category the policy does not have', { fields: [{ ...field, category: 'marketing' }] }, /category/],
    ['a doc that is no sentence', { fields: [{ ...field, doc: 'x' }] }, /doc/],
    ['a misspelt attribute', { fields: [{ ...field, units: 'grams' }] }, /units/],
    ['no fields', { fields: [] }, /fields/],
    ['a record without doc', { doc: undefined }, /doc/],
    ['a namespace of somebody else', { namespace: 'shop.orders' }, /namespace/],
    ['a record written out inside another', { fields: [{ ...field, type: record }] }, /type/],
  ])('is refused with its path for %s', (_, change, message) => {
    expect(parse({ ...record, ...change })).toThrow(message);
  });
});

describe('versions', () => {
  test('have no gaps, so that no version is lost', () => {
    expect(() => collectDefinitions([define(1, {}), define(3, {})])).toThrow(/no version 2/);
    expect(() => collectDefinitions([define(1, {}), define(1, {}, 'other/v1.avsc')])).toThrow(/twice/);
  });

  const inner = { name: 'Inner' };
  const outer = { name: 'Outer', fields: [{ ...field, type: 'fulfilment.test.Inner' }] };

  test('of a type do not change records that embed it until those ask for it', () => {
    const wider = { ...inner, fields: [field, { ...field, name: 'b', default: '' }] };
    const two = { ...outer, typeVersions: { 'fulfilment.test.Inner': 2 } };
    const all = collectDefinitions([define(1, inner), define(2, wider), define(1, outer), define(2, two)]);
    const names = (version: number) => {
      const json = selfContained(all.get('fulfilment.test.Outer')?.[version - 1] as Definition, all);
      return (json as unknown as { fields: { type: { fields: { name: string }[] } }[] }).fields[0]?.type.fields.map(
        ({ name }) => name,
      );
    };
    expect(names(1)).toEqual(['a']);
    expect(names(2)).toEqual(['a', 'b']);
    expect(JSON.stringify(selfContained(all.get('fulfilment.test.Outer')?.[1] as Definition, all))).not.toContain(
      'typeVersions',
    );
  });

  test('of a type must be taken over by all current records, for there is one TypeScript type', () => {
    const all = collectDefinitions([define(1, inner), define(2, inner), define(1, outer)]);
    expect(() => recordsFile(all)).toThrow(/Outer\/v1\.avsc uses version 1 of fulfilment\.test\.Inner/);
  });

  test('name only types that exist and are used', () => {
    expect(() => selfContained(define(1, outer), collectDefinitions([define(1, outer)]))).toThrow(
      /Inner is not defined/,
    );
    const astray = { ...record, typeVersions: { 'fulfilment.test.Inner': 2 } };
    expect(() => selfContained(define(1, astray), collectDefinitions([define(1, astray)]))).toThrow(/does not use/);
  });
});

test('two records with one short name cannot both be TypeScript types', () => {
  const all = collectDefinitions([define(1, {}), define(1, { namespace: 'fulfilment.other' })]);
  expect(() => recordsFile(all)).toThrow(/one TypeScript type/);
});

describe('TypeScript types', () => {
  const file = recordsFile(
    collectDefinitions([
      define(1, { name: 'Plain' }),
      define(1, { name: 'Other' }),
      {
        ...define(1, {}),
        fullName: 'fulfilment.test.Word',
        json: { type: 'enum', namespace: 'fulfilment.test', name: 'Word', doc: 'W.', symbols: ['A', 'B'] },
      },
      define(1, {
        name: 'All',
        fields: [
          { ...field, name: 'text', type: ['null', 'string'] },
          { ...field, name: 'either', type: ['fulfilment.test.Plain', 'fulfilment.test.Other'] },
          { ...field, name: 'list', type: { type: 'array', items: 'fulfilment.test.Word' } },
          { ...field, name: 'mixed', type: { type: 'array', items: ['null', 'long'] } },
          { ...field, name: 'bytes', type: 'bytes', unit: 'grams', category: 'payment' },
        ],
      } as never),
    ]),
  );

  test.each([
    'readonly text: string | null;',
    "readonly either: { readonly 'fulfilment.test.Plain': Plain } | { readonly 'fulfilment.test.Other': Other };",
    'readonly list: readonly Word[];',
    'readonly mixed: readonly (number | null)[];',
    'readonly bytes: Buffer;',
    "export type Word = 'A' | 'B';",
    '/** What it is. Unit: grams. Category: payment. */',
    "'fulfilment.test.All': All;",
  ])('hold %s', (line) => {
    expect(file).toContain(line);
  });
});
