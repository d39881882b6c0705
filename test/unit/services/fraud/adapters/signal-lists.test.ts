// Lists from a folder: replaced while the service runs, dated, stale when they are old, and never lost to a file that can't be read.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SignalLists, signalLists } from '#services/fraud/adapters/signal-lists';
import type { Started } from '#shared/runtime/component';
import { eventually } from '#test/support/eventually';

const DAY_MS = 86_400_000;

describe('the lists of a folder', () => {
  let directory: string;
  let running: Started<SignalLists>;
  const warnings: unknown[] = [];

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'lists-'));
    writeFileSync(join(directory, 'vpn.txt'), '# date: 2026-01-05\n93.184.216.0/24\n');
    writeFileSync(join(directory, 'disposable-mail.txt'), '# date: 2025-01-01\nthrowaway.example\n');
    running = await signalLists({
      directory,
      staleAfterMs: 30 * DAY_MS,
      clock: { nowMs: () => Date.UTC(2026, 0, 10) },
      logger: { info: () => undefined, warn: (keys: unknown) => void warnings.push(keys) },
    }).start();
  });

  afterEach(async () => {
    await running.stop();
    rmSync(directory, { recursive: true });
  });

  test('are known with their dates, and stale ones say so', () => {
    const { sources, versions } = running.value;
    expect(sources.isIn('vpn', '93.184.216.34')).toBe(true);
    expect(sources.isIn('tor', '93.184.216.34')).toBe(false);
    expect(sources.isDisposable('throwaway.example')).toBe(true);
    expect(versions().map(({ name, version }) => `${name} ${version}`)).toEqual([
      expect.stringMatching(/^countries \d{4}-\d\d-\d\d$/),
      expect.stringMatching(/^vpn 2026-01-05 [0-9a-f]{8}$/),
      expect.stringMatching(/^disposable-mail 2025-01-01 [0-9a-f]{8} stale$/),
    ]);
  });

  test('are replaced while the service runs, and come and go', async () => {
    writeFileSync(join(directory, 'vpn.txt'), '# date: 2026-01-09\n8.8.8.0/24\n8.8.4.0/24\n');
    writeFileSync(join(directory, 'tor.txt'), '93.184.216.34\n');
    const { sources } = running.value;
    await eventually(
      'the new lists are in force',
      () => (sources.isIn('vpn', '8.8.8.8') && sources.isIn('tor', '93.184.216.34')) || undefined,
    );
    expect(sources.isIn('vpn', '93.184.216.34')).toBe(false);
    rmSync(join(directory, 'tor.txt'));
    await eventually('the list is gone', () => !sources.isIn('tor', '93.184.216.34') || undefined);
  });

  test('stay in force when what replaces them is no list', async () => {
    writeFileSync(join(directory, 'vpn.txt'), '{ not JSON at all');
    await eventually('the file was refused', () => warnings.length > 0 || undefined);
    expect(running.value.sources.isIn('vpn', '93.184.216.34')).toBe(true);
  });
});
