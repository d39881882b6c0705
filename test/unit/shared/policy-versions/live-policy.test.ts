import { describe, expect, test } from '@jest/globals';
import { createLivePolicy } from '#shared/policy-versions/live-policy';
import type { Policy } from '#shared/policy/policy';
import { currentPolicy } from '../policy/support/changed-policy.js';

const version = (number: number): Policy => ({ ...currentPolicy(), version: number });

function live(getReady: (next: Policy, before: Policy) => Promise<void> = () => Promise.resolve()) {
  const time = { nowMs: 0 };
  return { time, policy: createLivePolicy(version(1), { getReady, clock: { nowMs: () => time.nowMs } }) };
}

describe('the live policy', () => {
  test('puts a newer version in force once the process is ready for it, not before', async () => {
    let ready: () => void = () => undefined;
    const { policy } = live(() => new Promise((resolve) => (ready = resolve)));
    const taken = policy.takeOver(version(2));
    expect(policy.current().version).toBe(1);
    ready();
    expect(await taken).toBe(true);
    expect(policy.current().version).toBe(2);
  });

  test('tells what to get ready for: the version to come and the one before', async () => {
    const calls: [number, number][] = [];
    const { policy } = live(async (next, before) => void calls.push([next.version, before.version]));
    await policy.takeOver(version(2));
    await policy.takeOver(version(5));
    expect(calls).toEqual([
      [2, 1],
      [5, 2],
    ]);
  });

  test('ignores an older version and the same one', async () => {
    const { policy } = live();
    await policy.takeOver(version(3));
    expect(await policy.takeOver(version(3))).toBe(false);
    expect(await policy.takeOver(version(2))).toBe(false);
    expect(policy.current().version).toBe(3);
  });

  test('gives none rather than an outdated one: a second after a newer version is known, the work waits until it is in force', async () => {
    let ready: () => void = () => undefined;
    const { policy, time } = live(() => new Promise((resolve) => (ready = resolve)));
    const taken = policy.takeOver(version(2));
    time.nowMs = 1_000;
    expect(policy.current().version).toBe(1);
    time.nowMs = 1_001;
    expect(() => policy.current()).toThrow(expect.objectContaining({ code: 'POLICY_PENDING' }));
    ready();
    await taken;
    expect(policy.current().version).toBe(2);
  });

  test('counts that second from the first try, however often getting ready fails', async () => {
    let failing = true;
    const { policy, time } = live(() => (failing ? Promise.reject(new Error('down')) : Promise.resolve()));
    await expect(policy.takeOver(version(2))).rejects.toThrow('down');
    time.nowMs = 900;
    await expect(policy.takeOver(version(2))).rejects.toThrow('down');
    time.nowMs = 1_100;
    expect(() => policy.current()).toThrow(expect.objectContaining({ code: 'POLICY_PENDING' }));
    failing = false;
    await policy.takeOver(version(2));
    expect(policy.current().version).toBe(2);
  });
});
