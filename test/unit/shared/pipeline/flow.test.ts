import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startFlow } from '#shared/pipeline/flow';
import { deadLetter, drop, type Outcome, ok } from '#shared/pipeline/outcome';
import type { Item } from '#shared/pipeline/step';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { recordAt } from './records.js';

function readText(items: readonly Item<IncomingRecord>[]): Outcome<string>[] {
  return items.map(({ value }) => (value.value === null ? drop('tombstone') : ok(value.value.toString())));
}
async function refuseLong(items: readonly Item<string>[]): Promise<Outcome<number>[]> {
  await Promise.resolve();
  return items.map(({ value }) =>
    value.length > 3 ? deadLetter('VALUE_TOO_LARGE', ['text'], 'ref-1') : ok(value.length),
  );
}

function counting(): { calls: string[]; step: (step: string, outcome: string, count: number) => void } {
  const calls: string[] = [];
  return { calls, step: (step, outcome, count) => calls.push(`${step} ${outcome} ${count}`) };
}

describe('a flow', () => {
  test('hands what a step passes to the next one, and each item keeps its own record', async () => {
    const flow = startFlow().pipe(readText).pipe(refuseLong);
    const records = [recordAt(7, 'ab'), recordAt(8, 'abc')];
    const { items, refusals } = await flow.run(records);
    expect(items).toEqual([
      { record: records[0], value: 2 },
      { record: records[1], value: 3 },
    ]);
    expect(refusals).toEqual([]);
    expect(flow.steps).toEqual(['readText', 'refuseLong']);
  });

  test('collects a refusal with its record and the name of the step, so that its dead letter says where', async () => {
    const record = recordAt(9, 'too long');
    const { items, refusals } = await startFlow()
      .pipe(readText)
      .pipe(refuseLong)
      .run([record, recordAt(10, null)]);
    expect(items).toEqual([]);
    expect(refusals).toEqual([
      { record, code: 'VALUE_TOO_LARGE', fieldPaths: ['text'], step: 'refuseLong', orderRef: 'ref-1' },
    ]);
  });

  test('counts each outcome once per step and batch, not once per record', async () => {
    const observer = counting();
    const flow = startFlow(observer).pipe(readText).pipe(refuseLong);
    await flow.run([recordAt(1, 'a'), recordAt(2, 'b'), recordAt(3, 'long one'), recordAt(4, null)]);
    expect(observer.calls).toEqual([
      'readText ok 3',
      'readText tombstone 1',
      'refuseLong ok 2',
      'refuseLong dead-letter 1',
    ]);
  });

  test('does not call a step that has nothing to do', async () => {
    let calls = 0;
    function countCalls(items: readonly Item<string>[]): Outcome<string>[] {
      calls++;
      return items.map(({ value }) => ok(value));
    }
    await startFlow()
      .pipe(readText)
      .pipe(countCalls)
      .run([recordAt(1, null)]);
    expect(calls).toBe(0);
  });

  test('fails the unit when a step loses an item, because its offset would be committed unhandled', async () => {
    function loseOne(items: readonly Item<IncomingRecord>[]): Outcome<IncomingRecord>[] {
      return items.slice(1).map(({ value }) => ok(value));
    }
    await expect(
      startFlow()
        .pipe(loseOne)
        .run([recordAt(1), recordAt(2)]),
    ).rejects.toThrow('step loseOne gave 1 outcomes for 2 items');
  });

  test('lets an error of a step through, so that the unit is done again', async () => {
    function breakDown(): Outcome<never>[] {
      throw new Error('registry down');
    }
    await expect(
      startFlow()
        .pipe(breakDown)
        .run([recordAt(1)]),
    ).rejects.toThrow('registry down');
  });

  test('refuses a step without a name', () => {
    expect(() =>
      startFlow().pipe(
        (
          () => (items: readonly Item<IncomingRecord>[]) =>
            items.map(() => drop('x'))
        )(),
      ),
    ).toThrow('named function');
  });

  test('lets every record out by exactly one door, whatever the steps decide', async () => {
    const verdict = fc.constantFrom('ok', 'drop', 'dead-letter');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(verdict, verdict), { maxLength: 40 }), async (verdicts) => {
        const by = (which: 0 | 1) =>
          function judge(items: readonly Item<IncomingRecord>[]): Outcome<IncomingRecord>[] {
            return items.map(({ record, value }) => {
              const said = verdicts[Number(record.offset)]?.[which];
              return said === 'ok' ? ok(value) : said === 'drop' ? drop('because') : deadLetter('VALUE_EMPTY');
            });
          };
        const observer = counting();
        const records = verdicts.map((_, offset) => recordAt(offset));
        const { items, refusals } = await startFlow(observer).pipe(by(0)).pipe(by(1)).run(records);
        const dropped = observer.calls
          .filter((call) => call.includes('because'))
          .reduce((sum, call) => sum + Number(call.split(' ')[2]), 0);
        expect(items.length + refusals.length + dropped).toBe(records.length);
        const offsets = [...items, ...refusals].map(({ record }) => record.offset);
        expect(new Set(offsets).size).toBe(offsets.length);
      }),
    );
  });
});
