import { describe, expect, test } from '@jest/globals';
import { type CommandRefusal, obeyCommand, type OrderCommand } from '#services/erasure/domain/obey-command';
import type { TrackedOrder } from '#services/erasure/domain/tracked-order';
import { saga, tracked } from '../support/tracked-orders.js';

const firstDueAt = ({ legalHolds, commanded }: Pick<TrackedOrder, 'legalHolds' | 'commanded'>): number | null =>
  legalHolds.length > 0 ? null : (commanded?.at ?? 700);
const finished = (changes: Partial<TrackedOrder> = {}): TrackedOrder =>
  tracked('a', {
    told: { status: 'FINISHED', outcome: 'DELIVERED', reasonCodes: [], at: 5 },
    nextDueAt: 700,
    ...changes,
  });
const erase = (...categories: string[]): OrderCommand => ({
  kind: 'erase',
  categories,
  reason: 'SUBJECT_REQUEST',
  evenUnderWay: false,
});
const hold: OrderCommand = { kind: 'place-hold', reference: 'court-7', givenBy: 'officer' };
const placed = { reference: 'court-7', placedAt: 50, placedBy: 'officer' };
const obey = (order: TrackedOrder, command: OrderCommand) => obeyCommand(order, command, 50, firstDueAt);
const refused = (code: CommandRefusal) => ({ kind: 'refused', code });

describe('a command to erase', () => {
  test('makes the order, or its categories, due at once and says why', () => {
    const commanded = { categories: [], reason: 'SUBJECT_REQUEST', at: 50 };
    expect(obey(finished(), erase())).toEqual({ kind: 'done', order: finished({ commanded, nextDueAt: 50 }) });
    expect(obey(finished(), erase('signals'))).toMatchObject({ order: { commanded: { categories: ['signals'] } } });
  });

  test('finds done or on its way what was ordered or erased before, and adds to it what was not', () => {
    const whole = finished({ saga: saga() });
    expect(obey(whole, erase())).toEqual({ kind: 'was-so' });
    expect(obey(whole, erase('signals'))).toEqual({ kind: 'was-so' });
    const inPart = finished({
      completedErasures: [{ erasureId: 'e', categories: ['shipping'] }],
      saga: saga({ categories: ['contact'] }),
      nextDueAt: null,
    });
    expect(obey(inPart, erase('shipping', 'contact'))).toEqual({ kind: 'was-so' });
    const more = obey(inPart, erase('shipping', 'signals'));
    // It begins when the one under way is over.
    expect(more).toMatchObject({ order: { commanded: { categories: ['signals'] }, nextDueAt: null } });
    const before = finished({ commanded: { categories: ['signals'], reason: 'X', at: 1 } });
    expect(obey(before, erase('payment'))).toMatchObject({
      order: { commanded: { categories: ['signals', 'payment'] } },
    });
    expect(obey(before, erase())).toMatchObject({ order: { commanded: { categories: [] } } });
  });

  test('is refused while the order is under way or its case open, unless it says so itself', () => {
    const underWay = finished({ told: { status: 'DELIVERED', outcome: null, reasonCodes: [], at: 5 } });
    expect(obey(underWay, erase())).toEqual(refused('COMMAND_ORDER_UNDER_WAY'));
    expect(obey(finished({ told: null }), erase())).toEqual(refused('COMMAND_ORDER_UNDER_WAY'));
    expect(obey(underWay, { ...erase(), evenUnderWay: true } as OrderCommand)).toMatchObject({ kind: 'done' });
  });

  test('is refused under a legal hold, whatever it says', () => {
    const command = { ...erase(), evenUnderWay: true } as OrderCommand;
    expect(obey(finished({ legalHolds: [placed] }), command)).toEqual(refused('COMMAND_ORDER_HELD'));
  });
});

describe('a legal hold', () => {
  test('stops the clock, and lifting the last one sets it again', () => {
    const held = obey(finished(), hold);
    expect(held).toEqual({ kind: 'done', order: finished({ legalHolds: [placed], nextDueAt: null }) });
    const both = finished({ legalHolds: [placed, { ...placed, reference: 'tax-1' }], nextDueAt: null });
    const one = obey(both, { kind: 'lift-hold', reference: 'court-7' });
    expect(one).toMatchObject({ order: { legalHolds: [{ reference: 'tax-1' }], nextDueAt: null } });
    const none = obey(finished({ legalHolds: [placed] }), { kind: 'lift-hold', reference: 'court-7' });
    expect(none).toMatchObject({ order: { legalHolds: [], nextDueAt: 700 } });
  });

  test('is placed and lifted once', () => {
    expect(obey(finished({ legalHolds: [placed] }), hold)).toEqual({ kind: 'was-so' });
    expect(obey(finished(), { kind: 'lift-hold', reference: 'court-7' })).toEqual({ kind: 'was-so' });
  });

  test('comes too late when the keys of the order are gone, but not when those of a category are', () => {
    expect(obey(finished({ saga: saga() }), hold)).toEqual(refused('COMMAND_TOO_LATE'));
    expect(obey(finished({ saga: saga({ categories: ['signals'] }) }), hold)).toMatchObject({ kind: 'done' });
  });
});
