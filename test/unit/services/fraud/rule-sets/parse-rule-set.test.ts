// Rule files that are wrong are refused with every fault by its place, before they judge anybody.
import { describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { compileCondition } from '#services/fraud/rule-sets/compile-condition';
import { parseRuleSet } from '#services/fraud/rule-sets/parse-rule-set';
import { DEFAULTS } from '#services/fraud/domain/features';
import { DEFAULT_RULES_TEXT } from '#test/unit/services/fraud/support/default-rules';

function problemsWith(rule: Record<string, unknown>, set: Record<string, unknown> = {}): readonly string[] {
  const whole = parse(DEFAULT_RULES_TEXT) as { rules: Record<string, object> };
  const sound = { state: 'active', tier: 'note', weight: 5, when: 'ip_tor', analyst: 'It is.', customer: 'Wait.' };
  const parsed = parseRuleSet(stringify({ ...whole, ...set, rules: { NEW_RULE: { ...sound, ...rule } } }));
  return parsed.kind === 'refused' ? parsed.problems : [];
}

describe('a rule set is refused', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['for a feature that does not exist', { when: 'device_other_24h >= 1.0' }, /NEW_RULE\.when: .*device_other_24h/],
    ['for a comparison of unlike things', { when: "ip_tor == 'yes'" }, /NEW_RULE\.when/],
    ['for a condition that is a number', { when: 'amount + 1.0' }, /gives double/],
    ['for a condition that is always the same', { when: 'true' }, /names no feature/],
    ['for a condition that cannot be read', { when: 'ip_tor &&' }, /NEW_RULE\.when/],
    ['for a condition that is a program', { when: `ip_tor || ${'ip_vpn || '.repeat(90)} ip_tor` }, /longer/],
    ['for a misspelt key', { wieght: 5 }, /wieght/],
    ['for an unknown state', { state: 'on' }, /state/],
    ['for a block that weighs little', { tier: 'block', weight: 20 }, /NEW_RULE: a rule that blocks/],
    ['without a text for the analyst', { analyst: undefined }, /analyst/],
  ])('%s', (_, rule, message) => {
    expect(problemsWith(rule).join('; ')).toMatch(message);
  });

  test('for bounds the wrong way round', () => {
    expect(problemsWith({}, { reviewFrom: 80, blockFrom: 80 }).join()).toMatch(/blockFrom/);
  });

  test('when it is no YAML, and not when nothing is wrong', () => {
    expect(parseRuleSet('{')).toEqual({ kind: 'refused', problems: ['is not YAML'] });
    expect(problemsWith({})).toEqual([]);
  });
});

describe('a condition', () => {
  test('holds for numbers at the very end of its range', () => {
    const compiled = compileCondition('account_age_s >= 0.0 && account_age_s <= 60.0');
    if (compiled.kind === 'refused') throw new Error(compiled.problem);
    const at = (account_age_s: number) => compiled.holds({ ...DEFAULTS, account_age_s });
    expect([at(-1), at(0), at(60), at(60.001)]).toEqual([false, true, true, false]);
  });

  test('names its evidence, and takes words in quotes for what they are', () => {
    const compiled = compileCondition("agent == 'ip_tor' || ip_vpn || agent == 'bot'");
    expect(compiled).toMatchObject({ kind: 'condition', evidence: ['agent', 'ip_vpn'] });
  });
});
