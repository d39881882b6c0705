// Several processes that make one keyring and add epochs at the same moment end up with the same keys: a second key for one
// epoch would make orders unreadable that were wrapped with the first.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from '@jest/globals';
import { createFileKeyring } from '#shared/vault/file-keyring';
import { compiledTest, NODE_FLAGS } from '#test/support/compiled-test';

const SCRIPT = compiledTest(join(import.meta.dirname, 'support', 'add-epochs.ts'));
const PROCESSES = 4;
const EPOCHS_EACH = 25;
/** A process takes a moment to load its modules; all of them must be waiting when the time comes. */
const HEAD_START_MS = 3_000;
const scratch = mkdtempSync(join(tmpdir(), 'keyring-processes-'));

afterAll(() => rmSync(scratch, { recursive: true }));

test('processes that create a keyring and add epochs at once share every key', async () => {
  const directory = join(scratch, 'keyring');
  const beginAtMs = String(Date.now() + HEAD_START_MS);
  const args = [...NODE_FLAGS, SCRIPT, directory, beginAtMs, String(EPOCHS_EACH)];
  const runs = await Promise.all(Array.from({ length: PROCESSES }, () => promisify(execFile)(process.execPath, args)));
  const keyring = createFileKeyring({ directory });
  const refKey = Buffer.from(keyring.derive('refs'));
  for (const { stdout } of runs) {
    const printed = JSON.parse(stdout) as { refKey: string; wrapped: string[] };
    expect(printed.refKey).toBe(refKey.toString('base64'));
    expect(printed.wrapped.length).toBeGreaterThan(EPOCHS_EACH);
    for (const wrapped of printed.wrapped) {
      const target = Buffer.alloc(refKey.length);
      expect(keyring.unwrapInto(target, Buffer.from(wrapped, 'base64'), Buffer.alloc(0))).toBe('unwrapped');
      expect(target.equals(refKey)).toBe(true);
    }
  }
  const epochs = await keyring.epochs();
  expect(epochs).toEqual(epochs.map((_, index) => index + 1));
  expect(epochs.length).toBeLessThanOrEqual(PROCESSES * EPOCHS_EACH + 1);
  expect(readdirSync(scratch)).toEqual(['keyring']);
});
