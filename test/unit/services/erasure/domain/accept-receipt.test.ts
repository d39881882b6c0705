import { describe, expect, test } from '@jest/globals';
import { acceptReceipt } from '#services/erasure/domain/accept-receipt';
import type { TrackedOrder } from '#services/erasure/domain/tracked-order';
import { saga, tracked } from '../support/tracked-orders.js';
import { facts } from './news-samples.js';

const never = () => null;
const receipt = (participant: string, erasureId = 'erasure-1') => ({ erasureId, participant, at: 5 });
const running = (changes: Parameters<typeof saga>[0] = {}): TrackedOrder =>
  tracked('a', { saga: saga(changes), reminder: { atMs: 1, sinceMs: 1, count: 0 } });
const ALL = ['erasure', 'intake', 'carriers'];

describe('a receipt', () => {
  test('is noted, and the last one missing makes the erasure complete at the time it is handled', () => {
    const first = acceptReceipt(running({ answered: ['erasure'] }), receipt('carriers'), 70, never);
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

  test('of the ledger closes the erasure of a whole order and keeps how it had ended', () => {
    const before = {
      ...running({ answered: ALL, completedAt: 80 }),
      told: { status: 'FINISHED', outcome: 'LOST', reasonCodes: [], at: 4 },
      nextDueAt: 4,
    } as const;
    const closed = acceptReceipt(before, receipt('ledger'), 99, never);
    expect(closed).toMatchObject({
      kind: 'closed',
      erased: true,
      order: { saga: null, closing: true, nextDueAt: null, completedErasures: ['erasure-1'] },
    });
    expect((closed as { order: TrackedOrder }).order.told).toEqual({
      status: 'ERASED',
      outcome: 'LOST',
      reasonCodes: [],
      at: 80,
    });
  });

  test('of the ledger that comes again tells the end again, for nobody knows whether it was committed', () => {
    const closing = tracked('a', { closing: true, completedErasures: ['erasure-1'] });
    expect(acceptReceipt(closing, receipt('ledger'), 99, never)).toEqual({
      kind: 'closed',
      order: closing,
      erased: true,
    });
  });

  test('of the ledger ends the erasure of some categories and sets the clock for the rest', () => {
    const before = running({ categories: ['shipping'], answered: ALL, completedAt: 80 });
    const closed = acceptReceipt(before, receipt('ledger'), 99, (_, erased) =>
      erased.join() === 'shipping' ? 500 : null,
    );
    expect(closed).toMatchObject({
      kind: 'closed',
      erased: false,
      order: { saga: null, closing: false, reminder: null, nextDueAt: 500, erasedCategories: ['shipping'] },
    });
  });

  test('of the ledger is refused while somebody has not answered: no proof may come before what it proves', () => {
    expect(acceptReceipt(running({ answered: ['erasure', 'intake'] }), receipt('ledger'), 99, never)).toEqual({
      kind: 'unknown',
    });
  });

  test('of an erasure that is over is late, of one that never was is refused, and so is one of a stranger', () => {
    const done = tracked('a', { completedErasures: ['erasure-0'] });
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
