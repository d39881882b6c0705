import { describe, expect, test } from '@jest/globals';
import { erasureIdOf } from '#services/erasure/steps/erasure-id';
import { updatesFor } from '#services/erasure/store/order-updates';
import { changed, orderRefOf, saga, tracked } from '../support/tracked-orders.js';

const begun = (name: string, version = 3) =>
  changed(tracked(name, { version, nextDueAt: 5 }), {
    nextDueAt: null,
    saga: saga({ erasureId: erasureIdOf(orderRefOf(name), [], 0) }),
  });

describe('the statements of a write', () => {
  test('are one for all orders of one version that change alike, though every erasure has its own id', () => {
    const { erasureId: _, ...stored } = saga();
    expect(updatesFor([begun('a'), begun('b'), begun('c')])).toEqual([
      {
        q: { _id: { $in: ['a', 'b', 'c'].map(orderRefOf) }, version: 3 },
        u: { $set: { version: 4, saga: stored }, $unset: { nextDueAt: '' } },
        multi: true,
      },
    ]);
  });

  test('are apart for orders that were read with different versions, or that change differently', () => {
    const told = { status: 'ACCEPTED', outcome: null, reasonCodes: [], at: 1 } as const;
    const updates = updatesFor([begun('a'), begun('b', 4), changed(tracked('c', { version: 3 }), { told })]);
    expect(updates.map(({ q }) => q)).toEqual([
      { _id: orderRefOf('a'), version: 3 },
      { _id: orderRefOf('b'), version: 4 },
      { _id: orderRefOf('c'), version: 3 },
    ]);
    expect(updates[2]?.u).toEqual({ $set: { version: 4, told } });
  });

  test('name no more than a thousand orders each, so that others get their turn', () => {
    const herd = Array.from({ length: 2_001 }, (_, index) => begun(`herd-${index}`));
    expect(updatesFor(herd).map(({ q }) => (typeof q._id === 'string' ? 1 : q._id.$in.length))).toEqual([
      1_000, 1_000, 1,
    ]);
  });
});
