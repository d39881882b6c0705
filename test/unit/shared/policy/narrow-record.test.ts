import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minimise } from '#shared/policy/minimise';
import { narrowRecord } from '#shared/policy/narrow-record';
import type { Policy } from '#shared/policy/policy';
import type { ReleaseOrder, ShipmentRecord } from '#shared/policy/release/release-order';
import { RELEASABLE_FIELDS } from '#shared/policy/release/shipment-fields';
import { changedPolicy, currentPolicy, put, type Tree } from './support/changed-policy.js';
import { drawnPolicies } from './support/drawn-policies.js';
import { arbitraryOrder, AT_MS, orderTo, textsOf } from './support/release-orders.js';

const later = (change: (tree: Tree) => void): Policy =>
  changedPolicy((tree) => {
    put(tree, 'version', 2);
    change(tree);
  });

function released(carrierId: string, order: ReleaseOrder, policy = currentPolicy()): ShipmentRecord {
  const decision = minimise(policy, carrierId, order, AT_MS);
  if (decision.kind === 'held') throw new TypeError(decision.code);
  return decision.record;
}

const american = orderTo({ countryCode: 'US', region: 'NY', postalCode: '10001', phone: '+12125550100' });
const toUs = released('parcelway', american);

describe('a record that was released under an older version', () => {
  test('loses the field that was withdrawn, and nothing else', () => {
    const next = later((tree) => put(tree, 'carriers/parcelway/releases/international/fields/phone', undefined));
    expect(narrowRecord(next, 'parcelway', toUs, false)).toEqual({
      kind: 'narrowed',
      record: { ...toUs, phone: null, policyVersion: 2 },
    });
  });

  test('stays as it is, its version included, when nothing in it was withdrawn', () => {
    const onlyMexico = later((tree) =>
      put(tree, 'carriers/parcelway/releases/international/overrides/MX', { phone: 'withheld' }),
    );
    expect(narrowRecord(onlyMexico, 'parcelway', toUs, false)).toEqual({ kind: 'unchanged' });
    const wider = later((tree) =>
      put(tree, 'carriers/parcelway/releases/international/fields/email', {
        need: 'when-present',
        why: 'Customs write.',
      }),
    );
    expect(narrowRecord(wider, 'parcelway', toUs, false)).toEqual({ kind: 'unchanged' });
  });

  test('is written anew when it holds fields that its schema does not even have any more', () => {
    const next = later(() => undefined);
    expect(narrowRecord(next, 'parcelway', toUs, true)).toEqual({
      kind: 'narrowed',
      record: { ...toUs, policyVersion: 2 },
    });
  });

  test('loses single fields of its customs items, or all of them', () => {
    const noPrice = later((tree) =>
      put(tree, 'carriers/parcelway/releases/international/fields/customsItems.unitPrice', undefined),
    );
    const [item] = toUs.customsItems ?? [];
    expect(narrowRecord(noPrice, 'parcelway', toUs, false)).toMatchObject({
      record: { customsItems: [{ ...item, unitPrice: null }] },
    });
    const within = later((tree) => {
      put(tree, 'carriers/parcelway/domesticArea', ['BR', 'US', 'MX', 'PT']);
      put(tree, 'carriers/parcelway/releases/international', undefined);
      put(tree, 'carriers/parcelway/releases/domestic/destinations', ['BR', 'US']);
    });
    expect(narrowRecord(within, 'parcelway', { ...toUs, kind: 'DOMESTIC' }, false)).toMatchObject({
      record: { customsItems: null, phone: null, city: toUs.city },
    });
  });

  test('has to go when the carrier gets nothing for such a shipment any more', () => {
    const noUs = later((tree) => {
      put(tree, 'carriers/parcelway/releases/international/destinations', ['MX', 'PT']);
      put(tree, 'carriers/parcelway/releases/international/fields/region/need', 'when-present');
    });
    expect(narrowRecord(noUs, 'parcelway', toUs, false)).toEqual({ kind: 'withdrawn' });
    expect(
      narrowRecord(
        later((tree) => put(tree, 'carriers/parcelway/releases/international', undefined)),
        'parcelway',
        toUs,
        false,
      ),
    ).toEqual({ kind: 'withdrawn' });
    expect(
      narrowRecord(
        later((tree) => put(tree, 'carriers/parcelway', undefined)),
        'parcelway',
        toUs,
        false,
      ),
    ).toEqual({ kind: 'withdrawn' });
  });

  test('of the same or a newer version is left alone', () => {
    expect(narrowRecord(currentPolicy(), 'parcelway', toUs, true)).toEqual({ kind: 'unchanged' });
  });
});

describe('for every order, carrier and pair of versions', () => {
  test('what is left was released before and is allowed now, all of it, and narrowing again changes nothing', () => {
    const policies = [currentPolicy(), ...drawnPolicies];
    let narrowed = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...policies),
        fc.constantFrom(...policies),
        fc.constantFrom(...currentPolicy().carriers.keys()),
        arbitraryOrder([...currentPolicy().countries]),
        (before, drawn, carrierId, order) => {
          const decision = minimise(before, carrierId, order, AT_MS);
          if (decision.kind === 'held') return;
          const after = { ...drawn, version: before.version + 1 };
          const outcome = narrowRecord(after, carrierId, decision.record, false);
          const list = after.carriers
            .get(carrierId)
            ?.releases.get(decision.shipmentKind)
            ?.get(order.shipping.countryCode);
          if (list === undefined) return expect(outcome).toEqual({ kind: 'withdrawn' });
          const left = outcome.kind === 'narrowed' ? outcome.record : decision.record;
          const names = new Map(
            RELEASABLE_FIELDS.map(({ id }) => [id.replace('customsItems.', 'customsItems[].'), list.has(id)]),
          );
          const was = textsOf({ ...decision.record, kind: null, shipmentRef: null });
          const isAllowed = (path: string): boolean => names.get(path.replace(/\[\]$/, '')) === true;
          // The country tells which list applies, so a record without it keeps what any list of the kind allows.
          if (was.some(({ path }) => path === 'countryCode')) {
            expect(textsOf({ ...left, kind: null, shipmentRef: null })).toEqual(
              was.filter(({ path }) => isAllowed(path)),
            );
          }
          if (outcome.kind === 'narrowed') {
            narrowed++;
            expect(narrowRecord(after, carrierId, outcome.record, false)).toEqual({ kind: 'unchanged' });
            expect(narrowRecord({ ...after, version: after.version + 1 }, carrierId, outcome.record, false)).toEqual({
              kind: 'unchanged',
            });
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(narrowed).toBeGreaterThan(10);
  });
});
