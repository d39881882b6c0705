import { expect, test } from '@jest/globals';
import { loads } from './loaded-once.js';

test('passes', () => {
  expect(loads.count).toBe(1);
});
