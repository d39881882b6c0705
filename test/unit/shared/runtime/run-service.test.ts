import { describe, expect, test } from '@jest/globals';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { createSilentLogger } from '#shared/logging/logger';
import type { Component } from '#shared/runtime/component';
import { type Host, type Running, runService } from '#shared/runtime/run-service';

type Signal = 'SIGTERM' | 'SIGINT';

/** A process that a test holds in its hands. */
function fakeHost() {
  const listeners = new Set<(signal: Signal) => void>();
  const told: string[] = [];
  const exits: number[] = [];
  const host: Host = {
    onSignal: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: (line) => void told.push(line),
    exit: (code) => void exits.push(code),
  };
  const signal = (name: Signal): void => {
    for (const listener of listeners) listener(name);
  };
  return { host, told, exits, signal, listeners };
}

interface Fake {
  readonly component: Component<Running>;
  readonly happened: string[];
  fail(error: unknown): void;
  finish(): void;
}

function fakeService(
  behaviour: { startError?: unknown; stopMs?: number; stopError?: unknown; startMs?: number } = {},
): Fake {
  const happened: string[] = [];
  let fail: (error: unknown) => void = () => undefined;
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve, reject) => {
    fail = reject;
    finish = resolve;
  });
  const stop = async (): Promise<void> => {
    happened.push('stopping');
    if (behaviour.stopMs !== undefined) await new Promise((resolve) => setTimeout(resolve, behaviour.stopMs));
    if (behaviour.stopError !== undefined) throw behaviour.stopError;
    happened.push('stopped');
  };
  const component: Component<Running> = {
    name: 'fake',
    start: async () => {
      if (behaviour.startMs !== undefined) await new Promise((resolve) => setTimeout(resolve, behaviour.startMs));
      if (behaviour.startError !== undefined) throw behaviour.startError;
      happened.push('started');
      return { value: { done }, stop };
    },
  };
  return { component, happened, fail: (error) => fail(error), finish: () => finish() };
}

const logger = createSilentLogger();
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('runService', () => {
  test.each<Signal>(['SIGTERM', 'SIGINT'])('%s drains the service and exits with 0', async (name) => {
    const { host, exits, signal, listeners } = fakeHost();
    const service = fakeService();
    const running = runService({ component: service.component, logger, host });
    await tick();
    signal(name);
    expect(await running).toBe(0);
    expect(service.happened).toEqual(['started', 'stopping', 'stopped']);
    expect(exits).toEqual([0]);
    expect(listeners.size).toBe(0);
  });

  test('a second signal exits at once, without waiting for the drain', async () => {
    const { host, exits, signal } = fakeHost();
    const service = fakeService({ stopMs: 100 });
    const running = runService({ component: service.component, logger, host });
    await tick();
    signal('SIGINT');
    await tick();
    signal('SIGINT');
    expect(await running).toBe(130);
    expect(exits[0]).toBe(130);
    expect(service.happened).toEqual(['started', 'stopping']);
  });

  test('a drain beyond its deadline exits with 2 and says that nothing is lost', async () => {
    const { host, told, signal } = fakeHost();
    const service = fakeService({ stopMs: 300 });
    const running = runService({ component: service.component, logger, host, drainDeadlineMs: 20 });
    await tick();
    signal('SIGTERM');
    expect(await running).toBe(2);
    expect(told.join('\n')).toMatch(/STOP_TIMED_OUT.*\nWhat to do: Nothing is lost/);
  });

  test('a signal during the start waits until the service can go down in order', async () => {
    const { host, signal } = fakeHost();
    const service = fakeService({ startMs: 20 });
    const running = runService({ component: service.component, logger, host });
    signal('SIGTERM');
    expect(await running).toBe(0);
    expect(service.happened).toEqual(['started', 'stopping', 'stopped']);
  });

  test('a failed start exits with 1 and says what to do', async () => {
    const { host, told, exits } = fakeHost();
    const error = new FulfilmentError('MONGO_UNAVAILABLE', { address: 'mongo:27017' });
    expect(await runService({ component: fakeService({ startError: error }).component, logger, host })).toBe(1);
    expect(exits).toEqual([1]);
    expect(told.join('\n')).toMatch(/MONGO_UNAVAILABLE: .*mongo:27017.*\nWhat to do: Check MONGODB_URI/);
  });

  test('an error of the running service stops its parts first, then exits with 1', async () => {
    const { host, told } = fakeHost();
    const service = fakeService();
    const running = runService({ component: service.component, logger, host });
    await tick();
    service.fail(new FulfilmentError('KAFKA_FENCED'));
    expect(await running).toBe(1);
    expect(service.happened).toEqual(['started', 'stopping', 'stopped']);
    expect(told.join('\n')).toMatch(/KAFKA_FENCED/);
  });

  test('the message of a foreign error stays out, for it may quote a record', async () => {
    const { host, told } = fakeHost();
    const service = fakeService();
    const running = runService({ component: service.component, logger, host });
    await tick();
    service.fail(new Error('Ada Lovelace'));
    expect(await running).toBe(1);
    expect(told.join('\n')).toMatch(/UNEXPECTED: .*\nWhat to do: Report it/);
    expect(told.join('\n')).not.toMatch(/Ada/);
  });

  test('the error that stopped it counts, not the one of stopping afterwards', async () => {
    const { host, told } = fakeHost();
    const service = fakeService({ stopError: new FulfilmentError('MONGO_UNAVAILABLE') });
    const running = runService({ component: service.component, logger, host });
    await tick();
    service.fail(new FulfilmentError('LEDGER_BROKEN'));
    expect(await running).toBe(1);
    expect(told.join('\n')).toMatch(/LEDGER_BROKEN/);
    expect(told.join('\n')).not.toMatch(/MONGO/);
  });

  test('a failure to stop after a signal exits with 1, so that an orchestrator sees it', async () => {
    const { host, signal } = fakeHost();
    const service = fakeService({ stopError: new FulfilmentError('MONGO_UNAVAILABLE') });
    const running = runService({ component: service.component, logger, host });
    await tick();
    signal('SIGTERM');
    expect(await running).toBe(1);
  });

  test('work that ends by itself stops the parts and exits with 0', async () => {
    const { host } = fakeHost();
    const service = fakeService();
    const running = runService({ component: service.component, logger, host });
    await tick();
    service.finish();
    expect(await running).toBe(0);
    expect(service.happened).toEqual(['started', 'stopping', 'stopped']);
  });
});
