import { describe, expect, test } from '@jest/globals';
import { mayShare } from '#shared/policy/may-share';
import { CATEGORIES, PURPOSES, RECIPIENTS } from '#shared/policy/vocabulary';
import { currentPolicy } from './support/changed-policy.js';

const policy = currentPolicy();
const ask = (recipient: string, category: string, purpose: string) =>
  mayShare(policy, { recipient, category, purpose });

describe('sharing', () => {
  test('is allowed where the policy says so', () => {
    expect(ask('carrier', 'shipping', 'logistics-delivery')).toMatchObject({
      kind: 'allowed',
      basis: 'logistics-delivery',
    });
    expect(ask('notification-gateway', 'contact', 'order-notifications')).toMatchObject({ kind: 'allowed' });
  });

  test.each([
    ['carrier', 'shipping', 'after-sales'],
    ['carrier', 'contact', 'order-notifications'],
    ['carrier', 'payment', 'logistics-delivery'],
    ['warehouse', 'shipping', 'warehousing-and-shipping'],
    ['customer-service', 'payment', 'after-sales'],
    ['customer-service', 'shipping', 'after-sales'],
    ['analysts', 'shipping', 'fraud-control'],
    ['analysts', 'signals', 'fraud-control'],
  ])('is refused: %s gets no %s for %s', (recipient, category, purpose) => {
    expect(ask(recipient, category, purpose)).toEqual({ kind: 'refused', code: 'SHARING_NOT_ALLOWED' });
  });

  test('is refused for names the policy does not know, each by its own code', () => {
    expect(ask('advertiser', 'contact', 'order-notifications')).toMatchObject({ code: 'RECIPIENT_UNKNOWN' });
    expect(ask('carrier', 'shoe-size', 'logistics-delivery')).toMatchObject({ code: 'CATEGORY_UNKNOWN' });
    expect(ask('carrier', 'shipping', 'marketing')).toMatchObject({ code: 'PURPOSE_UNKNOWN' });
  });

  test('with authorities, authorised people and the person goes by request, authorisation and right, with its condition', () => {
    expect(ask('judicial-authority', 'payment', 'legal-request')).toMatchObject({
      kind: 'allowed',
      onlyWhen: expect.stringMatching(/in writing/) as unknown,
    });
    expect(ask('judicial-authority', 'payment', 'fraud-control')).toMatchObject({ code: 'PURPOSE_UNKNOWN' });
    expect(ask('authorised-third-party', 'payment', 'explicit-authorisation')).toMatchObject({
      code: 'SHARING_NOT_ALLOWED',
    });
    expect(ask('person', 'signals', 'right-of-the-person')).toMatchObject({ kind: 'allowed' });
  });

  test('outside the shop happens in the three scenarios of the policy text only', () => {
    const bases = new Set(RECIPIENTS.map((id) => policy.recipients.get(id)?.basis));
    expect(bases).toEqual(
      new Set(['own-work', 'logistics-delivery', 'legal-request', 'explicit-authorisation', 'right-of-the-person']),
    );
  });

  test('for one of the six purposes never exceeds what the category is collected for', () => {
    for (const recipient of RECIPIENTS) {
      for (const category of CATEGORIES) {
        for (const purpose of PURPOSES) {
          if (ask(recipient, category, purpose).kind === 'allowed')
            expect(policy.categories.get(category)?.purposes).toContain(purpose);
        }
      }
    }
  });
});
