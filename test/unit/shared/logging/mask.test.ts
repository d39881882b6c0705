import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maskText } from '#shared/logging/mask';

describe('maskText', () => {
  test.each([
    'ada@example.org',
    '+44 20 7946 0958',
    '(030) 1234-5678',
    '4111 1111 1111 1111',
    '4111111111111111',
    '203.0.113.9',
  ])('masks %s wherever it stands', (personal) => {
    for (const text of [personal, `x: ${personal}`, `(${personal})`, `"${personal}", y`]) {
      expect(maskText(text)).toMatch(/\[masked\]/);
      expect(maskText(text)).not.toContain(personal);
    }
  });

  test.each([
    'orders.events:3:1234567',
    '127.0.0.1:9092',
    '10.3.0.7:9092',
    '172.31.0.7:9092',
    'mongodb.internal:27017',
    '2026-11-25',
    'A0123456789012345678_-',
    'KAFKA_DENIED: Kafka refuses (topic=orders.facts)',
    'b3e0c1de-0000-4000-8000-123456789012',
  ])('leaves %s readable', (text) => {
    expect(maskText(text)).toBe(text);
  });

  test('masking twice changes nothing more', () => {
    fc.assert(fc.property(fc.string(), (text) => maskText(maskText(text)) === maskText(text)));
  });
});
