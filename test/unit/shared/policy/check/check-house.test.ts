import { describe, expect, test } from '@jest/globals';
import { checkHouse } from '#shared/policy/check/check-house';
import { type House, type HouseTopic, readHouse } from '#shared/policy/check/house';
import { recordsOf, type SchemaRecord } from '#shared/policy/check/schema-fields';
import { repositoryRoot } from '#shared/policy/read-policy-file';
import { changedPolicy, currentPolicy, put } from '../support/changed-policy.js';

const house = readHouse(repositoryRoot(), currentPolicy());

function violationsOf(changed: Partial<House>): readonly string[] {
  return checkHouse({ ...house, ...changed }).map(({ rule, place, problem }) => `${rule} ${place}: ${problem}`);
}

/** The house with one more record (or another one in its place). */
function withRecord(schema: object): ReadonlyMap<string, SchemaRecord> {
  return new Map([
    ...house.records,
    ...recordsOf(schema, 'a test').map((record) => [record.fullName, record] as const),
  ]);
}

function withTopic(name: string, change: Partial<HouseTopic>): readonly HouseTopic[] {
  return house.topics.map((topic) => (topic.name === name ? { ...topic, ...change } : topic));
}

const record = (fields: readonly object[], name = 'Extra') => ({
  type: 'record',
  namespace: 'fulfilment.test',
  name,
  fields,
});

describe('the check finds nothing', () => {
  test('in the schemas and topics of the repository', () => {
    expect(house.records.size).toBeGreaterThan(25);
    expect(house.topics.length).toBeGreaterThan(15);
    expect(violationsOf({})).toEqual([]);
  });
});

describe('the check finds', () => {
  test('a field that does not say what it holds', () => {
    expect(violationsOf({ records: withRecord(record([{ name: 'shoeSize', type: 'int' }])) })).toEqual([
      'field-without-category fulfilment.test.Extra.shoeSize: The field does not say what it holds of a person.',
    ]);
  });

  test('a category the policy does not know, in nested records as well', () => {
    const nested = record([
      {
        name: 'feet',
        category: 'order-content',
        type: [
          'null',
          {
            type: 'array',
            items: { type: 'record', name: 'Foot', fields: [{ name: 'size', type: 'int', category: 'body' }] },
          },
        ],
      },
    ]);
    expect(violationsOf({ records: withRecord(nested) })).toEqual([
      'category-unknown fulfilment.test.Foot.size: The policy has no category body, so no retention either.',
    ]);
  });

  test('a field of ours named like something that must never be collected', () => {
    const bad = record([{ name: 'card_number', type: 'string', category: 'payment' }]);
    expect(violationsOf({ records: withRecord(bad) })).toEqual([
      'field-named-like-forbidden-data fulfilment.test.Extra.card_number: Its name is that of FORBIDDEN_CARD_NUMBER.',
    ]);
  });

  test('a record that takes a category out which its recipient does not get', () => {
    const pick = {
      type: 'record',
      namespace: 'fulfilment.warehouse',
      name: 'Pick',
      fields: [
        { name: 'shipmentRef', type: 'string', category: 'order-reference' },
        {
          name: 'to',
          category: 'order-content',
          type: { type: 'record', name: 'To', fields: [{ name: 'name', type: 'string', category: 'shipping' }] },
        },
      ],
    };
    expect(violationsOf({ records: withRecord(pick) })).toEqual([
      'egress-not-allowed warehouse.picks: to.name: warehouse does not get shipping for warehousing-and-shipping.',
    ]);
  });

  test('a carrier whose recipients lost a category that its schema still holds', () => {
    const policy = changedPolicy((tree) => {
      put(tree, 'recipients/order-service/gets/order-reference', undefined);
    });
    expect(violationsOf({ policy })).toEqual(
      expect.arrayContaining([
        'egress-not-allowed orders.statuses: orderId: order-service does not get order-reference for order-verification.',
      ]),
    );
  });

  test('a rule for a record that does not exist', () => {
    const policy = changedPolicy((tree) => put(tree, 'egress/1/record', 'fulfilment.warehouse.Pck'));
    expect(violationsOf({ policy })).toEqual([
      'egress-record-unknown warehouse.picks: There is no record fulfilment.warehouse.Pck.',
      'egress-without-rule warehouse.picks: warehouse is outside the house and reads fulfilment.warehouse.Pick, but no rule of egress lets it out.',
    ]);
  });

  test('a topic that somebody outside the house reads without a rule', () => {
    expect(violationsOf({ topics: withTopic('orders.facts', { readers: ['carriers', 'advertiser'] }) })).toEqual([
      'egress-without-rule orders.facts: advertiser is outside the house and reads fulfilment.orders.OrderFacts, but no rule of egress lets it out.',
    ]);
    expect(
      violationsOf({ topics: withTopic('carriers.swiftpost.shipments', { readers: ['warehouse'] }) }),
    ).toHaveLength(1);
  });

  test('a topic that remembers longer than its data may be kept', () => {
    const retentionMs = 15 * 86_400_000;
    expect(violationsOf({ topics: withTopic('orders.events', { retentionMs }) })).toEqual(
      expect.arrayContaining([
        'kept-too-long orders.events: It keeps shipping P15D; the policy allows P14D and names no exception.',
      ]),
    );
    const without = changedPolicy((tree) => put(tree, 'categories/order-reference/retention/exceptions', []));
    expect(violationsOf({ policy: without })).toEqual(
      expect.arrayContaining([
        'kept-too-long erasure.ledger: It keeps order-reference for ever; the policy allows P14D and names no exception.',
      ]),
    );
  });
});
