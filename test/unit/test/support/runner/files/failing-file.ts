import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { loads } from './loaded-once.js';

jest.setTimeout(300);

test('passes', () => {
  expect(loads.count).toBe(1);
});

test('expects what is not', () => {
  expect(loads.count).toBe(2);
});

test('expects what is of a kind', () => {
  expect({ count: loads.count }).toEqual({ count: expect.any(String) });
});

test('never ends', () => new Promise(() => undefined));

test('leaves a rejection to nobody', async () => {
  void Promise.reject(new Error('nobody waits for this'));
  await new Promise((resolve) => setImmediate(resolve));
});

test('throws where nobody catches', async () => {
  setImmediate(() => {
    throw new Error('nobody catches this');
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
});

describe('with a beginning that fails', () => {
  beforeAll(() => {
    throw new Error('no beginning');
  });

  test('does not run', () => undefined);
});

describe('with an end that never comes', () => {
  afterAll(() => new Promise(() => undefined));

  test('passes too', () => undefined);
});
