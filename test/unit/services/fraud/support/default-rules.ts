// The rules of the repository, parsed, for tests.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRuleSet } from '#services/fraud/rule-sets/parse-rule-set';

export const DEFAULT_RULES_TEXT = readFileSync(
  join(import.meta.dirname, '../../../../../services/fraud/rules/default.yaml'),
  'utf8',
);

export function defaultRules() {
  const parsed = parseRuleSet(DEFAULT_RULES_TEXT);
  if (parsed.kind === 'refused') throw new Error(parsed.problems.join('; '));
  return parsed;
}
