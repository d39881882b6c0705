import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { policyCheck } from '#shared/policy/check/policy-check';
import { repositoryRoot } from '#shared/policy/read-policy-file';
import { changedText, put } from '../support/changed-policy.js';

const folder = mkdtempSync(path.join(tmpdir(), 'policy-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

function check(...args: string[]) {
  const written = { stdout: '', stderr: '' };
  const status = policyCheck(args, {
    root: repositoryRoot(),
    columns: undefined,
    out: (text) => void (written.stdout += text),
    err: (text) => void (written.stderr += text),
  });
  return { status, ...written };
}

describe('npm run policy:check', () => {
  test('ends with 0, prints the data map and writes it as a page and as Markdown', () => {
    const { status, stdout, stderr } = check('--write', path.join(folder, 'deep', 'activities.html'));
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('DATA MAP');
    expect(stdout).toContain('carriers.swiftpost.Shipment → carrier: recipientName');
    expect(stdout).toMatch(/✓ Schemas, topics and sentences keep the policy\.\n$/);
    expect(readFileSync(path.join(folder, 'deep', 'activities.html'), 'utf8')).toMatch(/^<!doctype html>/);
    expect(readFileSync(path.join(folder, 'deep', 'activities.md'), 'utf8')).toMatch(
      /^# Record of processing activities/,
    );
  });

  test('ends with 1 and names what another policy would break', () => {
    const file = path.join(folder, 'next.yaml');
    writeFileSync(
      file,
      changedText((tree) => put(tree, 'recipients/warehouse/gets/order-content', undefined)),
    );
    const { status, stdout, stderr } = check('--quiet', '--policy', file);
    expect(stderr).toContain('✗ egress-not-allowed  warehouse.picks: items: warehouse does not get order-content');
    expect(stderr).toMatch(/\d violations of the policy\.\n$/);
    expect(stdout).toBe('');
    expect(status).toBe(1);
  });

  test('ends with 1 and names every violation of a policy that is not valid', () => {
    const file = path.join(folder, 'bad.yaml');
    writeFileSync(
      file,
      changedText((tree) => put(tree, 'categories/payment/retention', undefined)),
    );
    const { status, stderr } = check('--policy', file);
    expect(stderr).toContain('✗ policy-invalid  categories.payment.retention');
    expect(status).toBe(1);
  });

  test('ends with 1 when a later version would break the readers of records that carriers already have', () => {
    const file = path.join(folder, 'later.yaml');
    const later = (since: object) =>
      changedText((tree) => {
        put(tree, 'version', 2);
        const need = { need: 'required', why: 'Asked for in a test.', ...since };
        for (const kind of ['domestic', 'international', 'locker'])
          put(tree, `carriers/parcelway/releases/${kind}/fields/phone`, need);
      });
    writeFileSync(file, later({}));
    expect(check('--quiet', '--policy', file).stderr).toContain(
      '✗ readers-broken  carriers.parcelway: phone is demanded from now on; say so with since: 2.',
    );
    writeFileSync(file, later({ since: 2 }));
    expect(check('--quiet', '--policy', file)).toMatchObject({ status: 0, stderr: '' });
  });

  test('explains itself, and refuses what it does not know', () => {
    expect(check('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Usage: npm run policy:check/) as unknown,
    });
    expect(check('--nonsense')).toMatchObject({ status: 64, stderr: expect.stringMatching(/--nonsense/) as unknown });
  });
});
