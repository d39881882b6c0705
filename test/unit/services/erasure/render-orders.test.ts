import { expect, test } from '@jest/globals';
import { currentPolicy } from '#test/unit/shared/policy/support/changed-policy';
import { categoryRow } from '#services/erasure/commands/render-orders';

test('the longest category stands apart from what is said of it', () => {
  for (const category of currentPolicy().categories.keys())
    expect(categoryRow(category, 'stopped')).toMatch(new RegExp(`^ {2}${category} +stopped$`));
});
