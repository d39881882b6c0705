import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planBatches } from '#shared/kafka/writer/plan-batches';
import { createSequences } from '#shared/kafka/writer/sequences';
import type { OutgoingRecord } from '#shared/pipeline/unit';

const record = (topic: string, partition: number, size: number, key = 'k'): OutgoingRecord => ({
  topic,
  partition,
  key,
  value: Buffer.alloc(size),
});
const limits = { batchBytes: 1_000, requestBytes: 3_000 };

describe('the plan of batches', () => {
  test('puts what fits into one batch per partition and one request', () => {
    const outputs = [record('a', 0, 10), record('b', 0, 10), record('a', 0, 10), record('a', 1, 10)];
    const [round, ...more] = planBatches(outputs, limits);
    expect(more).toEqual([]);
    expect(round?.map(({ topic, partition, from, to }) => [topic, partition, to - from])).toEqual([
      ['a', 0, 2],
      ['b', 0, 1],
      ['a', 1, 1],
    ]);
  });

  test('plans nothing for nothing', () => {
    expect(planBatches([])).toEqual([]);
  });

  test('sends a record that is larger than a batch may be alone, so that the broker decides about it and not we', () => {
    const rounds = planBatches([record('a', 0, 10), record('a', 0, 5_000), record('a', 0, 10)], limits);
    expect(rounds.map((round) => round.map(({ from, to }) => [from, to]))).toEqual([[[0, 1]], [[1, 2]], [[2, 3]]]);
    expect(planBatches([record('a', 0, 5_000)], limits)).toHaveLength(1);
  });

  test('sends every record once, in order within its partition, at most one batch of a partition at a time, within the limits', () => {
    const output = fc
      .record({ topic: fc.constantFrom('a', 'b'), partition: fc.nat(3), size: fc.nat(600) })
      .map(({ topic, partition, size }) => record(topic, partition, size));
    fc.assert(
      fc.property(fc.array(output, { maxLength: 80 }), (given) => {
        const outputs = given.map((one, place) => ({ ...one, key: String(place) }));
        const rounds = planBatches(outputs, limits);
        const sent = new Map<string, OutgoingRecord[]>();
        for (const round of rounds) {
          const ids = round.map(({ topic, partition }) => `${topic}${partition}`);
          expect(new Set(ids).size).toBe(ids.length);
          let bytes = 0;
          for (const { topic, partition, records, from, to } of round) {
            const own = sent.get(`${topic}${partition}`) ?? [];
            sent.set(`${topic}${partition}`, own);
            const part = records.slice(from, to);
            own.push(...part);
            const size = part.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
            expect(size).toBeLessThanOrEqual(limits.batchBytes);
            bytes += size;
          }
          expect(bytes).toBeLessThanOrEqual(limits.requestBytes);
        }
        for (const [id, records] of sent) {
          expect(records).toEqual(outputs.filter(({ topic, partition }) => `${topic}${partition}` === id));
        }
        expect([...sent.values()].flat()).toHaveLength(outputs.length);
      }),
    );
  });
});

describe('sequence numbers', () => {
  test('go on only with what was acknowledged, per partition', () => {
    const sequences = createSequences();
    sequences.advance('a', 0, 5);
    expect([sequences.next('a', 0), sequences.next('a', 1), sequences.next('b', 0)]).toEqual([5, 0, 0]);
    expect(sequences.next('a', 0)).toBe(5);
    sequences.reset();
    expect(sequences.next('a', 0)).toBe(0);
  });

  test('begin again at zero behind the largest 32-bit number, as the broker expects', () => {
    const sequences = createSequences();
    sequences.advance('a', 0, 2_147_483_645);
    sequences.advance('a', 0, 2);
    expect(sequences.next('a', 0)).toBe(2_147_483_647);
    sequences.advance('a', 0, 1);
    expect(sequences.next('a', 0)).toBe(0);
    sequences.advance('a', 0, 2_147_483_646);
    sequences.advance('a', 0, 5);
    expect(sequences.next('a', 0)).toBe(3);
  });
});
