// What one set of rules has otherwise than another one, in plain words: before it is published, and for whoever wonders later.
import type { Rule, RuleSet } from '../domain/verdict.js';
import type { RuleText } from './parse-rule-set.js';

export interface ReadRuleSet {
  readonly ruleSet: RuleSet;
  readonly texts: ReadonlyMap<string, RuleText>;
}

export interface RuleSetChange {
  /** Code of the rule, or the name of a setting of the set. */
  readonly subject: string;
  /** `+` new, `-` gone, `~` otherwise. */
  readonly sign: '+' | '-' | '~';
  readonly what: string;
}

/** Settings first, then rules by their codes. */
export function compareRuleSets(from: ReadRuleSet, to: ReadRuleSet): readonly RuleSetChange[] {
  const before = new Map(from.ruleSet.rules.map((rule) => [rule.code, rule]));
  const after = new Map(to.ruleSet.rules.map((rule) => [rule.code, rule]));
  const codes = [...new Set([...before.keys(), ...after.keys()])].sort();
  return [
    ...(['reviewFrom', 'blockFrom'] as const).flatMap((setting) => moved(from.ruleSet, to.ruleSet, setting)),
    ...codes.flatMap((code): readonly RuleSetChange[] => {
      const [was, is] = [before.get(code), after.get(code)];
      if (is === undefined) return [{ subject: code, sign: '-', what: 'the rule is gone' }];
      if (was === undefined) return [{ subject: code, sign: '+', what: told(is, to.texts.get(code)) }];
      const what = differences(was, is, from.texts.get(code), to.texts.get(code));
      return what.length === 0 ? [] : [{ subject: code, sign: '~', what: what.join('; ') }];
    }),
  ];
}

function moved(from: RuleSet, to: RuleSet, setting: 'reviewFrom' | 'blockFrom'): readonly RuleSetChange[] {
  if (from[setting] === to[setting]) return [];
  return [{ subject: setting, sign: '~', what: `${from[setting]} → ${to[setting]} points` }];
}

function told({ state, tier, weight }: Rule, text: RuleText | undefined): string {
  return `${state}, ${tier}, ${weight} points, when ${text?.when ?? '?'}`;
}

function differences(was: Rule, is: Rule, before: RuleText | undefined, after: RuleText | undefined): string[] {
  const changed: string[] = [];
  if (was.state !== is.state) changed.push(`${was.state} → ${is.state}`);
  if (was.tier !== is.tier) changed.push(`${was.tier} → ${is.tier}`);
  if (was.weight !== is.weight) changed.push(`${was.weight} → ${is.weight} points`);
  if (before?.when !== after?.when) changed.push(`when ${after?.when ?? '?'} (before: ${before?.when ?? '?'})`);
  if (before?.analyst !== after?.analyst) changed.push('another text for analysts');
  if (before?.customer !== after?.customer) changed.push('another text for customers');
  return changed;
}
