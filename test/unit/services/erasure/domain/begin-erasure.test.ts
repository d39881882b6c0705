import { describe, expect, test } from '@jest/globals';
import { beginErasure } from '#services/erasure/domain/begin-erasure';
import { type DueDates, firstDueAt, planErasure } from '#services/erasure/domain/erasure-plan';
import { erasureIdOf } from '#services/erasure/steps/erasure-id';
import { tracked } from '../support/tracked-orders.js';

const dates = (categories: Readonly<Record<string, number | null>>, wholeOrder: number | null): DueDates => ({
  categories: new Map(Object.entries(categories)),
  wholeOrder,
});
const terms = {
  erasureIdOf,
  reason: 'RETENTION_ENDED',
  policyVersion: 3,
  participants: ['intake'],
  stores: [],
  deadlineOf: () => 300_000,
  nowMs: 10,
  machineNowMs: 1_000,
  firstReminderMs: 50,
};

describe('the plan of an erasure', () => {
  test('puts what falls due together into one erasure, in the order of the categories', () => {
    const plan = planErasure(dates({ shipping: 5, contact: 10, signals: 11, payment: null }, 20), [], 10);
    expect(plan).toEqual({ kind: 'erase-categories', categories: ['shipping', 'contact'] });
  });

  test('takes the whole order once it is due, whatever of it is left', () => {
    expect(planErasure(dates({ shipping: 5, payment: 10 }, 10), ['shipping'], 10)).toEqual({ kind: 'erase-order' });
  });

  test('waits for the next date, past or future ones of what is gone already left aside', () => {
    const due = dates({ shipping: 5, signals: 15, payment: 30 }, 30);
    expect(planErasure(due, ['shipping'], 10)).toEqual({ kind: 'wait', nextDueAt: 15 });
    expect(firstDueAt(due, [])).toBe(5);
    expect(firstDueAt(due, ['shipping', 'signals', 'payment'])).toBe(30);
    expect(firstDueAt(dates({ shipping: null }, null), [])).toBeNull();
  });
});

describe('the beginning of an erasure', () => {
  test('marks the order with everything that is needed to say it again after a crash', () => {
    const begun = beginErasure(tracked('a', { nextDueAt: 5 }), dates({ shipping: 5 }, 20), terms);
    expect(begun).toMatchObject({
      nextDueAt: null,
      reminder: { atMs: 1_050, sinceMs: 1_000, count: 0, overdueAtMs: 301_000 },
      saga: {
        erasureId: erasureIdOf(begun.orderRef, ['shipping'], 0),
        categories: ['shipping'],
        startedAt: 10,
        policyVersion: 3,
        participants: ['intake'],
        answered: [],
        completedAt: null,
      },
    });
  });

  test('sets the clock anew when life or policy has moved the date since it was noted', () => {
    const order = tracked('a', { nextDueAt: 5 });
    expect(beginErasure(order, dates({ shipping: 12 }, 20), terms)).toEqual({ ...order, nextDueAt: 12 });
    expect(beginErasure(order, dates({}, null), terms)).toEqual({ ...order, nextDueAt: null });
  });
});

describe('the id of an erasure', () => {
  test('is the same for the same erasure and differs by order, categories and number', () => {
    const ids = [
      erasureIdOf('ref-a', [], 0),
      erasureIdOf('ref-b', [], 0),
      erasureIdOf('ref-a', [], 1),
      erasureIdOf('ref-a', ['shipping'], 0),
      erasureIdOf('ref-a', ['shipping', 'contact'], 0),
      erasureIdOf('ref-a', ['shippingcontact'], 0),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(erasureIdOf('ref-a', [], 0)).toBe(ids[0]);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  });
});
