import { describe, expect, test } from '@jest/globals';
import { loadPolicy, parsePolicy } from '#shared/policy/load-policy';
import { readPolicyFile, readPolicyText } from '#shared/policy/read-policy-file';
import { CATEGORIES, PURPOSES, RECIPIENTS } from '#shared/policy/vocabulary';
import { changedText, currentPolicy, put, violationsAfter } from './support/changed-policy.js';

const SWIFT = 'carriers/swiftpost/releases';

describe('the policy of the repository', () => {
  test('is valid, and the one that services run', () => {
    expect(parsePolicy(readPolicyText()).kind).toBe('policy');
    expect(readPolicyFile().version).toBe(currentPolicy().version);
  });

  test('knows the six purposes, every category and every recipient, and nothing else', () => {
    const policy = currentPolicy();
    expect([...policy.purposes.keys()].sort()).toEqual([...PURPOSES].sort());
    expect(PURPOSES).toHaveLength(6);
    expect([...policy.categories.keys()].sort()).toEqual([...CATEGORIES].sort());
    expect([...policy.recipients.keys()].sort()).toEqual([...RECIPIENTS].sort());
  });

  test('is frozen, so that nobody bends it at run time', () => {
    const policy = currentPolicy() as { version: number };
    expect(() => {
      policy.version = 99;
    }).toThrow(/read only/);
  });

  test('serves the countries of its carriers', () => {
    for (const country of ['DE', 'FR', 'NL', 'PL', 'ES', 'IT', 'BR', 'US', 'PT', 'MX']) {
      expect(currentPolicy().countries.has(country)).toBe(true);
    }
  });
});

