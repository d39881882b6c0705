// The process of the services under `npm start`, with a program in the place of the services.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServicesProcess } from '#shared/start/services-process';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'services-process-'));
  mkdirSync(path.join(root, 'dist', 'services'), { recursive: true });
});
afterEach(() => {
  jest.useRealTimers();
  rmSync(root, { recursive: true });
});

const start = (program: string) => {
  writeFileSync(path.join(root, 'dist', 'services', 'run-services.js'), program);
  const logFile = path.join(root, 'logs', 'services.log');
  return startServicesProcess({ root, env: process.env, logFile, readyDeadlineMs: 180_000 });
};

test('services that are ready run on when the time is over within which they had to be', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  const services = await start(
    `process.on('SIGTERM', () => process.exit(7)); setInterval(() => 0, 1000); process.send({ ready: 'here', addresses: { desk: 'there' } });`,
  );
  expect(services).toMatchObject({ healthUrl: 'here', addresses: { desk: 'there' } });
  await jest.advanceTimersByTimeAsync(200_000);
  await services.stop();
  expect(await services.ended).toBe('with code 7');
});

test('services that end before they are ready are told of with their last words', async () => {
  const told = start(`console.error('no broker'); process.exit(3);`);
  await expect(told).rejects.toThrow(/ended with code 3/);
});
