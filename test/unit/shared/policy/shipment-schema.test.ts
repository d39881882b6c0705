import { describe, expect, test } from '@jest/globals';
import avsc from 'avsc';
import fc from 'fast-check';
import { minimise } from '#shared/policy/minimise';
import type { Policy } from '#shared/policy/policy';
import { RELEASABLE_FIELDS } from '#shared/policy/release/shipment-fields';
import {
  type AvroField,
  type AvroRecord,
  breaksReaders,
  shipmentSchema,
  shipmentSchemaName,
} from '#shared/policy/shipment-schema';
import { changedPolicy, currentPolicy, put, type Tree } from './support/changed-policy.js';
import { arbitraryOrder, AT_MS, orderTo } from './support/release-orders.js';

const policy = currentPolicy();

function typeOf(schema: AvroRecord): avsc.Type {
  return avsc.Type.forSchema(schema as unknown as avsc.Schema);
}

function field(schema: AvroRecord, name: string): AvroField | undefined {
  return schema.fields.find((entry) => entry.name === name);
}

/** Throws when a reader with the newer schema can't read what was written with the older one. */
function reads(newer: Policy, older: Policy, carrierId: string): boolean {
  try {
    typeOf(shipmentSchema(newer, carrierId)).createResolver(typeOf(shipmentSchema(older, carrierId)));
    return true;
  } catch {
    return false;
  }
}

