// Where an erasure stands, whom it waits for, and how long erasures take.
import { describe, expect, test } from '@jest/globals';
import { awaitedBy, type ErasureCourse, stateOf, timeToGone } from '#services/desk/domain/erasures/erasure-course';

const course = (changes: Partial<ErasureCourse> = {}): ErasureCourse => ({
  erasureId: 'e',
  orderRef: 'o',
  reason: 'RETENTION_OVER',
  categories: [],
  policyVersion: 1,
  begunAtMs: 0,
  doneAtMs: null,
  participants: ['intake', 'fraud', 'store'],
  answered: [],
  heardFrom: [],
  alarm: null,
  ...changes,
});
const alarm = { missing: ['fraud', 'store'], reminders: 2, atMs: 9 };
const waitsFor = (changes: Partial<ErasureCourse>) => awaitedBy(course(changes)).map(({ participant }) => participant);

describe('an erasure', () => {
  test('runs, is overdue once somebody was late, and stays so until it is done', () => {
    expect(stateOf(course())).toBe('running');
    expect(stateOf(course({ alarm, answered: ['fraud', 'store'] }))).toBe('overdue');
    expect(stateOf(course({ alarm, doneAtMs: 5 }))).toBe('done');
  });

  test('waits for those who have not answered, and for nobody when it is done', () => {
    expect(waitsFor({ answered: ['fraud'] })).toEqual(['intake', 'store']);
    expect(waitsFor({ alarm })).toEqual(['fraud', 'store']);
    expect(waitsFor({ alarm, answered: ['store'] })).toEqual(['fraud']);
    expect(waitsFor({ doneAtMs: 5 })).toEqual([]);
  });

  test('tells of a store outside that it has confirmed a part, and goes on waiting for it', () => {
    expect(awaitedBy(course({ answered: ['intake', 'fraud'], heardFrom: ['store'] }))).toEqual([
      { participant: 'store', hasAnsweredSome: true },
    ]);
  });
});

describe('the time until everything is gone', () => {
  test('is told by half, nine in ten and the longest', () => {
    const spans = [50, 10, 20, 30, 40, 60, 70, 80, 90, 1_000];
    expect(timeToGone(spans)).toEqual({ of: 10, medianMs: 50, p90Ms: 90, longestMs: 1_000 });
    expect(timeToGone([7])).toEqual({ of: 1, medianMs: 7, p90Ms: 7, longestMs: 7 });
  });

  test('is not told of nothing', () => {
    expect(timeToGone([])).toBeNull();
  });
});
