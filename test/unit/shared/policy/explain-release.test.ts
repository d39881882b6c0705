import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { explainRelease } from '#shared/policy/explain-release';
import { minimise } from '#shared/policy/minimise';
import { currentPolicy } from './support/changed-policy.js';
import { arbitraryOrder, AT_MS, ITEM, orderTo } from './support/release-orders.js';

const policy = currentPolicy();
const SENTENCE = /^[A-Z].*\.$/;

describe('the explanation of a release', () => {
  test('tells every field of the order: what is sent, what not, and why', () => {
    const told = explainRelease(policy, 'swiftpost', orderTo(), AT_MS);
    const by = (field: string) => told.fields.find((row) => row.field === field);
    expect(told).toMatchObject({
      decision: 'release',
      code: null,
      shipmentKind: 'domestic',
      country: 'DE',
      policyVersion: policy.version,
    });
    expect(by('shipping.city')).toEqual({
      field: 'shipping.city',
      category: 'shipping',
      outcome: 'released',
      why: 'The parcel is sorted by town.',
    });
    expect(by('shipping.phone')).toMatchObject({ outcome: 'withheld' });
    expect(by('payment.reference')).toMatchObject({ outcome: 'withheld', category: 'payment' });
    expect(new Set(told.fields.map(({ field }) => field)).size).toBe(told.fields.length);
    expect(told.fields.filter(({ why }) => !SENTENCE.test(why))).toEqual([]);
  });

  test('tells which required field is missing and which wanted one is absent', () => {
    const order = orderTo(
      { countryCode: 'MX', phone: null, region: null },
      { items: [ITEM, { ...ITEM, hsCode: null, originCountry: null }] },
    );
    const told = explainRelease(policy, 'parcelway', order, AT_MS);
    const outcomes = Object.fromEntries(told.fields.map(({ field, outcome }) => [field, outcome]));
    expect(told).toMatchObject({
      decision: 'held',
      code: 'FIELD_REQUIRED_MISSING',
      missing: ['shipping.phone', 'items[1].originCountry'],
      record: null,
    });
    expect(outcomes).toMatchObject({
      'shipping.phone': 'missing',
      'shipping.region': 'absent',
      'items[].originCountry': 'missing',
      'items[].hsCode': 'released',
      'shipping.email': 'released',
    });
  });

  test('of a carrier or country nobody knows has no allow-list to go by', () => {
    expect(explainRelease(policy, 'nobody', orderTo(), AT_MS)).toMatchObject({
      code: 'CARRIER_UNKNOWN',
      shipmentKind: null,
      fields: [],
    });
    expect(explainRelease(policy, 'swiftpost', orderTo({ countryCode: 'JP' }), AT_MS)).toMatchObject({
      code: 'COUNTRY_NOT_SERVED',
      fields: [],
    });
  });

  test('is the decision that would be taken, for every order', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('swiftpost', 'parcelway', 'nobody'),
        arbitraryOrder([...policy.countries, 'JP']),
        (carrierId, order) => {
          const decision = minimise(policy, carrierId, order, AT_MS);
          const told = explainRelease(policy, carrierId, order, AT_MS);
          expect(told.decision).toBe(decision.kind);
          expect(told.record).toEqual(decision.kind === 'release' ? decision.record : null);
          const missing = told.fields.some(({ outcome }) => outcome === 'missing');
          expect(missing).toBe(decision.kind === 'held' && decision.code === 'FIELD_REQUIRED_MISSING');
        },
      ),
      { numRuns: 500 },
    );
  });
});
