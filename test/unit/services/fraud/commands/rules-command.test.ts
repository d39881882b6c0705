import { describe, expect, test } from '@jest/globals';
import type { RuleSet as RuleSetRecord } from '#schemas/generated/records';
import { rulesCommand } from '#services/fraud/commands/rules-command';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { DEFAULT_RULES_TEXT, defaultRules } from '../support/default-rules.js';

const AT_MS = Date.UTC(2026, 4, 1, 9, 30);
const OWN = defaultRules().ruleSet.version;
const NEXT = `version: ${OWN + 1}`;
const changed = DEFAULT_RULES_TEXT.replace(/^version: .*$/m, NEXT).replace('reviewFrom: 40', 'reviewFrom: 45');
const FILES: Readonly<Record<string, string>> = {
  'next.yaml': changed.replace('  IP_TOR:\n    state: active', '  IP_TOR:\n    state: shadow'),
  'broken.yaml': changed.replace('when: "ip_tor"', 'when: "ip_torr"'),
  'other.yaml': changed.replace('name: default', 'name: christmas'),
};

async function run(args: readonly string[], versions: RuleSetRecord[] = [], fails?: Error) {
  const published: RuleSetRecord[] = [];
  const told = { out: '', err: '' };
  const code = await rulesCommand(args, {
    columns: 120,
    clock: { nowMs: () => AT_MS },
    ownText: DEFAULT_RULES_TEXT,
    readFile: (file) => {
      const text = FILES[file];
      if (text === undefined) throw new Error('no such file');
      return text;
    },
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

const second: RuleSetRecord = {
  name: 'default',
  version: OWN + 1,
  text: FILES['next.yaml'] as string,
  publishedAt: AT_MS,
  publishedBy: 'fraud-analyst',
};

describe('npm run rules', () => {
  test('publishes a sound newer version, with the difference in plain words', async () => {
    const { code, published, out } = await run(['publish', 'next.yaml']);
    expect(code).toBe(0);
    expect(published).toEqual([second]);
    expect(out).toContain(`default ${OWN} → default ${OWN + 1}: 2 changes.`);
    expect(out).toContain('~ reviewFrom: 40 → 45 points');
    expect(out).toContain('~ IP_TOR: active → shadow');
    expect(out).toContain('The running service follows within a second.');
  });

  test('publishes no set with a fault, and names the rule that has it', async () => {
    const { code, published, err } = await run(['publish', 'broken.yaml']);
    expect(code).toBe(1);
    expect(published).toEqual([]);
    expect(err).toMatch(/RULE_SET_INVALID: broken\.yaml.*\n✗ rules\.IP_TOR\.when: .*ip_torr/);
    expect(await run(['check', 'broken.yaml'])).toMatchObject({ code: 1 });
    expect(await run(['check', 'missing.yaml'])).toMatchObject({ code: 1, err: "missing.yaml can't be read.\n" });
  });

  test('tells when somebody else was faster, and which number is free', async () => {
    const fails = new FulfilmentError('RULE_SET_NOT_NEWER', { version: OWN + 1, newest: OWN + 1 });
    const { code, err } = await run(['publish', 'next.yaml'], [second], fails);
    expect(code).toBe(1);
    expect(err).toContain(`The newest is version ${OWN + 1}; give the file the next number.`);
  });

  test('says of a set of another name where it runs', async () => {
    const { out } = await run(['publish', 'other.yaml']);
    expect(out).toContain('It runs where FRAUD_RULES_FILE has a set of this name; in force here is default.');
  });

  test('lists versions with the one in force, and shows any of them', async () => {
    const { out } = await run(['list'], [second]);
    expect(out).toMatch(new RegExp(`default │ ${OWN} +│ came with the program`));
    expect(out).toMatch(new RegExp(`default │ ${OWN + 1} \\(in force\\) │ 2026-05-01 09:30 UTC +│ fraud-analyst`));
    expect((await run(['show', String(OWN + 1), '--yaml'], [second])).out).toBe(second.text);
    expect((await run(['show'], [second])).out).toContain('Review from 45 points');
    expect(await run(['show', '99'])).toMatchObject({
      code: 1,
      err: `There is no default/99; there are: default/${OWN}.\n`,
    });
  });

  test('refuses what it does not know', async () => {
    expect(await run(['forget'])).toMatchObject({ code: 64 });
    expect(await run(['publish'])).toMatchObject({ code: 64 });
    expect(await run(['publish', 'next.yaml', '--by', 'Jane'])).toMatchObject({ code: 64 });
    expect(await run(['--help'])).toMatchObject({ code: 0 });
  });
});
