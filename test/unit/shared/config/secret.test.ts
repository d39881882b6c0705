import { format, inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { createSecret } from '#shared/config/secret';

describe('a secret', () => {
  const secret = createSecret('hunter2');

  test('gives its value only when asked to reveal it', () => {
    expect(secret.reveal()).toBe('hunter2');
  });

  test.each([
    ['String()', () => String(secret)],
    ['a concatenation', () => `x${String(secret)}`],
    ['JSON', () => JSON.stringify({ secret })],
    ['util.inspect', () => inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
    ['util.format %o', () => format('%o', secret)],
    ['its own properties', () => Object.values(secret).map(String).join()],
  ])('does not show in %s', (_, show) => {
    expect(show()).not.toMatch(/hunter2/);
    expect(show().length).toBeGreaterThan(0);
  });

  test('prints as [secret], so that a reader knows something was there', () => {
    expect(String(secret)).toBe('[secret]');
    expect(JSON.stringify({ secret })).toBe('{"secret":"[secret]"}');
    expect(inspect(secret)).toBe('[secret]');
  });
});