describe("the schema of a carrier's shipments", () => {
  const swift = shipmentSchema(policy, 'swiftpost');

  test('has the name that the topic catalogue gives it', () => {
    expect(shipmentSchemaName('swiftpost')).toBe('fulfilment.carriers.swiftpost.Shipment');
    expect(`${swift.namespace}.${swift.name}`).toBe('fulfilment.carriers.swiftpost.Shipment');
    expect(() => typeOf(swift)).not.toThrow();
  });

  test('is the same for the same policy, so that registering it again changes nothing', () => {
    expect(JSON.stringify(shipmentSchema(policy, 'swiftpost'))).toBe(JSON.stringify(swift));
    const later = changedPolicy((tree) => put(tree, 'version', 2));
    expect(JSON.stringify(shipmentSchema(later, 'swiftpost'))).toBe(JSON.stringify(swift));
  });

  test('holds exactly the fields of its allow-lists', () => {
    expect(swift.fields.map(({ name }) => name)).toEqual([
      'shipmentRef',
      'policyVersion',
      'kind',
      'recipientName',
      'addressLines',
      'city',
      'region',
      'postalCode',
      'countryCode',
      'phone',
      'pickupPointId',
      'customerPostNumber',
      'serviceLevel',
      'weightGrams',
      'customsItems',
    ]);
    // ParcelWay's lockers ask for no number of the recipient, and in Mexico it may write to them.
    const names = shipmentSchema(policy, 'parcelway').fields.map(({ name }) => name);
    expect(names).toContain('email');
    expect(names).not.toContain('customerPostNumber');
  });

  test('is nullable where some kind does not release the field, and demands what every kind does', () => {
    expect(field(swift, 'recipientName')).toMatchObject({ type: 'string' });
    expect(field(swift, 'recipientName')).not.toHaveProperty('default');
    expect(field(swift, 'addressLines')).toMatchObject({
      type: ['null', { type: 'array', items: 'string' }],
      default: null,
    });
    expect(field(swift, 'phone')).toMatchObject({ type: ['null', 'string'], default: null });
  });

  test('tells of every field what it is, why it is released and what it holds of a person', () => {
    expect(field(swift, 'phone')).toMatchObject({
      doc: 'Number to call or text about this delivery only. Released because: Carriers abroad and customs must reach the recipient about duties. Polish lockers send the opening code to it.',
      unit: 'E.164 number',
      category: 'shipping',
    });
    expect(swift.fields.filter(({ doc, category }) => doc.length < 10 || category.length < 4)).toEqual([]);
  });

  test('of a carrier nobody knows does not exist', () => {
    expect(() => shipmentSchema(policy, 'nobody')).toThrow(/no such carrier/);
  });

  test('carries every record a release can give, and gives it back unchanged', () => {
    const types = new Map([...policy.carriers.keys()].map((id) => [id, typeOf(shipmentSchema(policy, id))]));
    fc.assert(
      fc.property(
        fc.constantFrom(...policy.carriers.keys()),
        arbitraryOrder([...policy.countries]),
        (carrierId, order) => {
          const decision = minimise(policy, carrierId, order, AT_MS);
          if (decision.kind === 'held') return;
          const type = types.get(carrierId) as avsc.Type;
          const back: unknown = type.fromBuffer(type.toBuffer(decision.record));
          expect(JSON.parse(JSON.stringify(back))).toEqual(decision.record);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a later version of the policy', () => {
  const SWIFT = 'carriers/swiftpost/releases';
  const reason = 'Added for a test.';
  const next = (change: (tree: Tree) => void): Policy =>
    changedPolicy((tree) => {
      put(tree, 'version', 2);
      change(tree);
    });

  test.each<[string, (tree: Tree) => void]>([
    ['withdraws a field that was optional', (tree) => put(tree, `${SWIFT}/international/fields/phone`, undefined)],
    [
      'withdraws a field that was demanded',
      (tree) =>
        Object.values(tree['carriers']?.['swiftpost']?.['releases'] ?? {}).forEach((kind) =>
          put(kind, 'fields/serviceLevel', undefined),
        ),
    ],
    [
      'makes a demanded field optional',
      (tree) => put(tree, `${SWIFT}/domestic/fields/weightGrams/need`, 'when-present'),
    ],
    [
      'adds a field for one kind',
      (tree) => put(tree, `${SWIFT}/domestic/fields/email`, { need: 'required', why: reason }),
    ],
    ['withdraws a customs field', (tree) => put(tree, `${SWIFT}/international/fields/customsItems.hsCode`, undefined)],
    ['gives up a kind', (tree) => put(tree, `${SWIFT}/international`, undefined)],
    [
      'demands a field everywhere, and says since when',
      (tree) => {
        for (const kind of ['domestic', 'international', 'locker'])
          put(tree, `${SWIFT}/${kind}/fields/phone`, { need: 'required', why: reason, since: 2 });
        put(tree, `${SWIFT}/locker/overrides/PL`, undefined);
      },
    ],
  ])('that %s can still read the records of the one before', (_, change) => {
    const newer = next(change);
    expect(reads(newer, policy, 'swiftpost')).toBe(true);
    expect(breaksReaders(policy, newer, 'swiftpost')).toEqual([]);
  });

  test('that demands a field everywhere without saying since when would break readers, and is found out', () => {
    const newer = next((tree) => {
      for (const kind of ['domestic', 'international', 'locker'])
        put(tree, `${SWIFT}/${kind}/fields/phone`, { need: 'required', why: reason });
      put(tree, `${SWIFT}/locker/overrides/PL`, undefined);
    });
    expect(reads(newer, policy, 'swiftpost')).toBe(false);
    expect(breaksReaders(policy, newer, 'swiftpost')).toEqual(['phone']);
  });

  test('is told to break readers exactly when Avro says so', () => {
    const need = fc.constantFrom('required', 'when-present', undefined);
    const parcelFields = RELEASABLE_FIELDS.map(({ id }) => id).filter((id) => !id.includes('.'));
    const change = fc.array(
      fc.tuple(fc.constantFrom('domestic', 'international', 'locker', 'all'), fc.constantFrom(...parcelFields), need),
      { maxLength: 8 },
    );
    const drawn = (draws: readonly (readonly [string, string, string | undefined])[], version: number) =>
      changedPolicy((tree) => {
        put(tree, 'version', version);
        for (const [kind, id, value] of draws) {
          for (const each of kind === 'all' ? ['domestic', 'international', 'locker'] : [kind])
            put(tree, `${SWIFT}/${each}/fields/${id}`, value === undefined ? undefined : { need: value, why: reason });
        }
      });
    fc.assert(
      fc.property(change, change, (before, after) => {
        const [older, newer] = [drawn(before, 1), drawn(after, 2)];
        expect(breaksReaders(older, newer, 'swiftpost').length === 0).toBe(reads(newer, older, 'swiftpost'));
      }),
      { numRuns: 30 },
    );
  });

  test('that withdraws a field leaves it out of new records', () => {
    const newer = next((tree) => put(tree, `${SWIFT}/domestic/fields/city`, undefined));
    const decision = minimise(newer, 'swiftpost', orderTo(), AT_MS);
    expect(decision).toMatchObject({ record: { policyVersion: 2, city: null } });
  });
});
