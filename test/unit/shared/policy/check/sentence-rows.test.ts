import { describe, expect, test } from '@jest/globals';
import { sentencesOf } from '#shared/policy/check/policy-sentences';
import { checkSentences, plannedRows, readSentenceRows, type SentenceRow } from '#shared/policy/check/sentence-rows';

const POLICY = `Privacy policy

We keep promises. We keep all of them.

  1. Some heading

    We collect only:

  • Names;
  • Addresses (no more).
`;

const FILES = new Map([
  ['shared/a.ts', ''],
  ['test/a.test.ts', `test('keeps it', () => {});`],
]);
const read = (path: string) => FILES.get(path) ?? null;

function row(id: string, sentence: string, change: Partial<SentenceRow> = {}): SentenceRow {
  return {
    id,
    sentence,
    rule: 'A rule.',
    enforcedAt: ['shared/a.ts'],
    provenBy: [{ file: 'test/a.test.ts', test: 'keeps it' }],
    ...change,
  };
}

const ROWS = [
  row('a', 'We keep promises'),
  row('b', 'We keep all of them.'),
  row('c', 'We collect only'),
  row('d', 'Names'),
  row('e', 'Addresses (no more)'),
];

describe('the sentences of a policy text', () => {
  test('are its sentences, lead-ins and points, without headings', () => {
    expect(sentencesOf(POLICY)).toEqual([
      'We keep promises',
      'We keep all of them',
      'We collect only',
      'Names',
      'Addresses (no more)',
    ]);
  });
});

describe('rows of sentences', () => {
  test('are complete when each sentence has one and all they name exists', () => {
    expect(checkSentences(POLICY, ROWS, read)).toEqual([]);
  });

  test('that lack a sentence, or have one the text has not, are named', () => {
    expect(checkSentences(POLICY, ROWS.slice(1), read)).toEqual(['No row for the sentence: We keep promises']);
    expect(checkSentences(POLICY, [...ROWS, row('f', 'We keep secrets')], read)).toEqual([
      'Not in the policy text: We keep secrets',
    ]);
  });

  test('that name a file or a test that does not exist are named', () => {
    const lost = row('a', 'We keep promises', {
      enforcedAt: ['shared/b.ts'],
      provenBy: [
        { file: 'test/b.test.ts', test: 'x y z' },
        { file: 'test/a.test.ts', test: 'keeps them' },
      ],
    });
    expect(checkSentences(POLICY, [lost, ...ROWS.slice(1)], read)).toEqual([
      'a: shared/b.ts does not exist',
      'a: test/b.test.ts does not exist',
      'a: test/a.test.ts has no test named "keeps them"',
    ]);
  });

  test('with the same id are named', () => {
    expect(checkSentences(POLICY, [...ROWS.slice(0, 4), row('d', 'Addresses (no more)')], read)).toEqual([
      'd: two rows have this id',
    ]);
  });

  test('neither proven nor planned are refused, planned ones are counted', () => {
    const file = (rest: string) => `sentences:\n  - { id: a, sentence: We keep promises, rule: A rule${rest} }\n`;
    expect(() => readSentenceRows(file(''))).toThrow(/neither enforced and proven nor planned/);
    expect(() => readSentenceRows(file(', enforcedAt: [shared/a.ts]'))).toThrow(
      /neither enforced and proven nor planned/,
    );
    const planned = readSentenceRows(file(', plannedIn: the desk'));
    expect(plannedRows(planned)).toHaveLength(1);
    expect(plannedRows(ROWS)).toEqual([]);
  });
});
