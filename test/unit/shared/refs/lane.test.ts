// Lanes: where an order's records lie. A change would move keys to other partitions, behind their tombstones.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OrderRef } from '#shared/domain/refs';
import { LANES, lane } from '#shared/refs/lane';
import { refText } from '#shared/refs/ref-bytes';
import { createRefs } from '#shared/refs/refs';

describe('lane', () => {
  test('is the top two bits of the first byte, for every ref', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        expect(lane(refText<OrderRef>(Buffer.from(bytes)))).toBe((bytes[0] as number) >> 6);
      }),
    );
  });

  test('spreads orders evenly, so that no instance gets more work than another', () => {
    const refs = createRefs(Buffer.alloc(32, 1));
    const counts = Array.from({ length: LANES }, () => 0);
    for (let order = 0; order < 8_000; order++) {
      const place = lane(refs.orderRef(`ORDER-${order}`));
      counts[place] = (counts[place] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(200);
  });
});
