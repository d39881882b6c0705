// There are three lawful ways out, and each has its roads: carriers, judicial authorities, whom a person authorises. Whatever else would carry
// data of a person out of the house is refused here before it is built.
import { describe, expect, test } from '@jest/globals';
import { carrierTopics, thirdPartyTopics, topics } from '#schemas/generated/topics';
import { mayShare } from '#shared/policy/may-share';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { BASES, CATEGORIES } from '#shared/policy/vocabulary';
import { listFiles, readText } from './support/source-files.js';

const policy = readPolicyFile();
/** To the shop itself and to the person: no disclosure, but its own work and her right. */
const WITHIN = ['own-work', 'right-of-the-person'];
const LAWFUL = ['logistics-delivery', 'legal-request', 'explicit-authorisation'];
/** Personal data about somebody, rather than numbers by which the shop knows its own orders. */
const TELLING = ['shipping', 'contact', 'payment', 'signals', 'after-sales'];

/** Roads on which something is sealed to the key of somebody outside, by the module that knows the key. */
const SEALED_ROADS: Readonly<Record<string, string>> = {
  'services/carriers/adapters/shipment-sealer.ts': 'logistics-delivery',
  'services/desk/adapters/authorised-letters.ts': 'explicit-authorisation',
  'services/desk/adapters/sealed-letters.ts': 'legal-request',
  // From the shop to intake: inwards.
  'shared/publisher/sessions.ts': 'own-work',
};

/** Modules of services that call somebody else's server. */
const CALLS: Readonly<Record<string, string>> = {
  'services/notifications/channels/smtp-channel.ts': 'to the person herself',
  'services/notifications/channels/text-channel.ts': 'to the person herself',
  'services/desk/adapters/discover-provider.ts': 'reads the identity provider, tells it nothing of a person',
};

const sources = listFiles(['.ts']).filter(
  (path) => /^(?:services|shared)\//.test(path) && !path.startsWith('services/desk/console/'),
);
const holding = (pattern: RegExp, within: RegExp): readonly string[] =>
  sources.filter((path) => within.test(path) && pattern.test(readText(path))).toSorted();

describe('what leaves the house', () => {
  test('leaves by one of exactly three bases, or serves the shop’s own work or the right of the person', () => {
    expect([...BASES].toSorted()).toEqual([...LAWFUL, ...WITHIN].toSorted());
    const outsiders = [...policy.recipients.values()].filter(({ basis }) => !WITHIN.includes(basis));
    expect(outsiders.map(({ id, basis }) => `${id}: ${basis}`).toSorted()).toEqual([
      'authorised-third-party: explicit-authorisation',
      'carrier: logistics-delivery',
      'judicial-authority: legal-request',
    ]);
  });

  test('is nothing telling for whoever is neither a person, a carrier, an authority nor authorised', () => {
    // Those who write to the person, or help her, are the house itself.
    const helpers = ['customer-service', 'notification-gateway'];
    const told = [...policy.recipients.values()]
      .filter(({ basis, id }) => basis === 'own-work' && !helpers.includes(id))
      .flatMap(({ id, gets }) =>
        TELLING.filter((category) => [...gets.keys()].some((each) => each === category)).map(
          (category) => `${id} ${category}`,
        ),
      );
    expect(told).toEqual([]);
  });

  test('is refused under any other word, for each recipient and category', () => {
    for (const { id, basis } of policy.recipients.values()) {
      if (basis === 'own-work' || basis === 'logistics-delivery') continue;
      for (const category of CATEGORIES)
        for (const purpose of [...BASES, 'marketing', ''].filter((word) => word !== basis))
          expect(mayShare(policy, { recipient: id, category, purpose }).kind).toBe('refused');
    }
  });

  test('travels on a topic only to carriers, to whom people authorise, and to the shop’s own systems', () => {
    const { shipments, statuses } = carrierTopics('swiftpost');
    const read = [...Object.values(topics), shipments, statuses, thirdPartyTopics('insurer').disclosures];
    const outside = read.flatMap(({ name, readers }) =>
      readers.filter((reader) => !policy.insiders.has(reader)).map((reader) => `${name} ${reader}`),
    );
    expect(outside.toSorted()).toEqual([
      'accounts.closed order-service',
      'carriers.swiftpost.shipments carrier.swiftpost',
      'orders.ingress-keys order-service',
      'orders.statuses order-service',
      'policy.versions order-service',
      'third-parties.insurer.disclosures authorised-third-party.insurer',
      'warehouse.picks warehouse',
    ]);
    const roads = policy.egress.map(({ recipient }) => policy.recipients.get(recipient)?.basis);
    expect(new Set(roads)).toEqual(new Set(['logistics-delivery', 'own-work', 'explicit-authorisation']));
  });

  test('is sealed to somebody else’s key on the roads that are known, each of one basis', () => {
    const found = holding(/import \{[^}]*openSealingSession/, /^(?!shared\/hpke\/)/);
    expect(found).toEqual(Object.keys(SEALED_ROADS).toSorted());
    expect(Object.values(SEALED_ROADS).every((basis) => (BASES as readonly string[]).includes(basis))).toBe(true);
  });

  test('goes to no other server than those that are known', () => {
    const calling = /\bfetch\(|from 'nodemailer|createTransport\(|from 'undici'|from 'node:https?'/;
    expect(holding(calling, /^services\/[^/]+\/(?:adapters|channels|steps|domain|api)\//)).toEqual(
      Object.keys(CALLS).toSorted(),
    );
  });
});
