import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { PolicyVersion } from '#schemas/generated/records';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { dryRunCommand } from '#shared/policy-versions/dry-run-command';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf } from '#shared/sample/orders/plain-order';
import { changedText, put } from '../policy/support/changed-policy.js';
import { AT_MS } from '../policy/support/release-orders.js';

const folder = mkdtempSync(path.join(tmpdir(), 'dry-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const abroad = [...generateOrders({ seed: 'dry-run', count: 80 })].find(
  (order) => blocksOf(order).shipping.countryCode === 'US',
);
const ORDER = fileOf('order.json', JSON.stringify(abroad));
const withoutPhone = changedText((tree) => {
  put(tree, 'version', 2);
  put(tree, 'carriers/parcelway/releases/international/fields/phone', undefined);
});
const SECOND: PolicyVersion = { version: 2, text: withoutPhone, publishedAt: AT_MS, publishedBy: 'operator' };

function fileOf(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function run(args: readonly string[], versions: readonly PolicyVersion[] | Error | null = null) {
  const told = { out: '', err: '' };
  const code = await dryRunCommand(args, {
    columns: 100,
    clock: { nowMs: () => AT_MS },
    openDesk:
      versions === null
        ? null
        : async () => {
            if (versions instanceof Error) throw versions;
            return { versions: async () => versions, publish: async () => undefined, close: async () => undefined };
          },
    out: (text) => void (told.out += text),
    err: (text) => void (told.err += text),
  });
  return { code, ...told };
}

describe('npm run dry-run', () => {
  test('goes by the version in force at the broker, and says so', async () => {
    const { code, out } = await run(['--order', ORDER], [SECOND]);
    expect(code).toBe(0);
    expect(out).toContain('Policy version 2 (in force).');
    expect(out).toMatch(/WITHHELD[^✓]*shipping\.phone/);
  });

  test('goes by the version of the program where no broker is up or nothing was published, and by a draft when told to', async () => {
    expect((await run(['--order', ORDER])).out).toContain(
      'Policy version 1 (it comes with the program; no broker is up).',
    );
    expect((await run(['--order', ORDER], [])).out).toContain('Policy version 1 (in force).');
    const draft = fileOf('draft.yaml', withoutPhone);
    expect((await run(['--order', ORDER, '--policy', draft], [])).out).toContain('Policy version 2 (a draft).');
  });

  test('gives the same as one object', async () => {
    const { out } = await run(['--order', ORDER, '--json'], [SECOND]);
    const { policySource, release } = JSON.parse(out) as { policySource: string; release: Record<string, unknown> };
    expect(policySource).toBe('in force');
    expect(release['record']).not.toHaveProperty('phone');
    expect(release).toMatchObject({
      policyVersion: 2,
      decision: 'release',
      record: { kind: 'INTERNATIONAL' },
    });
  });

  test('ends with 1 when nothing would be sent, on the day asked for', async () => {
    const { code, out } = await run(['--order', ORDER, '--at', '2040-01-01']);
    expect(code).toBe(1);
    expect(out).toContain('✗ HELD: AGREEMENT_EXPIRED');
    expect((await run(['--order', fileOf('empty.json', '{}')])).code).toBe(1);
  });

  test('does not fall back to an older version when the broker cannot be asked', async () => {
    const { code, out, err } = await run(['--order', ORDER], new FulfilmentError('KAFKA_UNAVAILABLE', {}));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('The policy in force could not be had');
  });

  test('explains its use, and quotes nothing of the file', async () => {
    expect(await run([])).toMatchObject({ code: 64, err: expect.stringContaining('--order is missing.') });
    expect(await run(['--order', path.join(folder, 'nowhere.json')])).toMatchObject({ code: 64 });
    expect(await run(['--order', ORDER, '--at', 'soon'])).toMatchObject({ code: 64 });
    const { code, err } = await run(['--order', fileOf('broken.json', '{"orderId": "secret-order"')]);
    expect(code).toBe(64);
    expect(err).not.toContain('secret-order');
    expect((await run(['--help'])).out).toContain('Usage: npm run dry-run');
  });
});
