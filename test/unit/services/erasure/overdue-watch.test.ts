import { describe, expect, test } from '@jest/globals';
import { createLogger } from '#shared/logging/logger';
import { createAlarms } from '#shared/telemetry/alarms';
import { createMetrics } from '#shared/telemetry/metrics';
import { createOverdueWatch } from '#services/erasure/adapters/overdue-watch';
import { eventually } from '#test/support/eventually';
import { createMemoryOrderStore } from './support/memory-order-store.js';
import { inserted, orderRefOf, saga, tracked } from './support/tracked-orders.js';

function givenWatch() {
  const store = createMemoryOrderStore();
  const gauges = new Map<string, number>();
  const lines: string[] = [];
  const gauge = { remove: () => undefined };
  const set = (labels: Readonly<Record<string, string | number>>, value: number) =>
    void gauges.set(Object.values(labels).join(), value);
  const logger = createLogger({ service: 'test', destination: { write: (line) => void lines.push(line) } });
  const watch = createOverdueWatch({
    store,
    lanes: () => [0],
    machineClock: { nowMs: () => 10_000 },
    everyMs: 5,
    running: { ...gauge, set },
    overdue: { ...gauge, set },
    alarms: createAlarms(createMetrics({ service: 'test' }), logger),
    logger,
  });
  return { store, watch, gauges, lines };
}

describe('the watch over erasures under way', () => {
  test('counts them, and names those that are overdue with who has not answered', async () => {
    const { store, watch, gauges, lines } = givenWatch();
    const since = (sinceMs: number) => ({ atMs: 20_000, sinceMs, count: 4, overdueAtMs: sinceMs + 1_000 });
    await store.save(
      inserted(
        tracked('late', { saga: saga({ answered: ['intake'] }), reminder: since(500) }),
        tracked('fresh', { saga: saga(), reminder: since(9_500) }),
        tracked('elsewhere', { lane: 1, saga: saga(), reminder: since(1) }),
      ),
    );
    const { stop } = await watch.start();
    await eventually('a look', () => (gauges.has('running') && lines.length > 0 ? true : undefined));
    await stop();
    expect(Object.fromEntries(gauges)).toEqual({ running: 2, overdue: 1, any: 1, carriers: 1 });
    expect(JSON.parse(lines[0] as string)).toMatchObject({
      code: 'ERASURE_OVERDUE',
      orderRef: orderRefOf('late'),
      participant: 'carriers',
      attempt: 4,
      lateMs: 8_500,
    });
  });

  test('takes back what it said of a participant that has answered since', async () => {
    const { store, watch, gauges } = givenWatch();
    await store.save(
      inserted(tracked('late', { saga: saga(), reminder: { atMs: 1, sinceMs: 1, count: 0, overdueAtMs: 1_001 } })),
    );
    const { stop } = await watch.start();
    await eventually('overdue', () => (gauges.get('carriers') === 1 ? true : undefined));
    await store.guard([orderRefOf('late')], 0, 1);
    await eventually('not overdue', () => (gauges.get('carriers') === 0 && gauges.get('any') === 0 ? true : undefined));
    await stop();
  });
});
