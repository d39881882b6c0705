// A backup carries how far each service has read, and a restore refuses while one of them runs: so it must know all of them.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isServiceGroup } from '#shared/backup/sealed-topics';
import { repositoryRoot } from '#shared/policy/read-policy-file';

const SERVICES = path.join(repositoryRoot(), 'services');

/** Those that follow lanes have a group of their name. */
function servicesWithLanes(): readonly string[] {
  return readdirSync(SERVICES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => readFileSync(path.join(SERVICES, name, 'service.ts'), 'utf8').includes('laneService('));
}

describe('groups of services', () => {
  test('every service that follows lanes is one', () => {
    const services = servicesWithLanes();
    expect(services).toEqual(expect.arrayContaining(['desk', 'erasure', 'intake']));
    expect(services.filter((name) => !isServiceGroup(name))).toEqual([]);
  });

  test.each([['erasure-ledger'], ['fraud-assess'], ['desk']])('%s is one of ours', (group) => {
    expect(isServiceGroup(group)).toBe(true);
  });

  test.each([['sink'], ['deskjockey'], ['operator'], ['acme.carrier'], ['']])('%s is left alone', (group) => {
    expect(isServiceGroup(group)).toBe(false);
  });
});
