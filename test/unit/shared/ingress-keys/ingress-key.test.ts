import { describe, expect, test } from '@jest/globals';
import { type IngressKey, outlived, standingOf } from '#shared/ingress-keys/ingress-key';

const GRACE = 100;
const key = (number: number, madeAtMs: number, retiredAtMs: number | null): IngressKey => {
  return { number, keyId: `ingress-${number}-0000000${number}`, publicKey: Buffer.alloc(32), madeAtMs, retiredAtMs };
};
const KEYS = [key(2, 0, 1_000), key(3, 1_000, null)];

describe('the standing of a key', () => {
  test.each([
    ['the newest, whenever the block came', 'ingress-3-00000003', 9_999, 'opens'],
    ['a replaced one within its grace', 'ingress-2-00000002', 1_100, 'opens'],
    ['a replaced one after its grace', 'ingress-2-00000002', 1_101, 'expired'],
    ['one that was destroyed', 'ingress-1-00000001', 5, 'expired'],
    ['one that never was', 'ingress-4-00000004', 5, 'unknown'],
    ['one of ours in number but not in substance', 'ingress-3-ffffffff', 5, 'unknown'],
    ['no name of ours', 'somebody', 5, 'unknown'],
    ['the number nought', 'ingress-0-00000000', 5, 'unknown'],
  ])('of %s', (_, keyId, arrivedAtMs, standing) => {
    expect(standingOf(KEYS, keyId, arrivedAtMs, GRACE)).toBe(standing);
  });
});

describe('a key is outlived', () => {
  const times = { graceMs: GRACE, retentionMs: 500 };
  test('once what was sealed to it last is out of the topic, and not before', () => {
    expect(outlived(KEYS, 1_600, times)).toEqual([]);
    expect(outlived(KEYS, 1_601, times)).toEqual([KEYS[0]]);
  });
  test('never while it is the newest', () => {
    expect(outlived([key(3, 0, null)], Number.MAX_SAFE_INTEGER, times)).toEqual([]);
  });
});
