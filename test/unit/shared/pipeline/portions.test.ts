import { describe, expect, test } from '@jest/globals';
import { startFlow } from '#shared/pipeline/flow';
import { deadLetter, ok } from '#shared/pipeline/outcome';
import { runInPortions } from '#shared/pipeline/portions';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { recordAt } from './records.js';

const records = (count: number): IncomingRecord[] => Array.from({ length: count }, (_, offset) => recordAt(offset));

describe('a flow in portions', () => {
  test('gives what the flow gives at once, in the order of the records, and never holds more than a portion', async () => {
    const sizes: number[] = [];
    const flow = startFlow().pipe<number>(function check(items) {
      sizes.push(items.length);
      return items.map(({ record }, place) =>
        place % 7 === 3 ? deadLetter('VALUE_EMPTY') : ok(Number(record.offset)),
      );
    });
    const all: IncomingRecord[] = records(200);
    const passed: number[] = [];
    const refusals = await runInPortions(flow, all, (outcomes) => {
      expect(outcomes.length).toBeLessThanOrEqual(64);
      passed.push(...outcomes);
    });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(64);
    expect(passed).toEqual(passed.toSorted((one, other) => one - other));
    const numbers = [...passed, ...refusals.map(({ record }) => Number(record.offset))].sort((a, b) => a - b);
    expect(numbers).toEqual(all.map(({ offset }) => Number(offset)));
    expect(refusals.length).toBeGreaterThan(3);
  });

  test('passes on what a step throws', async () => {
    const flow = startFlow().pipe(function failing(): never {
      throw new Error('away');
    });
    await expect(runInPortions(flow, records(1), () => undefined)).rejects.toThrow('away');
  });
});
