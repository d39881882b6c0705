import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { PolicyVersion } from '#schemas/generated/records';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { type CarrierEntry, type CarrierRegister, EMPTY_REGISTER, withEntry } from '#shared/carriers/carrier-entry';
import { dryRunCommand } from '#shared/carriers/dry-run-command';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf } from '#shared/sample/orders/plain-order';
import { changedText, put } from '#test/unit/shared/policy/support/changed-policy';
import { AT_MS } from '#test/unit/shared/policy/support/release-orders';

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
const SECOND: PolicyVersion = {
  version: 2,
  text: withoutPhone,
  publishedAt: AT_MS,
  publishedBy: 'operator',
  readableText: null,
};

const STOPPED: CarrierEntry = {
  carrierId: 'parcelway',
  state: 'STOPPED',
  agreement: { signedOn: '2026-01-10', validFrom: '2026-01-10', validUntil: '2027-01-10' },
  deliveryMode: 'PLAIN',
  sealingKey: null,
  logins: [{ user: 'carrier-parcelway', since: 0 }],
  revision: 1,
  changedAt: 0,
};

function fileOf(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function run(
  args: readonly string[],
  versions: readonly PolicyVersion[] | Error | null = null,
  register: CarrierRegister = EMPTY_REGISTER,
) {
  const told = { out: '', err: '' };
  const code = await dryRunCommand(args, {
    columns: 100,
    clock: { nowMs: () => AT_MS },
    openInForce:
      versions === null
        ? null
        : async () => {
            if (versions instanceof Error) throw versions;
            return { versions: async () => versions, register: async () => register, close: async () => undefined };
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

  test('goes by the register of carriers, for a draft, too', async () => {
    const stopped = withEntry(EMPTY_REGISTER, STOPPED);
    const draft = fileOf('draft.yaml', withoutPhone);
    for (const args of [[], ['--policy', draft]]) {
      const { code, out } = await run(['--order', ORDER, '--carrier', 'parcelway', ...args], [], stopped);
      expect(code).toBe(1);
      expect(out).toContain('✗ HELD: CARRIER_STOPPED');
    }
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
