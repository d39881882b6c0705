// What `keys -- status` tells, line by line.
import { describe, expect, test } from '@jest/globals';
import { type KeysStatus, renderKeys, spanText } from '#shared/vault/render-keys';

const DAY_MS = 86_400_000;
const HEALTHY: KeysStatus = {
  keyring: '.stack/keyring',
  nowMs: 10 * DAY_MS,
  everyMs: DAY_MS,
  epochs: [{ epoch: 7, madeAtMs: 9.5 * DAY_MS }],
  counts: { byEpoch: new Map([[7, 12_345]]), shredded: 400 },
  storeId: 'aa',
  stores: ['aa'],
};

describe('the state of the keyring', () => {
  test('names epoch, age, orders and the next rotation', () => {
    expect(renderKeys(HEALTHY)).toBe(
      [
        'keyring    .stack/keyring',
        'epoch 7    current, 12 hours old, wraps the keys of 12,345 orders',
        'erased     400 orders, each with a guard against its return',
        'rotation   due in 12 hours (every 24 hours), done by the erasure service',
        '',
      ].join('\n'),
    );
  });

  test('says when a rotation was cut off, keys are lost or another database uses the keyring', () => {
    const text = renderKeys({
      ...HEALTHY,
      epochs: [{ epoch: 6, madeAtMs: 0 }, ...HEALTHY.epochs],
      counts: {
        byEpoch: new Map([
          [5, 3],
          [7, 1],
        ]),
        shredded: 0,
      },
      stores: ['aa', 'bb'],
    });
    expect(text).toContain('epoch 6    being retired');
    expect(text).toContain('epoch 5    DESTROYED, yet 3 orders name it');
    expect(text).toContain('ALSO USED  by database bb');
    expect(text).toContain('rotation   due now');
    expect(text).not.toContain('database aa');
  });

  test.each([
    [0, '0 seconds'],
    [1_000, '1 second'],
    [119_000, '119 seconds'],
    [120_000, '2 minutes'],
    [DAY_MS * 3, '3 days'],
  ])('%d ms are %s', (ms, text) => {
    expect(spanText(ms)).toBe(text);
  });
});
