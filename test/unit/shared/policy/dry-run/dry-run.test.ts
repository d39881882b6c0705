import { describe, expect, test } from '@jest/globals';
import { minimise } from '#shared/policy/minimise';
import { dryRun } from '#shared/policy/dry-run/dry-run';
import { readOrder } from '#shared/policy/dry-run/read-order';
import { renderDryRun } from '#shared/policy/dry-run/render-dry-run';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { currentPolicy } from '../support/changed-policy.js';
import { AT_MS } from '../support/release-orders.js';

const policy = currentPolicy();
const orders = [...generateOrders({ seed: 'dry-run', count: 80 })];
const abroad = orders.find((order) => blocksOf(order).shipping.countryCode === 'US') as PlainOrder;

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
/** With plain blocks, as people write it. */
const flat = (order: PlainOrder) => json({ ...order, ...blocksOf(order) }) as Record<string, Record<string, unknown>>;

function explained(order: unknown, carrierId: string | null = null) {
  const run = dryRun(policy, order, carrierId, AT_MS);
  if (run.kind !== 'explained') throw new TypeError(run.problems.join('\n'));
  return run;
}

describe('a dry run', () => {
  test('shows the very record that a release would write, whatever the order, and however its blocks are written', () => {
    for (const order of orders) {
      const read = readOrder(flat(order));
      if (read.kind !== 'order') throw new TypeError('unreadable');
      const decision = minimise(policy, read.order.carrierId, read.order.release, AT_MS);
      const expected = decision.kind === 'release' ? decision.record : null;
      expect(explained(flat(order)).release.record).toEqual(expected);
      expect(explained(json(order)).release.record).toEqual(expected);
    }
  });

  test('accounts for every field of the order, sent or withheld, each with a reason', () => {
    const { release } = explained(flat(abroad));
    expect(release).toMatchObject({
      policyVersion: policy.version,
      carrierId: 'parcelway',
      shipmentKind: 'international',
      decision: 'release',
    });
    const told = release.fields.map(({ field }) => field);
    expect(told).toEqual(
      expect.arrayContaining([
        'shipping.phone',
        'payment.reference',
        'signals.ipAddress',
        'customerId',
        'contact.email',
      ]),
    );
    expect(release.fields.filter(({ why }) => !/^[A-Z].*\.$/.test(why))).toEqual([]);
  });

  test('asks another carrier than the order names', () => {
    expect(explained(flat(abroad), 'swiftpost').release).toMatchObject({
      decision: 'held',
      code: 'COUNTRY_NOT_SERVED',
      record: null,
    });
    expect(explained(flat(abroad), 'nobody').release).toMatchObject({
      decision: 'held',
      code: 'CARRIER_UNKNOWN',
      fields: [],
    });
  });

  test('names the required field that the order lacks', () => {
    const order = flat(abroad);
    (order['shipping'] as Record<string, unknown>)['phone'] = null;
    expect(explained(order).release).toMatchObject({
      decision: 'held',
      code: 'FIELD_REQUIRED_MISSING',
      missing: ['shipping.phone'],
    });
  });

  test('names by path what the intake would refuse, in values and in names, and never the value', () => {
    const order = flat(abroad);
    Object.assign(order['shipping'] as object, {
      addressLines: ['4111 1111 1111 1111'],
      postalCode: 'nowhere',
      cvv: 'x',
    });
    const { faults } = explained(order);
    expect(faults).toEqual([
      { code: 'POSTAL_CODE_INVALID', path: 'shipping.postalCode' },
      { code: 'FORBIDDEN_CARD_NUMBER', path: 'shipping.addressLines[0]' },
      { code: 'FORBIDDEN_CARD_SECURITY_CODE', path: 'shipping.cvv' },
    ]);
  });

  test.each([
    null,
    7,
    'order',
    [],
    {},
    { orderId: 'secret-order', items: [], shipping: { 'fulfilment.crypto.SealedBlock': {} } },
  ])('tells what is no order, without quoting it: %j', (value) => {
    const run = dryRun(policy, value, null, AT_MS);
    expect(run.kind).toBe('unreadable');
    expect(JSON.stringify(run)).not.toContain('secret-order');
  });
});

describe('a dry run as text', () => {
  const text = (order: unknown, carrierId: string | null = null) =>
    renderDryRun(explained(order, carrierId), 'in force', 100);

  test('begins with the verdict, then tells what is sent and what is withheld', () => {
    const lines = text(flat(abroad)).split('\n');
    expect(lines.slice(0, 6)).toEqual([
      expect.stringMatching(/^Dry run, nothing is sent: order CC-\w+-\d+ to US by parcelway, international\.$/),
      `Policy version ${policy.version} (in force).`,
      '',
      '✓ RELEASED: the record below would be written.',
      '',
      'SENT (16)',
    ]);
    expect(lines).toContain('WITHHELD (22)');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });

  test('says what to do about a parcel that is held', () => {
    const order = flat(abroad);
    Object.assign(order['shipping'] as object, { phone: null });
    expect(text(order)).toContain(
      [
        '✗ HELD: FIELD_REQUIRED_MISSING',
        '  The order lacks a field that this shipment cannot do without.',
        '  Missing: shipping.phone.',
        '  What to do: Ask the customer for the named field, then correct the order.',
        '',
        'WOULD BE SENT IF IT WERE COMPLETE (16)',
      ].join('\n'),
    );
    expect(text(order)).toMatch(/✗ shipping\.phone +Carriers abroad/);
  });
});
