// Nobody's topic is left out of the audit because it was made while the broker ran.
import { expect, test } from '@jest/globals';
import { topicsToAudit } from '#shared/audit/topics-to-audit';
import { readPolicyFile } from '#shared/policy/read-policy-file';

const judged = (there: readonly string[], prefix = 'shop.'): string[] =>
  topicsToAudit(there, readPolicyFile(), prefix).map(({ name }) => name);

test('the topic of each third party that is there is judged, of this installation alone', () => {
  const there = [
    'shop.third-parties.insurer.disclosures',
    'other.third-parties.bank.disclosures',
    'shop.third-parties.x',
  ];
  const ofThirdParties = judged(there).filter((name) => name.startsWith('third-parties.'));
  expect(ofThirdParties).toEqual(['third-parties.insurer.disclosures']);
  expect(judged([...there, 'third-parties.bank.disclosures'], '')).toContain('third-parties.bank.disclosures');
});

test('the ingress and the topic of each carrier that the policy serves are judged whether they are there or not', () => {
  expect(judged([])).toEqual(expect.arrayContaining(['orders.events', 'carriers.swiftpost.shipments']));
});
