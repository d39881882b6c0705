// Rule sets on a screen: one with its rules, all versions, and what one has otherwise than another.
import type { RuleSet as RuleSetRecord } from '#schemas/generated/records';
import { renderTable, wrap } from '#shared/policy/check/render-text';
import { minuteOf } from '../backtest/figures-text.js';
import { type RuleSet, TIERS } from '../domain/verdict.js';
import type { ReadRuleSet, RuleSetChange } from '../rule-sets/compare-rule-sets.js';

const STATES = ['active', 'shadow', 'off'];

/** Rules that count first, the gravest at the top. */
export function renderRuleSet({ ruleSet, texts }: ReadRuleSet, width: number): string {
  const { name, version, reviewFrom, blockFrom, rules } = ruleSet;
  const sorted = [...rules].sort(
    (one, other) =>
      STATES.indexOf(one.state) - STATES.indexOf(other.state) ||
      TIERS.indexOf(one.tier) - TIERS.indexOf(other.tier) ||
      other.weight - one.weight,
  );
  const counts = STATES.map((state) => `${rules.filter((rule) => rule.state === state).length} ${state}`);
  const rows = sorted.map(({ code, state, tier, weight }) => [
    code,
    state,
    tier,
    String(weight),
    texts.get(code)?.when ?? '',
  ]);
  return [
    `Rules ${name}, version ${version}: ${counts.join(', ')}. Review from ${reviewFrom} points, block from ${blockFrom}.`,
    '',
    renderTable(['Rule', 'State', 'Tier', 'Weight', 'Fires when'], rows, width),
    '',
  ].join('\n');
}

export function renderVersions(versions: readonly RuleSetRecord[], inForce: RuleSetRecord, width: number): string {
  const rows = versions.map(({ name, version, publishedAt, publishedBy }) => [
    name,
    `${version}${name === inForce.name && version === inForce.version ? ' (in force)' : ''}`,
    publishedAt === 0 ? 'came with the program' : minuteOf(publishedAt),
    publishedAt === 0 ? '' : publishedBy,
  ]);
  return `${renderTable(['Rules', 'Version', 'Published', 'By'], rows, width)}\n`;
}

export function renderRuleChanges(
  from: Pick<RuleSet, 'name' | 'version'>,
  to: Pick<RuleSet, 'name' | 'version'>,
  changes: readonly RuleSetChange[],
  width: number,
): string {
  const head = `${from.name} ${from.version} → ${to.name} ${to.version}: `;
  if (changes.length === 0) return `${head}nothing changes but the number.\n`;
  const lines = changes.flatMap(({ subject, sign, what }) =>
    wrap(`${subject}: ${what}`, width - 4).map((line, at) => (at === 0 ? `  ${sign} ${line}` : `      ${line}`)),
  );
  return `${head}${changes.length} change${changes.length === 1 ? '' : 's'}.\n${lines.join('\n')}\n`;
}
