import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { PolicyVersion } from '#schemas/generated/records';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { readPolicyText, repositoryRoot } from '#shared/policy/read-policy-file';
import { policyCommand } from '#shared/policy-versions/policy-command';
import { changedText, put, type Tree } from '../policy/support/changed-policy.js';

const folder = mkdtempSync(path.join(tmpdir(), 'policy-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const AT_MS = Date.UTC(2026, 4, 1, 9, 30);

function textOf(version: number, change: (tree: Tree) => void = () => undefined): string {
  return changedText((tree) => {
    put(tree, 'version', version);
    change(tree);
  });
}

function fileOf(text: string): string {
  const file = path.join(folder, `${Math.random().toString(36).slice(2)}.yaml`);
  writeFileSync(file, text);
  return file;
}

const withoutPhone = (tree: Tree) => put(tree, 'carriers/parcelway/releases/international/fields/phone', undefined);
const second: PolicyVersion = {
  version: 2,
  text: textOf(2, withoutPhone),
  publishedAt: AT_MS,
  publishedBy: 'privacy-officer',
  readableText: null,
};

async function run(args: readonly string[], versions: PolicyVersion[] = [], fails?: Error) {
  const published: PolicyVersion[] = [];
  const told = { out: '', err: '' };
  const code = await policyCommand(args, {
    root: repositoryRoot(),
    columns: 200,
    clock: { nowMs: () => AT_MS },
    openDesk: async () => ({
      versions: async () => versions,
      publish: async (next) => {
        if (fails !== undefined) throw fails;
        published.push(next);
      },
      close: async () => undefined,
    }),
    out: (text) => void (told.out += text),
    err: (text) => void (told.err += text),
  });
  return { code, published, ...told };
}

describe('npm run policy', () => {
  test('publishes a sound newer version, with the difference to what is in force in plain words', async () => {
    const { code, published, out } = await run(['publish', fileOf(second.text), '--by', 'privacy-officer']);
    expect(code).toBe(0);
    expect(published).toEqual([second]);
    expect(out).toContain('Version 1 → 2: 1 change: 1 narrower');
    expect(out).toContain('− phone is not sent any more.');
    expect(out).toContain('✓ Version 2 is published.');
  });

  test('publishes nothing that breaks a rule, and names all of what is wrong', async () => {
    const unsound = textOf(2, (tree) => {
      put(tree, 'recipients/warehouse/gets/order-content', undefined);
      put(tree, 'insiders', ['intake']);
    });
    const { code, published, err } = await run(['publish', fileOf(unsound)]);
    expect(code).toBe(1);
    expect(published).toEqual([]);
    expect(err).toMatch(/✗ egress-not-allowed {2}warehouse\.picks: items\.sku/);
    expect(err).toMatch(/✗ egress-without-rule/);
    expect(err).toMatch(/POLICY_INVALID: .* was not published: \d+ violations\./);
    const invalid = await run([
      'publish',
      fileOf(textOf(2, (tree) => put(tree, 'purposes/profiling', { meaning: 'Know them.' }))),
    ]);
    expect(invalid).toMatchObject({ code: 1, published: [], err: expect.stringContaining('policy-invalid') });
  });

  test('publishes nothing that readers of what is in force could not follow', async () => {
    const demanding = textOf(3, (tree) => {
      put(tree, 'carriers/swiftpost/releases/domestic/fields/phone', { need: 'required', why: 'The driver calls.' });
      put(tree, 'carriers/swiftpost/releases/locker/fields/phone', { need: 'required', why: 'The driver calls.' });
      put(tree, 'carriers/swiftpost/releases/locker/overrides', undefined);
    });
    const { code, err } = await run(['publish', fileOf(demanding)], [second]);
    expect(code).toBe(1);
    expect(err).toContain('readers-broken  carriers.swiftpost: phone is demanded from now on; say so with since: 3.');
  });

  test('tells by name that the number is taken or somebody else was faster', async () => {
    const taken = new FulfilmentError('POLICY_NOT_NEWER', { version: 2, newest: 2 });
    expect(await run(['publish', fileOf(second.text)], [second], taken)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^POLICY_NOT_NEWER: .* was not published\. In force is version 2/),
    });
    const outage = new FulfilmentError('KAFKA_UNAVAILABLE', {});
    await expect(run(['publish', fileOf(second.text)], [], outage)).rejects.toBe(outage);
  });

  test('shows the version in force, another one, or the file itself', async () => {
    const { out } = await run(['show'], [second]);
    expect(out).toContain('Policy version 2: in force, published 2026-05-01 09:30 UTC by privacy-officer.');
    expect(out).toMatch(/parcelway │ international │ PT +│ recipientName, addressLines, city, \[region\], postalCode/);
    expect((await run(['show', '--yaml'])).out).toBe(readPolicyText());
    expect(await run(['show', '7'], [second])).toMatchObject({
      code: 1,
      err: 'There is no version 7; there are: 2.\n',
    });
  });

  test('lists all versions with what each changed', async () => {
    const first: PolicyVersion = {
      version: 1,
      text: textOf(1),
      publishedAt: 0,
      publishedBy: 'program',
      readableText: null,
    };
    const { out } = await run(['history'], [first, second]);
    expect(out).toMatch(/^1 +│ came with the program/m);
    expect(out).toMatch(/^2 \(in force\) +│ 2026-05-01 09:30 +│ privacy-officer +│ 1 change: 1 narrower$/m);
  });

  test('tells the difference between files and versions in any combination', async () => {
    const third = fileOf(textOf(3));
    expect((await run(['diff', third], [second])).out).toContain('+ phone is sent from now on, required.');
    expect((await run(['diff', '2', third], [second])).out).toMatch(/^Version 2 → 3/);
    expect((await run(['diff'])).out).toBe('Version 1 → 1: nothing changes but the number\n');
  });

  test.each([
    [[], 'Say what to do.'],
    [['revoke'], 'There is no command revoke.'],
    [['publish'], 'publish needs a file.'],
    [['history', '1'], 'history does not take so many operands.'],
    [['publish', 'x.yaml', '--by', 'Jane Doe'], '--by takes a role'],
    [['show', '--loud'], "Unknown option '--loud'"],
  ])('explains its use for %j', async (args, message) => {
    const { code, err } = await run(args);
    expect(code).toBe(64);
    expect(err).toContain(message);
    expect(err).toContain('Usage: npm run policy');
  });
});
