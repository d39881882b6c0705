import { describe, expect, test } from '@jest/globals';
import { nodeFlagsFor } from '#shared/start/node-flags';

const isBounded = (...services: string[]): boolean =>
  nodeFlagsFor(services).some((flag) => flag.startsWith('--max-old-space-size='));

describe('the memory of a process of services', () => {
  test('is looked through less often than node would by itself, whatever runs', () => {
    for (const services of [[], ['intake'], ['fraud']])
      expect(nodeFlagsFor(services)).toContainEqual(expect.stringMatching(/^--heap-growing-percent=\d+$/));
  });

  test('is bounded for those that keep nothing in it', () => {
    expect(isBounded('intake', 'carriers', 'erasure')).toBe(true);
  });

  test('may grow further for a service by itself than for several, which together keep to 400 MB', () => {
    const oldMb = (...services: string[]): number =>
      Number(/--max-old-space-size=(\d+)/.exec(nodeFlagsFor(services).join(' '))?.[1]);
    expect(oldMb('intake')).toBeGreaterThan(oldMb('intake', 'carriers'));
    expect(oldMb('erasure')).toBeGreaterThan(oldMb('intake', 'carriers', 'erasure'));
  });

  test('is not bounded where fraud control keeps its history, alone or with all others', () => {
    expect(isBounded('fraud')).toBe(false);
    expect(isBounded('intake', 'fraud')).toBe(false);
    expect(isBounded()).toBe(false);
  });
});

describe('the threads beside the one that works', () => {
  test('are one for services that share their cores with broker and database, and left to node where a large history is collected', () => {
    expect(nodeFlagsFor(['intake'])).toContain('--v8-pool-size=1');
    expect(nodeFlagsFor(['fraud']).some((flag) => flag.startsWith('--v8-pool-size'))).toBe(false);
  });
});
