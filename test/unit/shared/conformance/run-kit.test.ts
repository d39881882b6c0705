// The kit passes a store that deletes, and finds each kind that does not.
import { describe, expect, test } from '@jest/globals';
import type { MarkedRecord } from '#shared/conformance/cases';
import { renderVerdict } from '#shared/conformance/render-kit';
import { isConforming, markOf, runKit } from '#shared/conformance/run-kit';
import { sampleValue } from '#shared/conformance/sample-value';

type Apply = (rows: Map<string, string>, record: MarkedRecord, state: { dead: boolean }) => void;

const honest: Apply = (rows, { key, revision }) => {
  if (revision === null) rows.delete(key);
  else rows.set(key, markOf(key, revision));
};

async function outcomes(apply: Apply, restart: (() => Promise<void>) | null = null) {
  const rows = new Map<string, string>();
  const state = { dead: false };
  let nowMs = 0;
  const results = await runKit(
    {
      send: async (_, records) => {
        for (const record of records) if (!state.dead) apply(rows, record, state);
      },
      find: async (key) => rows.get(key) ?? null,
      restart,
      sleep: async (ms) => void (nowMs += ms),
      nowMs: () => nowMs,
    },
    { run: 'x', patienceMs: 1_000 },
  );
  const failed = results.filter(({ outcome }) => outcome.ok === false).map(({ name }) => name);
  return { results, failed, rows, isConforming: isConforming(results) };
}

describe('the kit', () => {
  test('passes a store that puts and deletes in order, and leaves nothing in it', async () => {
    const { failed, rows, results } = await outcomes(honest, async () => undefined);
    expect(failed).toEqual([]);
    expect(rows.size).toBe(0);
    expect(results).toHaveLength(11);
  });

  test('says that a restart was not tried when nobody said how', async () => {
    const { results, isConforming: is } = await outcomes(honest);
    expect(results.filter(({ outcome }) => outcome.ok === null).map(({ name }) => name)).toEqual([
      'a restart between value and tombstone',
    ]);
    expect(is).toBe(true);
  });

  test('fails a store that skips tombstones', async () => {
    const { failed, results } = await outcomes((rows, record) => {
      if (record.revision !== null) rows.set(record.key, markOf(record.key, record.revision));
    });
    // A restart was not tried, so it is none of those that could have failed.
    expect(renderVerdict(results)).toContain(`${failed.length} of ${results.length - 1} cases failed`);
    expect(failed).toEqual(
      expect.arrayContaining([
        'a value that is there is deleted',
        'an update and its tombstone at once',
        'nothing of this run is left',
      ]),
    );
    expect(JSON.stringify(results)).toContain('ignores deletes');
  });

  test('fails a store that stops at the first tombstone, and says that it stopped', async () => {
    const { failed, results } = await outcomes((rows, record, state) => {
      if (record.revision === null) state.dead = true;
      else honest(rows, record, state);
    });
    expect(failed).toContain('a value that is there is deleted');
    expect(JSON.stringify(results)).toContain('stopped at the tombstone');
  });

  test('fails a store that lets an old value overtake the delete', async () => {
    const newest = new Map<string, string>();
    const { failed } = await outcomes((rows, record) => {
      const { key, revision } = record;
      if (revision !== null) newest.set(key, markOf(key, revision));
      // Deletes at once, and writes what it had in its buffer afterwards.
      rows.delete(key);
      const late = newest.get(key);
      if (late !== undefined && (revision !== null || late.endsWith('.r2'))) rows.set(key, late);
    });
    expect(failed).toContain('an update and its tombstone at once');
  });

  test('fails a store that keeps the first value only', async () => {
    const { failed } = await outcomes((rows, record, state) => {
      if (record.revision === null || !rows.has(record.key)) honest(rows, record, state);
    });
    expect(failed).toContain('a value is replaced by the next one');
  });

  test('ends early when nothing arrives at all', async () => {
    const { results, isConforming: is } = await outcomes(() => undefined);
    expect(results).toHaveLength(1);
    expect(is).toBe(false);
  });

  test('asks a busy store again, and does not judge one that never answers', async () => {
    const ask = async (answersEvery: number) => {
      let [asked, nowMs] = [0, 0];
      const rows = new Map<string, string>();
      return await runKit(
        {
          send: async (_, records) => records.forEach((record) => honest(rows, record, { dead: false })),
          find: async (key) => {
            if (++asked % answersEvery !== 0) throw new Error('no answer in time');
            return rows.get(key) ?? null;
          },
          restart: null,
          sleep: async (ms) => void (nowMs += ms),
          nowMs: () => nowMs,
        },
        { run: 'x', patienceMs: 60_000 },
      );
    };
    const [appears] = await ask(3);
    expect(appears?.outcome.ok).toBe(true);
    await expect(ask(Number.POSITIVE_INFINITY)).rejects.toThrow('no answer in time');
  });
});

describe('a sample value', () => {
  test('fits its schema and bears the mark in every text, whatever is optional', () => {
    const address = {
      type: 'record',
      name: 'Address',
      fields: [{ name: 'lines', type: { type: 'array', items: 'string' } }],
    };
    const schema = {
      type: 'record',
      namespace: 'a.b',
      name: 'Shipment',
      fields: [
        { name: 'ref', type: 'string' },
        { name: 'phone', type: ['null', 'string'], default: null },
        { name: 'from', type: address },
        { name: 'to', type: ['null', 'Address'] },
        { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['HOME', 'LOCKER'] } },
        { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
        { name: 'extra', type: { type: 'map', values: 'int' } },
      ],
    };
    expect(sampleValue(schema, 'm')).toEqual({
      ref: 'm',
      phone: 'm',
      from: { lines: ['m'] },
      to: { lines: ['m'] },
      kind: 'HOME',
      at: 1,
      extra: { mark: 1 },
    });
    expect(() => sampleValue({ type: 'record', name: 'A', fields: [{ name: 'x', type: 'Nowhere' }] }, 'm')).toThrow(
      RangeError,
    );
  });
});
