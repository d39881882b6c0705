import { describe, expect, test } from '@jest/globals';
import { createMetrics } from '#shared/telemetry/metrics';

describe('metrics of a service', () => {
  test('are counted by outcome with the service on each line', async () => {
    const metrics = createMetrics({ service: 'intake' });
    metrics.records.inc({ topic: 'orders.events', outcome: 'ok' }, 40);
    metrics.records.inc({ topic: 'orders.events', outcome: 'ok' });
    metrics.deadLetters.inc({ code: 'KEY_MISSING' });
    const text = await metrics.text();
    expect(text).toMatch(/^records_total\{topic="orders\.events",outcome="ok",service="intake"\} 41$/m);
    expect(text).toMatch(/^dead_letters_total\{code="KEY_MISSING",service="intake"\} 1$/m);
    expect(metrics.contentType).toMatch(/^text\/plain/);
  });

  test('of two services in one process do not mix', async () => {
    const [first, second] = [createMetrics({ service: 'a' }), createMetrics({ service: 'b' })];
    first.retries.inc({ code: 'KAFKA_UNAVAILABLE' });
    expect(await second.text()).not.toMatch(/KAFKA_UNAVAILABLE/);
  });

  test('hold durations and sizes in buckets, without labels', async () => {
    const metrics = createMetrics({ service: 'intake' });
    metrics.unitDurationMs.observe({}, 7);
    metrics.unitRecords.observe({}, 300);
    const text = await metrics.text();
    expect(text).toMatch(/unit_duration_ms_bucket\{le="10",service="intake"\} 1/);
    expect(text).toMatch(/unit_records_bucket\{le="200",service="intake"\} 0/);
    expect(text).toMatch(/unit_records_bucket\{le="500",service="intake"\} 1/);
  });

  test('forget a lane that was given back, so that its old lag does not raise an alarm for ever', async () => {
    const metrics = createMetrics({ service: 'intake' });
    metrics.lag.set({ topic: 'orders.events', partition: 2 }, 90);
    expect(await metrics.text()).toMatch(/lag_records\{topic="orders\.events",partition="2",service="intake"\} 90/);
    metrics.lag.remove({ topic: 'orders.events', partition: 2 });
    expect(await metrics.text()).not.toMatch(/lag_records\{/);
  });

  test('can be added by a service, and a name that is taken is refused', async () => {
    const metrics = createMetrics({ service: 'carriers' });
    metrics.counter('released_total', 'Shipments released', ['carrier']).inc({ carrier: 'north' });
    expect(await metrics.text()).toMatch(/released_total\{carrier="north",service="carriers"\} 1/);
    expect(() => metrics.counter('released_total', 'Shipments released', ['carrier'])).toThrow(/already/);
  });

  test('of the process are there when asked for', async () => {
    expect(await createMetrics({ service: 'a', processMetrics: true }).text()).toMatch(/process_resident_memory_bytes/);
    expect(await createMetrics({ service: 'a' }).text()).not.toMatch(/process_resident_memory_bytes/);
  });

  test('do not compile with a label that is not listed', () => {
    const metrics = createMetrics({ service: 'a' });
    // @ts-expect-error a personal label
    expect(() => metrics.counter('x_total', 'x', ['email'])).not.toThrow();
    // @ts-expect-error a label that this metric does not have
    expect(() => metrics.deadLetters.inc({ topic: 'x' })).toThrow();
  });
});
