import { describe, expect, test } from '@jest/globals';
import { createSettleOutcomes } from '#shared/pipeline/settle-outcomes';
import type { OutgoingRecord, Refusal } from '#shared/pipeline/unit';
import { recordAt } from './records.js';

const output: OutgoingRecord = { topic: 'orders.facts', partition: 2, key: 'a', value: Buffer.from('x') };
const sealed = ({ record }: Refusal): OutgoingRecord => ({
  topic: 'intake.dead-letters',
  partition: 0,
  key: record.offset,
  value: null,
});
const refusals: Refusal[] = [5, 6].map((offset) => ({
  record: recordAt(offset),
  code: 'VALUE_EMPTY',
  fieldPaths: [],
  step: 'decode',
}));

describe('settling outcomes', () => {
  test('puts outputs and dead letters into one result, hence into one transaction', async () => {
    const settle = createSettleOutcomes(async (given) => given.map(sealed));
    const { outputs } = await settle({ outputs: [output], refusals });
    expect(outputs.map(({ topic, key }) => `${topic} ${String(key)}`)).toEqual([
      'orders.facts a',
      'intake.dead-letters 5',
      'intake.dead-letters 6',
    ]);
  });

  test('fails as a whole when a dead letter cannot be sealed, so that no offset passes it', async () => {
    const settle = createSettleOutcomes(() => Promise.reject(new Error('no key')));
    await expect(settle({ outputs: [output], refusals })).rejects.toThrow('no key');
  });

  test('fails when a dead letter is missing, because its record would be lost', async () => {
    const settle = createSettleOutcomes(async (given) => given.slice(1).map(sealed));
    await expect(settle({ outputs: [], refusals })).rejects.toThrow('2 refusals gave 1 dead letters');
  });

  test('seals nothing when nothing was refused', async () => {
    let calls = 0;
    const settle = createSettleOutcomes(async () => (calls++, []));
    expect(await settle({ outputs: [output], refusals: [] })).toEqual({ outputs: [output] });
    expect(calls).toBe(0);
  });

  test('counts dead letters only after the commit, and passes the commit on to the flow', async () => {
    const told: string[] = [];
    const settle = createSettleOutcomes(
      async (given) => given.map(sealed),
      (given) => told.push(`${given.length} dead letters`),
    );
    const { afterCommit } = await settle({ outputs: [], refusals, afterCommit: () => told.push('flow') });
    expect(told).toEqual([]);
    afterCommit?.();
    expect(told).toEqual(['2 dead letters', 'flow']);
  });
});
