import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changesBetween } from '#shared/policy/change/changes-between';
import type { PolicyVersionText } from '#shared/policy/change/policy-change';
import { renderChanges } from '#shared/policy/change/render-changes';
import { checkPolicy } from '#shared/policy/load-policy';
import { changedTree, put, type Tree } from '../support/changed-policy.js';

function version(change: (tree: Tree) => void = () => undefined): PolicyVersionText {
  const parsed = checkPolicy(changedTree(change));
  if (parsed.kind === 'invalid') throw new TypeError(parsed.violations.join('\n'));
  return parsed;
}

const before = version();
const differences = (change: (tree: Tree) => void) => changesBetween(before, version(change));
const told = (change: (tree: Tree) => void) =>
  differences(change).map(
    ({ effect, part, what, why }) => `${effect} | ${part} | ${what}${why === null ? '' : ` | ${why}`}`,
  );

describe('the difference between two versions', () => {
  test('is empty for the same rules under another number', () => {
    expect(told((tree) => put(tree, 'version', 2))).toEqual([]);
  });

  test('names a field that a carrier does not get any more, once for all countries, with the reason it is withheld', () => {
    const change = (tree: Tree) => put(tree, 'carriers/parcelway/releases/international/fields/phone', undefined);
    expect(told(change)).toEqual([
      'narrower | Carrier parcelway, international | phone is not sent any more. | This kind of shipment is delivered without a call, so the carrier gets no number.',
    ]);
  });

  test('names the countries where only some are concerned', () => {
    expect(
      told((tree) => put(tree, 'carriers/parcelway/releases/international/overrides/MX', { phone: 'withheld' })),
    ).toEqual([
      'narrower | Carrier parcelway, international | phone is not sent any more to MX. | This kind of shipment is delivered without a call, so the carrier gets no number.',
      'narrower | Carrier parcelway, international | email is not sent any more to MX. | This kind of shipment is delivered without a message from the carrier, so it gets no address.',
    ]);
  });

  test('tells a new field with its reason, and another need', () => {
    const change = (tree: Tree) => {
      put(tree, 'carriers/swiftpost/releases/domestic/fields/email', {
        need: 'when-present',
        why: 'The driver announces the parcel.',
      });
      put(tree, 'carriers/swiftpost/releases/international/fields/region/need', 'required');
    };
    expect(told(change)).toEqual([
      'wider | Carrier swiftpost, domestic | email is sent from now on, sent if the order has it. | The driver announces the parcel.',
      'other | Carrier swiftpost, international | region is now required; it was sent if the order has it. | Some addresses abroad are not found without it.',
    ]);
  });

  test('tells carriers, kinds and countries that come and go', () => {
    expect(told((tree) => put(tree, 'carriers/parcelway', undefined))).toEqual([
      'narrower | Carrier parcelway | The carrier is gone: it gets nothing any more.',
    ]);
    expect(told((tree) => put(tree, 'carriers/parcelway/releases/locker', undefined))).toEqual([
      'narrower | Carrier parcelway, locker | Nothing is sent for BR any more.',
    ]);
    expect(
      told((tree) => put(tree, 'carriers/swiftpost/releases/international/destinations', ['CH', 'NO', 'JP'])),
    ).toEqual([
      'narrower | Carrier swiftpost, international | Nothing is sent for GB any more.',
      expect.stringMatching(
        /^wider \| Carrier swiftpost, international \| Parcels to JP are new: recipientName, .*phone/,
      ),
    ]);
  });

  test('tells an agreement that ends earlier, later, or is gone', () => {
    const until = (day: string) => told((tree) => put(tree, 'carriers/swiftpost/agreement/validUntil', day));
    expect(until('2027-01-31')).toEqual([
      'narrower | Carrier swiftpost | The non-disclosure agreement of 2015-03-02 is in force from 2015-04-01 to 2027-01-31.',
    ]);
    expect(until('2040-01-31')[0]).toMatch(/^wider/);
    expect(told((tree) => put(tree, 'carriers/swiftpost/agreement', null))[0]).toMatch(
      /^narrower .* nothing is released/,
    );
  });

  test('tells how long a category is kept now and before', () => {
    const clocks = (value: object) => differences((tree) => put(tree, 'categories/signals/retention/clocks', value));
    const week = {
      delivered: 'P7D',
      returned: 'P7D',
      lost: 'P14D',
      cancelled: 'P1D',
      refused: 'P1D',
      'after-sales-closed': 'P7D',
    };
    expect(clocks({ ...week, delivered: 'P3D' })).toEqual([
      {
        effect: 'narrower',
        part: 'Category signals',
        what: expect.stringMatching(
          /^It is kept 3 days after delivery; 7 days after .*; before: 7 days after delivery, return/,
        ) as unknown as string,
        why: null,
      },
    ]);
    expect(clocks({ ...week, lost: 'P30D' })[0]?.effect).toBe('wider');
    expect(clocks({ ...week, lost: 'P30D', delivered: 'P1D' })[0]?.effect).toBe('other');
  });

  test('tells what recipients get, what leaves, and for which purpose a category is used', () => {
    expect(told((tree) => put(tree, 'recipients/customer-service/gets/after-sales', undefined))).toEqual([
      'narrower | Recipient customer-service | It gets no after-sales any more.',
    ]);
    expect(told((tree) => put(tree, 'recipients/customer-service/gets/contact', ['after-sales']))).toEqual([
      'wider | Recipient customer-service | It gets contact from now on for after-sales.',
    ]);
    expect(told((tree) => put(tree, 'categories/contact/purposes', ['after-sales', 'order-notifications']))).toEqual([
      'narrower | Category contact | It is no longer used for order-verification.',
    ]);
    expect(told((tree) => put(tree, 'notifications/data-erased', undefined))).toEqual([
      'narrower | Messages to customers | data-erased is not sent any more.',
    ]);
    expect(told((tree) => put(tree, 'release/requires', ['accepted', 'paid']))).toEqual([
      'wider | Conditions of a release | requires: not-cancelled is gone.',
    ]);
  });

  test('misses nothing: whatever sentence of the policy reads differently is told', () => {
    const sentences = leaves(changedTree(() => undefined)).filter(({ text }) => /^[A-Z].*\.$/.test(text));
    expect(sentences.length).toBeGreaterThan(130);
    fc.assert(
      fc.property(fc.constantFrom(...sentences), ({ path }) => {
        expect(differences((tree) => put(tree, path, 'Reads differently now.'))).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the difference as text', () => {
  test('is read part by part, with signs, reasons, and a line that sums it up', () => {
    const changes = differences((tree) => {
      put(tree, 'carriers/parcelway/releases/international/fields/phone', undefined);
      put(tree, 'carriers/swiftpost/releases/domestic/fields/email', {
        need: 'when-present',
        why: 'The driver announces the parcel.',
      });
    });
    expect(renderChanges(changes, 1, 2, 80).split('\n')).toEqual([
      'Version 1 → 2: 2 changes: 1 narrower, 1 wider',
      '',
      'Carrier swiftpost, domestic',
      '  + email is sent from now on, sent if the order has it.',
      '      because: The driver announces the parcel.',
      '',
      'Carrier parcelway, international',
      '  − phone is not sent any more.',
      '      because: This kind of shipment is delivered without a call, so the carrier',
      '      gets no number.',
      '',
    ]);
    expect(renderChanges([], 1, 2, 80)).toBe('Version 1 → 2: nothing changes but the number\n');
  });
});

function leaves(value: unknown, path = ''): { readonly path: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => leaves(entry, path === '' ? key : `${path}/${key}`));
}
