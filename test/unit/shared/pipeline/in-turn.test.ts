import { describe, expect, test } from '@jest/globals';
import { inTurn } from '#shared/pipeline/in-turn';
import type { IncomingRecord, Unit } from '#shared/pipeline/unit';
import { recordAt } from './records.js';

const unit = (lane: number, from: number, count: number, isRevoked = () => false): Unit => ({
  lane,
  records: Array.from({ length: count }, (_, at) => recordAt(from + at)),
  isRevoked,
});
const offsets = (records: readonly IncomingRecord[]) => records.map(({ offset }) => Number(offset));
const output = ({ offset }: IncomingRecord) => ({ topic: 't', partition: 0, key: offset, value: null });

describe('work in turn', () => {
  test('is never done for two lanes at once, in portions, and answers for the whole unit', async () => {
    let running = 0;
    let committed = 0;
    const portions: number[][] = [];
    const handler = inTurn(async ({ records }) => {
      expect(++running).toBe(1);
      portions.push(offsets(records));
      await new Promise(setImmediate);
      running--;
      return { outputs: records.map(output), afterCommit: () => committed++ };
    }, 3);
    const [first, second] = await Promise.all([handler(unit(0, 0, 5)), handler(unit(1, 100, 2))]);
    expect(first.outputs.map(({ key }) => Number(key))).toEqual([0, 1, 2, 3, 4]);
    expect(second.outputs.map(({ key }) => Number(key))).toEqual([100, 101]);
    // The second lane comes before the rest of the first.
    expect(portions).toEqual([
      [0, 1, 2],
      [100, 101],
      [3, 4],
    ]);
    first.afterCommit?.();
    expect(committed).toBe(2);
  });

  test('lets the event loop go round before each portion', async () => {
    const seen: string[] = [];
    const handler = inTurn(async ({ records }) => {
      seen.push(`portion ${records.length}`);
      setImmediate(() => seen.push('somebody else'));
      return { outputs: [] };
    }, 1);
    await handler(unit(0, 0, 3));
    expect(seen).toEqual(['portion 1', 'somebody else', 'portion 1', 'somebody else', 'portion 1']);
  });

  test('goes on for others when it fails for one, and stops for a lane that was taken away', async () => {
    const handler = inTurn(async ({ lane, records }) => {
      if (lane === 0) throw new Error('away');
      return { outputs: records.map(output) };
    }, 2);
    const failed = handler(unit(0, 0, 4));
    const other = handler(unit(1, 0, 1));
    await expect(failed).rejects.toThrow('away');
    expect((await other).outputs).toHaveLength(1);
    expect((await handler(unit(1, 0, 4, () => true))).outputs).toEqual([]);
  });
});
