// Pins how a real process ends: exit codes and what stands on its standard error.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { NODE_FLAGS } from '#test/support/compiled-test';

/** A service that says it is up, and whose stop takes `stopMs`; it fails after `failMs` when that is given. */
function script(stopMs: number, failMs: number | null): string {
  const failing = failMs === null ? '' : `setTimeout(() => reject(new FulfilmentError('LEDGER_BROKEN')), ${failMs});`;
  return `
    import { FulfilmentError } from '#shared/errors/fulfilment-error';
    import { createLogger } from '#shared/logging/logger';
    import { runService } from '#shared/runtime/run-service';
    const keepAlive = setInterval(() => undefined, 1000);
    const done = new Promise((_, reject) => { ${failing} });
    const stop = () => new Promise((resolve) => setTimeout(resolve, ${stopMs}));
    const component = { name: 'probe', start: () => Promise.resolve({ value: { done }, stop }) };
    process.exitCode = await runService({ component, logger: createLogger({ service: 'probe' }), drainDeadlineMs: 2000 });
  `;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

function run(stopMs: number, failMs: number | null = null): Child {
  const args = [...NODE_FLAGS, '--input-type=module', '--eval', script(stopMs, failMs)];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

function exitOf(child: Child): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

/** Reads the log to its end, telling when a message passes. */
function follow(child: Child): { saw(message: string): Promise<void>; text(): string } {
  let text = '';
  const waiting: { message: string; resolve: () => void }[] = [];
  child.stdout.on('data', (chunk) => {
    text += String(chunk);
    for (const { message, resolve } of waiting) if (text.includes(message)) resolve();
  });
  const saw = (message: string): Promise<void> =>
    text.includes(message) ? Promise.resolve() : new Promise((resolve) => void waiting.push({ message, resolve }));
  return { saw, text: () => text };
}

describe('a service as a process', () => {
  test('ends with 0 on SIGTERM after it has drained', async () => {
    const child = run(50);
    const log = follow(child);
    const exit = exitOf(child);
    await log.saw('"started"');
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(log.text()).toMatch(/"draining"[\s\S]*"stopped"/);
  });

  test('ends at once on a second signal', async () => {
    const child = run(60_000);
    const log = follow(child);
    const exit = exitOf(child);
    await log.saw('"started"');
    child.kill('SIGINT');
    await log.saw('"draining"');
    child.kill('SIGINT');
    expect(await exit).toBe(130);
  });

  test('ends with 1 and a plain message when an error stops it', async () => {
    const child = run(10, 50);
    child.stdout.resume();
    const [told, exit] = await Promise.all([textOf(child.stderr), exitOf(child)]);
    expect(exit).toBe(1);
    expect(told).toMatch(/^LEDGER_BROKEN: .*\nWhat to do: Run `npm run ledger -- verify`/m);
  });
});
