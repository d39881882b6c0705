// Answers whether a service lives, whether it is ready, and what it counts. Listens on this machine only by default.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from '#shared/telemetry/metrics';
import type { Component } from './component.js';
import { TIMED_OUT, withDeadline } from './deadline.js';

/** Whether one thing the service needs is there; `note` is a plain word for people, never data. */
export interface CheckResult {
  readonly ok: boolean;
  readonly note?: string;
}

export type Check = () => CheckResult | Promise<CheckResult>;

export interface HealthServerOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
  readonly checks: Readonly<Record<string, Check>>;
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  /** A check that takes longer counts as failed; default 2 s. */
  readonly checkDeadlineMs?: number;
}

export interface HealthServer {
  readonly port: number;
  readonly url: string;
}

/** `/health/live` 200 while the process runs, `/health/ready` 200 or 503 with each check, `/metrics` for Prometheus. */
export function createHealthServer(options: HealthServerOptions): Component<HealthServer> {
  const { host = '127.0.0.1', port } = options;
  return {
    name: 'health-server',
    start: async () => {
      const server = createServer((request, response) => {
        const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
        answer(request.method ?? 'GET', path, response, options).catch(() =>
          sendJson(response, 500, { status: 'error' }),
        );
      });
      await listen(server, host, port);
      const address = server.address() as AddressInfo;
      const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      return { value: { port: address.port, url: `http://${shownHost}:${address.port}` }, stop: () => close(server) };
    },
  };
}

async function answer(
  method: string,
  path: string,
  response: ServerResponse,
  options: HealthServerOptions,
): Promise<void> {
  if (method !== 'GET' && method !== 'HEAD') return sendJson(response, 405, { status: 'method not allowed' });
  if (path === '/health/live') return sendJson(response, 200, { status: 'live' });
  if (path === '/health/ready') return sendReadiness(response, options);
  if (path !== '/metrics') return sendJson(response, 404, { status: 'not found' });
  const text = await options.metrics.text();
  response.writeHead(200, { 'content-type': options.metrics.contentType });
  response.end(text);
}

async function sendReadiness(response: ServerResponse, options: HealthServerOptions): Promise<void> {
  const deadlineMs = options.checkDeadlineMs ?? 2_000;
  const entries = Object.entries(options.checks);
  const results = await Promise.all(
    entries.map(async ([name, check]) => [name, await run(check, deadlineMs)] as const),
  );
  const ready = results.every(([, result]) => result.ok);
  const checks = Object.fromEntries(results.map(([name, { ok, note }]) => [name, note ?? (ok ? 'ok' : 'failed')]));
  sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', checks });
}

/** A check that throws says no more than that: its error may quote anything. */
async function run(check: Check, deadlineMs: number): Promise<CheckResult> {
  try {
    const result = await withDeadline(Promise.resolve(check()), deadlineMs);
    return result === TIMED_OUT ? { ok: false, note: 'no answer in time' } : result;
  } catch {
    return { ok: false };
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Connections that a scraper keeps open must not hold up the end of the service. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
