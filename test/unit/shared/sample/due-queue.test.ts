import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createDueQueue } from '#shared/sample/due-queue';

describe('the queue of things to do', () => {
  test('hands out by time, and by turn within one time, whatever order they were put in', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (times) => {
        const queue = createDueQueue<number>();
        times.forEach((dueMs, turn) => queue.add(dueMs, turn));
        const taken: number[] = [];
        for (let item = queue.takeDue(20); item !== undefined; item = queue.takeDue(20)) taken.push(item);
        const sorted = times
          .map((dueMs, turn) => ({ dueMs, turn }))
          .toSorted((a, b) => a.dueMs - b.dueMs || a.turn - b.turn);
        expect(taken).toEqual(sorted.map(({ turn }) => turn));
        expect(queue.size).toBe(0);
      }),
    );
  });

  test('keeps what is not due yet and tells when it is', () => {
    const queue = createDueQueue<string>();
    queue.add(30, 'later');
    queue.add(10, 'sooner');
    expect(queue.takeDue(9)).toBeUndefined();
    expect(queue.nextMs()).toBe(10);
    expect(queue.takeDue(10)).toBe('sooner');
    expect(queue.takeDue(29)).toBeUndefined();
    expect(queue.size).toBe(1);
  });
});
