// When the key-encryption key is replaced without being asked, and what a rotation that fails leaves.
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createLogger } from '#shared/logging/logger';
import { createMetrics } from '#shared/telemetry/metrics';
import { rotationDueAt } from '#shared/vault/key-epochs';
import { createMemoryKeyStore } from '#shared/vault/memory-key-store';
import { createMemoryKeyring } from '#shared/vault/memory-keyring';
import { createRotationSchedule } from '#shared/vault/rotation-schedule';
import { createVault } from '#shared/vault/vault';
import { admitted } from './support/orders.js';

const EVERY_MS = 60_000;
const LOOK_MS = 5_000;

describe('a rotation is due', () => {
  test.each([
    ['when the current key is old enough', [{ epoch: 3, madeAtMs: 1_000 }], EVERY_MS, 61_000],
    ['never by age when it is only to come by command', [{ epoch: 3, madeAtMs: 1_000 }], 0, null],
    [
      'at once when one was cut off',
      [
        { epoch: 3, madeAtMs: 1_000 },
        { epoch: 4, madeAtMs: 2_000 },
      ],
      0,
      2_000,
    ],
    ['never without any key', [], EVERY_MS, null],
  ])('%s', (_, epochs, everyMs, expected) => {
    expect(rotationDueAt(epochs, everyMs)).toBe(expected);
  });
});

describe('the schedule', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  function world(everyMs: number) {
    let isOurTurn = true;
    const keyring = createMemoryKeyring(() => Date.now());
    const vault = createVault({ store: createMemoryKeyStore(), keyring });
    const metrics = createMetrics({ service: 'test' });
    const schedule = createRotationSchedule({
      vault,
      metrics,
      logger: createLogger({ service: 'test', level: 'silent' }),
      machineClock: { nowMs: () => Date.now() },
      everyMs,
      lookMs: LOOK_MS,
      isOurTurn: () => isOurTurn,
    });
    const turn = (is: boolean): void => void (isOurTurn = is);
    return { keyring, vault, metrics, schedule, turn };
  }

  test('replaces the key once each period, and tells the age of the oldest', async () => {
    const { keyring, vault, schedule, metrics } = world(EVERY_MS);
    await admitted(vault, 'a');
    const { stop } = await schedule.start();
    await jest.advanceTimersByTimeAsync(EVERY_MS - LOOK_MS);
    expect(await keyring.epochs()).toEqual([1]);
    expect(await metrics.text()).toContain(`key_epoch_age_ms{service="test"} ${EVERY_MS - LOOK_MS}`);
    await jest.advanceTimersByTimeAsync(LOOK_MS);
    expect(await keyring.epochs()).toEqual([2]);
    await jest.advanceTimersByTimeAsync(EVERY_MS + LOOK_MS);
    expect(await keyring.epochs()).toEqual([3]);
    expect(await metrics.text()).toContain('key_rotations_total{outcome="done",service="test"} 2');
    expect(await metrics.text()).toContain('keys_rewrapped_total{service="test"} 2');
    await stop();
  });

  test('leaves it to the instance whose turn it is', async () => {
    const { keyring, schedule, turn } = world(EVERY_MS);
    turn(false);
    const { stop } = await schedule.start();
    await jest.advanceTimersByTimeAsync(2 * EVERY_MS);
    expect(await keyring.epochs()).toEqual([1]);
    turn(true);
    await jest.advanceTimersByTimeAsync(LOOK_MS);
    expect(await keyring.epochs()).toEqual([2]);
    await stop();
  });

  test('finishes what another instance began and died over, also when rotation is by command only', async () => {
    const { keyring, schedule } = world(0);
    await keyring.addEpoch();
    const { stop } = await schedule.start();
    await jest.advanceTimersByTimeAsync(LOOK_MS);
    expect(await keyring.epochs()).toEqual([2]);
    await stop();
  });

  test('counts a failure and goes on looking', async () => {
    const { keyring, schedule, metrics } = world(EVERY_MS);
    await keyring.bindStore('0123456789abcdef');
    const { stop } = await schedule.start();
    await jest.advanceTimersByTimeAsync(EVERY_MS + LOOK_MS);
    expect(await keyring.epochs()).toEqual([1]);
    expect(await metrics.text()).toContain('key_rotations_total{outcome="failed",service="test"} 2');
    await keyring.forgetStore('0123456789abcdef');
    await jest.advanceTimersByTimeAsync(LOOK_MS);
    expect(await keyring.epochs()).toEqual([2]);
    await stop();
  });
});
