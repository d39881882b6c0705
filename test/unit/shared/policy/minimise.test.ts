import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HELD_CODES } from '#shared/policy/held-codes';
import { minimise } from '#shared/policy/minimise';
import { readPolicyText } from '#shared/policy/read-policy-file';
import { RELEASABLE_FIELDS } from '#shared/policy/release/shipment-fields';
import { shipmentSchema } from '#shared/policy/shipment-schema';
import { SHIPMENT_KINDS } from '#shared/policy/vocabulary';
import { changedPolicy, currentPolicy, put } from './support/changed-policy.js';
import { drawnPolicies } from './support/drawn-policies.js';
import { arbitraryOrder, AT_MS, ITEM, orderTo, textsOf } from './support/release-orders.js';

const policy = currentPolicy();

describe('a released parcel', () => {
  test('to a door at home holds name, address, service and weight, and neither phone nor e-mail', () => {
    const decision = minimise(policy, 'swiftpost', orderTo(), AT_MS);
    expect(decision).toMatchObject({
      kind: 'release',
      shipmentKind: 'domestic',
      record: {
        shipmentRef: 'shipment-ref-0000000001',
        policyVersion: policy.version,
        kind: 'DOMESTIC',
        recipientName: 'Erika Beispiel',
        addressLines: ['Lindenweg 12', 'Hinterhaus'],
        city: 'Berlin',
        region: null,
        postalCode: '10115',
        countryCode: 'DE',
        phone: null,
        pickupPointId: null,
        customerPostNumber: null,
        serviceLevel: 'standard',
        weightGrams: 420,
        customsItems: null,
      },
    });
  });

  test('to a locker holds no street', () => {
    const order = orderTo({ pickupPoint: { pointId: '145', customerPostNumber: '12345678' } });
    const decision = minimise(policy, 'swiftpost', order, AT_MS);
    expect(decision).toMatchObject({
      shipmentKind: 'locker',
      record: { addressLines: null, pickupPointId: '145', customerPostNumber: '12345678', phone: null },
    });
  });

  test('abroad holds phone and customs items, so that customs let it through', () => {
    const order = orderTo({ countryCode: 'US', region: 'NY', postalCode: '10001', phone: '+12125550100' });
    const decision = minimise(policy, 'parcelway', order, AT_MS);
    expect(decision).toMatchObject({
      shipmentKind: 'international',
      record: { phone: '+12125550100', email: null, customsItems: [{ ...ITEM }] },
    });
  });

  test('follows the entry of its country where it has one', () => {
    const locker = { pointId: 'WAW01', customerPostNumber: '12345678' };
    const polish = orderTo({ countryCode: 'PL', postalCode: '00-001', phone: '+48600100200', pickupPoint: locker });
    expect(minimise(policy, 'swiftpost', polish, AT_MS)).toMatchObject({
      record: { phone: '+48600100200', customerPostNumber: null },
    });
    const mexican = orderTo({ countryCode: 'MX', postalCode: '06000' });
    expect(minimise(policy, 'parcelway', mexican, AT_MS)).toMatchObject({ record: { email: 'erika@post.example' } });
  });

  test('names every field the carrier does not get, with a reason', () => {
    const decision = minimise(policy, 'swiftpost', orderTo(), AT_MS);
    const withheld = decision.kind === 'release' ? decision.withheld : [];
    const fields = withheld.map(({ field }) => field);
    expect(fields).toEqual(
      expect.arrayContaining([
        'shipping.phone',
        'contact.email',
        'payment.reference',
        'signals.ipAddress',
        'customerId',
        'orderId',
        'items[].description',
      ]),
    );
    expect(fields).not.toContain('shipping.city');
    expect(withheld.filter(({ reason }) => !/^[A-Z].*\.$/.test(reason))).toEqual([]);
  });
});

