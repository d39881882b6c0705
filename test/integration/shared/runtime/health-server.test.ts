// Pins what an orchestrator and a scraper see of a service, over real HTTP.
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Started } from '#shared/runtime/component';
import { type Check, createHealthServer, type HealthServer } from '#shared/runtime/health-server';
import { createMetrics } from '#shared/telemetry/metrics';

let started: Started<HealthServer> | null = null;

afterEach(async () => {
  await started?.stop();
  started = null;
});

async function serve(checks: Record<string, Check>, checkDeadlineMs = 200): Promise<string> {
  const metrics = createMetrics({ service: 'intake' });
  metrics.deadLetters.inc({ code: 'KEY_MISSING' });
  started = await createHealthServer({ port: 0, checks, metrics, checkDeadlineMs }).start();
  return started.value.url;
}

describe('the health server', () => {
  test('listens on this machine only and is live as soon as it is up', async () => {
    const url = await serve({ kafka: () => ({ ok: false }) });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  test('is ready when every check passes', async () => {
    const url = await serve({
      kafka: () => ({ ok: true }),
      mongo: () => Promise.resolve({ ok: true, note: 'primary' }),
    });
    const response = await fetch(`${url}/health/ready`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ready', checks: { kafka: 'ok', mongo: 'primary' } });
  });

  test('is not ready while one check fails, throws or does not answer, and names it without quoting its error', async () => {
    const url = await serve(
      {
        kafka: () => ({ ok: true }),
        mongo: () => Promise.reject(new Error('Ada Lovelace')),
        registry: () => {
          throw new Error('Ada Lovelace');
        },
        keyring: () => new Promise(() => undefined),
        policy: () => ({ ok: false, note: 'no version yet' }),
      },
      30,
    );
    const response = await fetch(`${url}/health/ready`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'not ready',
      checks: {
        kafka: 'ok',
        mongo: 'failed',
        registry: 'failed',
        keyring: 'no answer in time',
        policy: 'no version yet',
      },
    });
  });

  test('shows the metrics in the format a scraper reads', async () => {
    const response = await fetch(`${await serve({})}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await response.text()).toMatch(/dead_letters_total\{code="KEY_MISSING",service="intake"\} 1/);
  });

  test('refuses other paths and methods', async () => {
    const url = await serve({});
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect((await fetch(`${url}/health/live`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${url}/health/live?x=1`)).status).toBe(200);
  });

  test('stops at once although a request still waits for a check', async () => {
    let asked: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const stuck: Check = () => {
      asked();
      return new Promise(() => undefined);
    };
    const url = await serve({ stuck }, 900);
    const request = fetch(`${url}/health/ready`).catch((error: unknown) => error);
    await waiting;
    const before = performance.now();
    await started?.stop();
    started = null;
    expect(performance.now() - before).toBeLessThan(500);
    expect(await request).toMatchObject({ name: 'TypeError' });
    await expect(fetch(`${url}/health/live`)).rejects.toMatchObject({ name: 'TypeError' });
  });

  test('a port that is taken is told when it starts, not later', async () => {
    const url = await serve({});
    const second = createHealthServer({
      port: Number(new URL(url).port),
      checks: {},
      metrics: createMetrics({ service: 'x' }),
    });
    await expect(second.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
