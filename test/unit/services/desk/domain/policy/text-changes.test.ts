// The difference of two texts leads from the one to the other, whatever they are.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { textChanges } from '#services/desk/domain/policy/text-changes';

describe('the difference of two texts', () => {
  test('keeps what both have and tells the rest, what went before what came', () => {
    expect(textChanges('A\n\nold\nC', 'A\nnew\nC\nD')).toEqual([
      { kind: 'same', text: 'A' },
      { kind: 'removed', text: 'old' },
      { kind: 'added', text: 'new' },
      { kind: 'same', text: 'C' },
      { kind: 'added', text: 'D' },
    ]);
  });

  test('gives back both texts, and leaves equal ones alone', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = textChanges(before.join('\n'), after.join('\n'));
        const without = (kind: string) => lines.filter((line) => line.kind !== kind).map((line) => line.text);
        expect(without('added')).toEqual(before);
        expect(without('removed')).toEqual(after);
        expect(textChanges(before.join('\n'), before.join('\n')).every(({ kind }) => kind === 'same')).toBe(true);
      }),
    );
  });
});
