import { describe, expect, test } from '@jest/globals';
import { seededCapitals, seededToken, seededUuid } from '#shared/sample/seeded-ids';
import { createRandom } from '#shared/sample/seeded-random';

describe('seeded ids', () => {
  test('are version 4 UUIDs in which no 13 digits follow one another, so that none can be a card number', () => {
    const random = createRandom(1);
    const uuids = Array.from({ length: 20_000 }, () => seededUuid(random));
    const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(uuids.filter((uuid) => !form.test(uuid) || /\d{13}/.test(uuid.replaceAll('-', '')))).toEqual([]);
    expect(new Set(uuids).size).toBe(20_000);
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
