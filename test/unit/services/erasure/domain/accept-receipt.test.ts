import { describe, expect, test } from '@jest/globals';
import { acceptReceipt } from '#services/erasure/domain/accept-receipt';
import type { TrackedOrder } from '#services/erasure/domain/tracked-order';
import { saga, tracked } from '../support/tracked-orders.js';
import { facts } from './news-samples.js';

const never = () => null;
const receipt = (participant: string, erasureId = 'erasure-1') => ({ erasureId, participant, at: 5 });
const running = (changes: Parameters<typeof saga>[0] = {}): TrackedOrder =>
  tracked('a', { saga: saga(changes), reminder: { atMs: 1, sinceMs: 1, count: 0, overdueAtMs: 300001 } });
const ALL = ['intake', 'carriers'];

describe('a receipt', () => {
  test('is noted, and the last one missing makes the erasure complete at the time it is handled', () => {
    const first = acceptReceipt(running(), receipt('carriers'), 70, never);
    expect(first).toMatchObject({ kind: 'noted', complete: false });
    const second = acceptReceipt((first as { order: TrackedOrder }).order, receipt('intake'), 80, never);
    expect(second).toMatchObject({
      kind: 'noted',
      complete: true,
      order: { saga: { answered: ALL, completedAt: 80 } },
    });
  });

  test('that comes again changes nothing, but says again that the erasure is complete: the first word may be lost', () => {
    const complete = running({ answered: ALL, completedAt: 80 });
    const again = acceptReceipt(complete, receipt('intake'), 99, never);
    expect(again).toEqual({ kind: 'noted', order: complete, complete: true });
  });

  test('of the ledger tells the end of a whole order, with how it had ended and as of when the last one answered', () => {
    const told = { status: 'FINISHED', outcome: 'LOST', reasonCodes: ['X'], at: 4 } as const;
    const before = { ...running({ answered: ALL, completedAt: 80 }), told };
    const end = { kind: 'erased', tell: { status: 'ERASED', outcome: 'LOST', reasonCodes: [], at: 80 } };
    expect(acceptReceipt(before, receipt('ledger'), 99, never)).toEqual(end);
    // Nothing was changed by it, so the receipt that comes again after a crash tells the same.
    expect(acceptReceipt(before, receipt('ledger'), 199, never)).toEqual(end);
  });

  test('of the ledger ends the erasure of some categories and sets the clock for the rest', () => {
    const before = running({ categories: ['shipping'], answered: ALL, completedAt: 80 });
    const closed = acceptReceipt(before, receipt('ledger'), 99, ({ completedErasures }) =>
      completedErasures.flatMap(({ categories }) => categories).join() === 'shipping' ? 500 : null,
    );
    expect(closed).toMatchObject({
      kind: 'closed',
      order: {
        saga: null,
        completedErasures: [{ erasureId: 'erasure-1', categories: ['shipping'] }],
        reminder: null,
        nextDueAt: 500,
      },
    });
  });

  test('of the ledger ends nothing while somebody has not answered: no proof may come before what it proves', () => {
    expect(acceptReceipt(running({ answered: ['intake'] }), receipt('ledger'), 99, never)).toEqual({ kind: 'late' });
  });

  test('of an erasure that is over is late, of one that never was is refused, and so is one of a stranger', () => {
    const done = tracked('a', { completedErasures: [{ erasureId: 'erasure-0', categories: ['signals'] }] });
    expect(acceptReceipt(done, receipt('intake', 'erasure-0'), 9, never)).toEqual({ kind: 'late' });
    expect(acceptReceipt(done, receipt('ledger', 'erasure-0'), 9, never)).toEqual({ kind: 'late' });
    expect(acceptReceipt(done, receipt('intake', 'erasure-9'), 9, never)).toEqual({ kind: 'unknown' });
    expect(acceptReceipt(running(), receipt('stranger'), 9, never)).toEqual({ kind: 'unknown' });
  });

  test('leaves what is known of the order as it was', () => {
    const before = { ...running(), life: { ...tracked('a').life, facts: facts().facts } };
    const after = acceptReceipt(before, receipt('intake'), 9, never);
    expect((after as { order: TrackedOrder }).order.life).toBe(before.life);
  });
});
