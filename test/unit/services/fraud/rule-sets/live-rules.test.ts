import { describe, expect, test } from '@jest/globals';
import type { RuleSet } from '#services/fraud/domain/verdict';
import { createLiveRules } from '#services/fraud/rule-sets/live-rules';

const set = (name: string, version: number): RuleSet => ({ name, version, reviewFrom: 40, blockFrom: 80, rules: [] });

describe('the rules in force', () => {
  test('are the newest published ones of the name that the file has, or those of a newer file', () => {
    let ofFile = set('default', 1);
    const rules = createLiveRules(() => ofFile);
    expect(rules.current()).toBe(ofFile);
    const published = set('default', 2);
    expect(rules.takeOver(published)).toBe(true);
    expect(rules.current()).toBe(published);
    expect(rules.takeOver(set('default', 1))).toBe(false);
    expect(rules.takeOver(set('christmas', 9))).toBe(false);
    expect(rules.current()).toBe(published);
    ofFile = set('default', 3);
    expect(rules.current()).toBe(ofFile);
    ofFile = set('christmas', 9);
    expect(rules.current().version).toBe(9);
    expect(rules.current()).not.toBe(ofFile);
  });
});