describe('a parcel is held', () => {
  const held = (carrierId: string, order = orderTo(), atMs = AT_MS, by = policy) =>
    minimise(by, carrierId, order, atMs);

  test('for a carrier the policy does not list', () => {
    expect(held('nobody')).toEqual({ kind: 'held', code: 'CARRIER_UNKNOWN', missing: [] });
    expect(held('constructor')).toMatchObject({ code: 'CARRIER_UNKNOWN' });
  });

  test('for a carrier without an agreement, before its first and after its last day', () => {
    const without = changedPolicy((tree) => put(tree, 'carriers/swiftpost/agreement', null));
    expect(held('swiftpost', orderTo(), AT_MS, without)).toMatchObject({ code: 'AGREEMENT_MISSING' });
    const dated = changedPolicy((tree) => {
      put(tree, 'carriers/swiftpost/agreement/validFrom', '2026-02-01');
      put(tree, 'carriers/swiftpost/agreement/validUntil', '2026-02-28');
    });
    expect(held('swiftpost', orderTo(), Date.UTC(2026, 1, 1) - 1, dated)).toMatchObject({
      code: 'AGREEMENT_NOT_YET_VALID',
    });
    expect(held('swiftpost', orderTo(), Date.UTC(2026, 1, 1), dated)).toMatchObject({ kind: 'release' });
    expect(held('swiftpost', orderTo(), Date.UTC(2026, 2, 1) - 1, dated)).toMatchObject({ kind: 'release' });
    expect(held('swiftpost', orderTo(), Date.UTC(2026, 2, 1), dated)).toMatchObject({ code: 'AGREEMENT_EXPIRED' });
    expect(held('swiftpost', orderTo(), Number.NaN, dated)).toMatchObject({ kind: 'held' });
  });

  test('for a country or a kind the carrier does not serve', () => {
    expect(held('swiftpost', orderTo({ countryCode: 'JP' }))).toMatchObject({ code: 'COUNTRY_NOT_SERVED' });
    const noLockers = changedPolicy((tree) => put(tree, 'carriers/swiftpost/releases/locker', undefined));
    const order = orderTo({ pickupPoint: { pointId: '1', customerPostNumber: '2' } });
    expect(held('swiftpost', order, AT_MS, noLockers)).toMatchObject({ code: 'KIND_NOT_SERVED' });
  });

  test('when it lacks required fields, and names all of them by path', () => {
    const order = orderTo(
      { countryCode: 'US', region: null, phone: null, addressLines: [] },
      { items: [ITEM, { ...ITEM, originCountry: null, description: '' }] },
    );
    expect(held('parcelway', order)).toEqual({
      kind: 'held',
      code: 'FIELD_REQUIRED_MISSING',
      missing: [
        'shipping.addressLines',
        'shipping.region',
        'shipping.phone',
        'items[1].description',
        'items[1].originCountry',
      ],
    });
    expect(held('parcelway', orderTo({ countryCode: 'PT', region: null }, { items: [] }))).toMatchObject({
      missing: ['items'],
    });
  });

  test('for reasons that are all documented', () => {
    const rows = Object.entries(HELD_CODES).map(([code, row]) => `| \`${code}\` | ${row.summary} | ${row.whatToDo} |`);
    const documented = readPolicyText('README.md').match(/^\| `[A-Z_]+` \|.*$/gm);
    expect(documented).toEqual(rows);
  });
});

describe('for every order, carrier, kind and policy', () => {
  test('the record holds exactly the allow-listed fields, and no personal value of any other field occurs in it', () => {
    const countries = [...policy.countries, 'JP'];
    fc.assert(
      fc.property(
        fc.constantFrom(policy, ...drawnPolicies),
        fc.constantFrom(...policy.carriers.keys()),
        arbitraryOrder(countries),
        (by, carrierId, order) => {
          const decision = minimise(by, carrierId, order, AT_MS);
          if (decision.kind === 'held') {
            if (decision.code === 'FIELD_REQUIRED_MISSING') expect(decision.missing.length).toBeGreaterThan(0);
            return;
          }
          const { record, shipmentKind } = decision;
          const list = by.carriers.get(carrierId)?.releases.get(shipmentKind)?.get(order.shipping.countryCode);
          const allowed = RELEASABLE_FIELDS.filter(({ id }) => list?.has(id));

          // The shape is that of the topic's schema, whatever the kind.
          expect(Object.keys(record)).toEqual(shipmentSchema(by, carrierId).fields.map(({ name }) => name));

          // What is filled in is allowed, and what is allowed and there is filled in.
          const given = textsOf(order);
          const expected = given.filter(({ path }) =>
            allowed.some(({ sourcePath }) => path.replace(/\[\]$/, '') === sourcePath),
          );
          const sent = textsOf({ ...record, kind: null });
          expect(sent.map(({ text }) => text).sort()).toEqual(
            [order.shipmentRef, ...expected.map(({ text }) => text)].sort(),
          );

          // Nothing else occurs anywhere in its bytes, not even as a part of another value.
          const bytes = JSON.stringify(record);
          const secrets = given.filter(
            (entry) =>
              !expected.includes(entry) && entry.path !== 'shipmentRef' && entry.path !== 'shipping.countryCode',
          );
          expect(secrets.filter(({ text }) => bytes.includes(text))).toEqual([]);
        },
      ),
      { numRuns: 600 },
    );
  });

  test('the kinds that were drawn are all three, so that none goes untested', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        fc.constantFrom(...policy.carriers.keys()),
        arbitraryOrder([...policy.countries]),
        (carrierId, order) => {
          const decision = minimise(policy, carrierId, order, AT_MS);
          if (decision.kind === 'release') seen.add(decision.shipmentKind);
        },
      ),
      { numRuns: 2_000, seed: 1 },
    );
    expect([...seen].sort()).toEqual([...SHIPMENT_KINDS].sort());
  });
});
