// Over the real files when OLIST_DIR names their folder (they are not part of this repository), else over rows of every status there is, with
// every combination of times that the files leave out.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import avro from 'avsc';
import { schemas } from '#schemas/generated/schemas';
import { findOrderFaults } from '#shared/order-rules/order-faults';
import { loadPolicy } from '#shared/policy/load-policy';
import { recordOf } from '#shared/replay/history-records';
import { historyToEvents } from '#shared/replay/olist/history-to-events';
import type { OlistOrder } from '#shared/replay/olist/olist-rows';
import { readOlist } from '#shared/replay/olist/read-olist';

const folder = process.env['OLIST_DIR'];
const STATUSES = ['created', 'approved', 'processing', 'invoiced', 'shipped', 'delivered', 'canceled', 'unavailable'];
const PLACES = [
  ['1310', 'sao paulo', 'SP'],
  ['69900', 'rio branco', 'AC'],
  ['89160', 'rio do sul', 'SC'],
] as const;

/** Each status with each of its times there or not, from several places, paid in several ways. */
function everyKindOfRow(): OlistOrder[] {
  return STATUSES.flatMap((status, s) =>
    Array.from({ length: 8 }, (_, gaps): OlistOrder => {
      const [zipPrefix, city, state] = PLACES[(s + gaps) % PLACES.length] as (typeof PLACES)[number];
      const type = ['credit_card', 'boleto', 'voucher', 'debit_card'][gaps % 4] as string;
      return {
        orderId: `${status}-${gaps}`,
        customer: { uniqueId: `person-${s}-${gaps}`, zipPrefix, city, state },
        status,
        purchasedAt: '2017-05-01 10:00:00',
        approvedAt: gaps & 1 ? '' : '2017-05-01 12:00:00',
        handedOverAt: gaps & 2 ? '' : '2017-05-03 09:00:00',
        deliveredAt: gaps & 4 ? '' : '2017-05-09 18:00:00',
        estimatedDelivery: '2017-05-20 00:00:00',
        items: [{ productId: 'p1', price: '35.9', freight: '5.1' }],
        payments: [{ type, value: '41.0' }],
      };
    }),
  );
}

describe('the history of every kind of order', () => {
  test('gives every order steps that can be, an order that intake accepts and a final state', async () => {
    const policy = loadPolicy(readFileSync('shared/policy/policy.yaml', 'utf8'));
    const types = new Map(
      Object.entries(schemas).map(([name, versions]) => [
        name,
        avro.Type.forSchema(versions.at(-1)?.schema as avro.Schema),
      ]),
    );
    const rows = folder === undefined ? everyKindOfRow() : await readOlist(folder);
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
