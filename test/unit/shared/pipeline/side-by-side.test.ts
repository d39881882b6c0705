import { describe, expect, test } from '@jest/globals';
import { sideBySide } from '#shared/pipeline/side-by-side';
import type { IncomingRecord, Unit } from '#shared/pipeline/unit';
import { recordAt } from './records.js';

const of = (topic: string, offset: number): IncomingRecord => ({ ...recordAt(offset), topic });
const unit = (...records: IncomingRecord[]): Unit => ({ lane: 0, records, isRevoked: () => false });
const output = ({ topic, offset }: IncomingRecord) => ({ topic, partition: 0, key: String(offset), value: null });

describe('parts side by side', () => {
  test('each get what they read, at once, and answer together', async () => {
    const seen: string[] = [];
    let committed = 0;
    const part = (name: string, topics: readonly string[]) => ({
      topics,
      handle: async ({ records }: Unit) => {
        seen.push(`${name} begins`);
        await new Promise(setImmediate);
        seen.push(`${name} ${records.map(({ topic, offset }) => `${topic}${offset}`).join(' ')}`);
        return { outputs: records.map(output), afterCommit: () => void committed++ };
      },
    });
    const handler = sideBySide([part('one', ['a', 'b']), part('other', ['b']), part('idle', ['c'])]);
    const { outputs, afterCommit } = await handler(unit(of('a', 1), of('b', 2), of('d', 3), of('a', 4)));
    expect(seen).toEqual(['one begins', 'other begins', 'one a1 b2 a4', 'other b2']);
    expect(outputs.map(({ key }) => key)).toEqual(['1', '2', '4', '2']);
    afterCommit?.();
    expect(committed).toBe(2);
  });

  test('are all waited for when one fails, for the unit is tried again', async () => {
    let isDone = false;
    const handler = sideBySide([
      {
        topics: ['a'],
        handle: () => {
          throw new Error('away');
        },
      },
      {
        topics: ['a'],
        handle: async () => {
          await new Promise(setImmediate);
          isDone = true;
          return { outputs: [] };
        },
      },
    ]);
    await expect(handler(unit(of('a', 1)))).rejects.toThrow('away');
    expect(isDone).toBe(true);
  });
});