describe('a file that is not valid', () => {
  test('is named with all its violations in one error, so that the author mends them in one go', () => {
    const text = changedText((tree) => {
      put(tree, 'categories/shipping/retention', { unlimited: 'We like to keep it.' });
      put(tree, `${SWIFT}/domestic/fields/shoeSize`, { need: 'required', why: 'Somebody is curious.' });
    });
    const expected = [
      'categories.shipping.retention: personal data cannot be kept without end',
      'carriers.swiftpost.releases.domestic.shoeSize: there is no such field; fields of items begin with customsItems.',
    ];
    expect(parsePolicy(text)).toEqual({ kind: 'invalid', violations: expected });
    let caught: unknown;
    try {
      loadPolicy(text);
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({ code: 'POLICY_INVALID', details: { violations: 2, all: expected.join('\n') } });
  });

  test('is no YAML: the line is named', () => {
    expect(parsePolicy('version: 1\npurposes: [\n')).toMatchObject({
      kind: 'invalid',
      violations: [expect.stringMatching(/^line \d: /)],
    });
    expect(parsePolicy('version: 1\nversion: 2\n')).toMatchObject({ kind: 'invalid' });
    expect(parsePolicy('')).toMatchObject({ kind: 'invalid' });
  });

  test('has another shape: the place is named with its line, and what is expected in plain words', () => {
    const text = changedText((tree) => {
      put(tree, 'version', 'next');
      put(tree, `${SWIFT}/domestic/fields/city/need`, undefined);
      put(tree, 'recipients/carrier/meening', 'A carrier.');
    });
    const lineOf = (found: RegExp): number => text.slice(0, text.search(found)).split('\n').length;
    const parsed = parsePolicy(text);
    expect(parsed).toEqual({
      kind: 'invalid',
      violations: [
        `version (line ${lineOf(/^version/m)}): must be a number`,
        `recipients.carrier.meening (line ${lineOf(/^ +meening/m)}): is no key that is known here`,
        expect.stringMatching(
          /^carriers\.swiftpost\.releases\.domestic\.fields\.city\.need \(line \d+\): is missing; one of “required”, “when-present”, or a block of keys belongs here$/,
        ),
      ],
    });
    expect(parsePolicy('version:\n')).toMatchObject({
      violations: expect.arrayContaining(['version (line 1): is empty; a number belongs here']),
    });
  });

  test.each([
    [
      'an unknown key, because a misspelt rule would silently not apply',
      'categories/shipping/retenshun',
      {},
      /^categories\.shipping\.retenshun: is no key that is known here/,
    ],
    ['an unknown key at the top', 'retentions', {}, /^retentions: is no key that is known here/],
    ['a purpose outside the six', 'categories/contact/purposes', ['marketing'], /categories\.contact\.purposes\.0/],
    [
      'a seventh purpose',
      'purposes/marketing',
      { meaning: 'Sell more.', dpv: 'dpv:Marketing', fideslang: 'marketing' },
      /purposes/,
    ],
    ['a purpose that is gone', 'purposes/after-sales', undefined, /purposes.*after-sales/],
    ['a category that is gone', 'categories/signals', undefined, /categories.*signals/],
    ['a category without retention', 'categories/payment/retention', undefined, /categories\.payment\.retention/],
    ['an unknown recipient', 'recipients/advertiser', { meaning: 'Buys data.' }, /recipients/],
    ['a duration that depends on the calendar', 'categories/shipping/retention/clocks/delivered', 'P1M', /retention/],
    ['a moment nobody knows', 'categories/shipping/retention/clocks/full-moon', 'P1D', /retention/],
    ['a reason that is no sentence', `${SWIFT}/domestic/fields/city/why`, 'because', /why/],
    ['an unknown need', `${SWIFT}/domestic/fields/city/need`, 'maybe', /need/],
    ['a carrier whose id is no topic name', 'carriers/swift-post', {}, /carriers/],
    ['a pattern where words are meant', 'forbidden/card-number/issuers/0/prefixes', ['4.*'], /prefixes/],
  ])('has %s', (_, path, value, violation) => {
    expect(violationsAfter((tree) => put(tree, path, value))).toEqual(
      expect.arrayContaining([expect.stringMatching(violation)]),
    );
  });

  test.each([
    [
      'keeps something for ever by having no clock',
      'categories/contact/retention/clocks',
      {},
      /^categories\.contact\.retention: no moment starts the clock/,
    ],
    ['seals what is not personal', 'categories/none/sealed', true, /^categories\.none\.sealed/],
    [
      'gives a recipient a category for a purpose it is not collected for',
      'recipients/analysts/gets/contact',
      ['fraud-control'],
      /^recipients\.analysts\.gets\.contact: contact is not collected for the purpose fraud-control/,
    ],
    [
      'gives carriers something for another purpose than delivery',
      'recipients/carrier/gets/shipping',
      ['after-sales'],
      /^recipients\.carrier\.gets\.shipping: its basis is logistics-delivery/,
    ],
    [
      'lets a record out to somebody who gets nothing for that purpose',
      'egress/1/purpose',
      'after-sales',
      /^egress\.warehouse\.picks: warehouse gets nothing for the purpose after-sales/,
    ],
    [
      'requires a condition the program does not know',
      'release/requires',
      ['paid', 'moon-is-full'],
      /^release\.requires: this program does not know the condition moon-is-full/,
    ],
    [
      'names a range of card numbers backwards',
      'forbidden/card-number/issuers/1/prefixes',
      ['55-51'],
      /no range of numbers/,
    ],
    ['withholds a field without saying why', 'withheld/phone', undefined, /^withheld\.phone: the reason is missing/],
    [
      'withholds a field that does not exist',
      'withheld/shoeSize',
      'Nobody asks for it.',
      /^withheld\.shoeSize: there is no such field/,
    ],
    [
      'leaves a category of the order unexplained',
      'recipients/carrier/never/signals',
      undefined,
      /^withheld\.signals\.deviceId: the reason is missing, here and in/,
    ],
    [
      'sends carriers a category they do not get',
      'recipients/carrier/gets/shipping',
      undefined,
      /carriers do not get shipping for logistics-delivery/,
    ],
    [
      'puts the home country outside the domestic area',
      'carriers/swiftpost/homeCountry',
      'CH',
      /^carriers\.swiftpost\.domesticArea/,
    ],
    [
      'has an agreement that ends before it begins',
      'carriers/swiftpost/agreement/validUntil',
      '2015-03-01',
      /ends before it begins/,
    ],
    ['has a carrier from a version to come', 'carriers/swiftpost/since', 7, /^carriers\.swiftpost\.since/],
    [
      'delivers at home beyond customs',
      `${SWIFT}/domestic/destinations`,
      ['DE', 'CH'],
      /CH is outside the domestic area/,
    ],
    ['delivers abroad at home', `${SWIFT}/international/destinations`, ['DE'], /DE is inside the domestic area/],
    ['has a destination that is no country', `${SWIFT}/international/destinations`, ['ZZ'], /there is no country ZZ/],
    [
      'sends customs items where there are no customs',
      `${SWIFT}/domestic/fields/customsItems.description`,
      { need: 'required', why: 'Somebody is curious.' },
      /needs no customs form/,
    ],
    [
      'sends a locker parcel abroad without customs items',
      `${SWIFT}/locker/destinations`,
      ['CH'],
      /CH lies beyond customs/,
    ],
    [
      'overrides a country that is not served',
      `${SWIFT}/domestic/overrides/JP`,
      { region: 'withheld' },
      /JP: is not among the destinations/,
    ],
    [
      'requires a field in a country that is not served',
      `${SWIFT}/domestic/fields/region`,
      { need: { requiredIn: ['JP'], elsewhere: 'withheld' }, why: 'Nobody knows.' },
      /JP is not among the destinations/,
    ],
    ['requires a field from a version to come', `${SWIFT}/domestic/fields/city/since`, 9, /city\.since: is later/],
  ])('%s', (_, path, value, violation) => {
    expect(violationsAfter((tree) => put(tree, path, value))).toEqual(
      expect.arrayContaining([expect.stringMatching(violation)]),
    );
  });
});
