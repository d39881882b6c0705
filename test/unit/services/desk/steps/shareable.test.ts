import { describe, expect, test } from '@jest/globals';
import { AUTHORITY, mayHave, shareableWith, THIRD_PARTY } from '#services/desk/steps/shareable';
import { changedPolicy, currentPolicy, put } from '#test/unit/shared/policy/support/changed-policy';

const ids = (...asked: Parameters<typeof shareableWith>): readonly string[] =>
  shareableWith(...asked).map(({ category }) => category);

describe('what somebody outside may have of an order', () => {
  test('is what the policy allows by name, of what the desk holds', () => {
    expect(ids(currentPolicy(), THIRD_PARTY)).toEqual(['order-reference', 'order-content', 'shipping', 'contact']);
    // The policy names account, after-sales and fraud, too: the desk holds none of them of an order.
    expect(ids(currentPolicy(), AUTHORITY)).toEqual([
      'order-reference',
      'order-content',
      'shipping',
      'contact',
      'payment',
      'signals',
    ]);
  });

  test('is told in the words of the policy', () => {
    const policy = currentPolicy();
    expect(shareableWith(policy, THIRD_PARTY)).toContainEqual({
      category: 'shipping',
      meaning: policy.categories.get('shipping')?.meaning,
    });
  });

  test('becomes less with the policy, at once', () => {
    const narrower = changedPolicy((tree) => put(tree, 'recipients/authorised-third-party/gets', ['order-content']));
    expect(ids(narrower, THIRD_PARTY)).toEqual(['order-content']);
    expect([mayHave(narrower, THIRD_PARTY, 'shipping'), mayHave(narrower, AUTHORITY, 'shipping')]).toEqual([
      false,
      true,
    ]);
    expect(mayHave(narrower, AUTHORITY, 'shoe-size')).toBe(false);
  });
});
