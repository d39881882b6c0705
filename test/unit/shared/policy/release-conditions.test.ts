import { describe, expect, test } from '@jest/globals';
import { mayRelease, type ReleaseFacts } from '#shared/policy/release-conditions';
import { currentPolicy } from './support/changed-policy.js';

const policy = currentPolicy();
const PAID: ReleaseFacts = { state: 'PLACED', paidAt: 1, cancelledAt: null };

describe('an order may leave', () => {
  test('once it is accepted, paid and not cancelled', () => {
    expect(mayRelease(policy, PAID)).toEqual({ kind: 'release' });
  });

  test('not before it is paid', () => {
    expect(mayRelease(policy, { ...PAID, paidAt: null })).toEqual({ kind: 'wait', missing: ['paid'] });
  });

  test('not when it was cancelled or refused, paid or not', () => {
    expect(mayRelease(policy, { ...PAID, cancelledAt: 2 })).toEqual({ kind: 'wait', missing: ['not-cancelled'] });
    expect(mayRelease(policy, { state: 'REFUSED', paidAt: null, cancelledAt: null })).toEqual({
      kind: 'wait',
      missing: ['accepted', 'paid'],
    });
  });

  test('by what the policy requires, so that another version decides otherwise', () => {
    expect(mayRelease({ release: { requires: ['accepted'] } }, { ...PAID, paidAt: null })).toEqual({ kind: 'release' });
  });

  test('never by a condition the program does not know, even if one slipped into the policy', () => {
    const later = { release: { requires: ['paid', 'fraud-cleared', 'constructor'] as never[] } };
    expect(mayRelease(later, PAID)).toEqual({ kind: 'wait', missing: ['fraud-cleared', 'constructor'] });
  });
});
