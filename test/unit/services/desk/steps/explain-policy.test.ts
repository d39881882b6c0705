// The data map and the carriers as the console shows them say what the policy says.
import { describe, expect, test } from '@jest/globals';
import { carrierLines, dataMap } from '#services/desk/steps/explain-policy';
import { readPolicyFile } from '#shared/policy/read-policy-file';

const policy = readPolicyFile();

describe('the data map', () => {
  const lines = dataMap(policy);
  const line = (category: string) => lines.find((each) => each.category === category);

  test('has a line for each category', () => {
    expect(lines.map(({ category }) => category)).toEqual([...policy.categories.keys()]);
  });

  test('names who may get what: analysts fraud data and no payment data, customer service neither', () => {
    const who = (category: string) => line(category)?.recipients.map(({ id }) => id) ?? [];
    expect(who('fraud')).toContain('analysts');
    expect(who('payment')).not.toContain('analysts');
    for (const category of ['fraud', 'payment', 'signals']) expect(who(category)).not.toContain('customer-service');
    expect(line('payment')).toMatchObject({ isSealed: true, isPersonal: true });
    expect(line('shipping')?.kept).toMatch(/after delivery/);
  });
});

describe('the carriers', () => {
  test('are shown with their fields and reasons, and without an agreement unless one is told', () => {
    const [first, second] = carrierLines(policy, new Map([[[...policy.carriers.keys()][0] ?? '', 'ending' as const]]));
    expect(first).toMatchObject({ agreement: 'ending' });
    expect(second).toMatchObject({ agreement: 'missing' });
    const fields = first?.gets.flatMap((each) => each.fields) ?? [];
    expect(fields.length).toBeGreaterThan(0);
    for (const { why } of fields) expect(why).not.toBe('');
  });

  test('that were removed are not shown', () => {
    const carriers = new Map([...policy.carriers].map(([id, rule]) => [id, { ...rule, standing: 'removed' as const }]));
    expect(carrierLines({ carriers }, new Map())).toEqual([]);
  });
});
