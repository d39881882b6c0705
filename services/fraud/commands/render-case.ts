// One order on an analyst's screen: what fired and on which evidence, under which rules and lists, and what was decided.
import type { Assessment, Decision } from '#schemas/generated/records';
import { renderTable } from '#shared/policy/check/render-text';
import { minuteOf } from '../backtest/figures-text.js';

export function renderCase(assessment: Assessment, decision: Decision | undefined, width: number): string {
  const { orderRef, verdict, score, placedAt, amount, currency, reasons, features, lists } = assessment;
  const fired = reasons.map(({ code, weight, tier, state, evidence }) => [
    state === 'SHADOW' ? `(${code})` : code,
    String(weight),
    tier,
    evidence.map(({ name, value }) => `${name} = ${value}`).join(', '),
  ]);
  const stands =
    decision === undefined
      ? 'Nobody decided yet.'
      : `Decided: ${decision.ruling} by ${decision.decidedBy} at ${minuteOf(decision.decidedAt)}: ${decision.note}`;
  return [
    `${orderRef}: ${verdict}, score ${score}, placed ${minuteOf(placedAt)}, ${amount ?? 'no amount'} ${currency ?? ''}`.trimEnd(),
    stands,
    '',
    fired.length === 0 ? 'No rule fired.' : renderTable(['Rule', 'Weight', 'Tier', 'Evidence'], fired, width),
    '',
    renderTable(
      ['Feature', 'Value'],
      features.map(({ name, value }) => [name, value]),
      width,
    ),
    '',
    `Rules ${assessment.ruleSet} ${assessment.ruleSetVersion}, policy ${assessment.policyVersion}, revision ${assessment.revision}.`,
    lists.length === 0 ? 'No lists.' : `Lists: ${lists.map(({ name, version }) => `${name} ${version}`).join(', ')}.`,
    '',
  ].join('\n');
}
