import { describe, expect, test } from '@jest/globals';
import { seededCapitals, seededToken, seededUuid } from '#shared/sample/seeded-ids';
import { createRandom } from '#shared/sample/seeded-random';

describe('seeded ids', () => {
  test('are version 4 UUIDs in which no 13 digits follow one another, so that none can be a card number', () => {
    const random = createRandom(1);
    const seen = new Set<string>();
    for (let i = 0; i < 20_000; i++) {
      const uuid = seededUuid(random);
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(uuid.replaceAll('-', '')).not.toMatch(/\d{13}/);
      seen.add(uuid);
    }
    expect(seen.size).toBe(20_000);
  });

  test('are tokens of the asked length without two digits in a row', () => {
    const random = createRandom(2);
    for (let length = 0; length < 40; length++) {
      const token = seededToken(random, length);
      expect(token).toHaveLength(length);
      expect(token).not.toMatch(/\d\d/);
    }
  });

  test('are capitals only where capitals are asked for', () => {
    expect(seededCapitals(createRandom(3), 200)).toMatch(/^[A-Z]{200}$/);
  });
});
