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
    .filter((name) => programsOf(name).some((text) => text.includes('laneService(')));
}

/** What lies in the folder itself puts the service together. */
function programsOf(service: string): readonly string[] {
  const folder = path.join(SERVICES, service);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'));
}

describe('groups of services', () => {
  test('every service that follows lanes is one', () => {
    const services = servicesWithLanes();
    expect(['desk', 'erasure', 'intake'].filter((name) => !services.includes(name))).toEqual([]);
    expect(services.filter((name) => !isServiceGroup(name))).toEqual([]);
  });

  test.each([['erasure-ledger'], ['fraud-assess'], ['desk']])('%s is one of ours', (group) => {
    expect(isServiceGroup(group)).toBe(true);
  });

  test.each([['sink'], ['deskjockey'], ['operator'], ['acme.carrier'], ['']])('%s is left alone', (group) => {
    expect(isServiceGroup(group)).toBe(false);
  });
});
