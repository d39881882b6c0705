// Runs over the real files only when OLIST_DIR names their folder: they are not part of this repository.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import avro from 'avsc';
import { schemas } from '#schemas/generated/schemas';
import { findOrderFaults } from '#shared/order-rules/order-faults';
import { loadPolicy } from '#shared/policy/load-policy';
import { recordOf } from '#shared/replay/history-records';
import { historyToEvents } from '#shared/replay/olist/history-to-events';
import { readOlist } from '#shared/replay/olist/read-olist';

const folder = process.env['OLIST_DIR'];
const whenGiven = folder === undefined ? describe.skip : describe;

whenGiven('the real history', () => {
  test('gives every order steps that can be, an order that intake accepts and a final state', async () => {
    const policy = loadPolicy(readFileSync('shared/policy/policy.yaml', 'utf8'));
    const types = new Map(
      Object.entries(schemas).map(([name, versions]) => [
        name,
        avro.Type.forSchema(versions.at(-1)?.schema as avro.Schema),
      ]),
    );
    const rows = await readOlist(folder ?? '');
    const histories = historyToEvents(rows);
    expect(histories).toHaveLength(rows.length);
    const unfit: string[] = [];
    for (const history of histories) {
      const records = history.steps.map((step) => recordOf(history, step, 'ref'));
      const [first] = records;
      const isSound =
        first?.recordName === 'fulfilment.orders.OrderPlaced' &&
        findOrderFaults(policy, first.value).length === 0 &&
        records.every(({ recordName, value }) => types.get(recordName)?.isValid(value)) &&
        history.steps.every(({ atMs }, i) => i === 0 || atMs >= (history.steps[i - 1]?.atMs ?? 0));
      if (!isSound) unfit.push(history.orderId);
    }
    expect(unfit).toEqual([]);
    const finals = new Set(histories.map(({ status, expectedFinal }) => `${status} ${expectedFinal}`));
    // One final state for each status, whatever the times of an order say.
    expect(finals.size).toBe(new Set(histories.map(({ status }) => status)).size);
  }, 120_000);
});
