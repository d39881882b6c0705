// The carriers as a table for the operator.
import { type AgreementState, agreementStates } from './agreement-standing.js';
import { applyRegister } from './apply-register.js';
import { WARN_BEFORE_MS } from './agreement-watch.js';
import { entryOf } from './carrier-entry.js';
import type { Known } from './decide-change.js';

const HEADINGS = ['CARRIER', 'STATE', 'AGREEMENT UNTIL', 'DELIVERED', 'LOGINS'];

export function renderCarriers(known: Known, nowMs: number): string {
  const { policy, register } = known;
  const applied = applyRegister(policy, register);
  const daysLeft = new Map(agreementStates(applied, nowMs, WARN_BEFORE_MS).map((state) => [state.carrierId, state]));
  const rows = [...policy.carriers.keys()].map((id) => {
    const entry = entryOf(policy, register, id);
    if (entry === null) return [id, 'not added', '–', '–', '–'];
    const state = daysLeft.get(id);
    if (entry.state === 'REMOVED' && entry.logins.length === 0) return [id, 'removed', '–', '–', '–'];
    const until = `${entry.agreement.validUntil} (${standingIn(state, entry.agreement.validFrom)})`;
    const key = entry.sealingKey === null ? '' : ` to ${entry.sealingKey.keyId}`;
    const logins = entry.logins.map(({ user }) => user).join(', ');
    return [id, entry.state.toLowerCase(), until, `${entry.deliveryMode.toLowerCase()}${key}`, logins || '–'];
  });
  return table([HEADINGS, ...rows]);
}

function standingIn(state: AgreementState | undefined, validFrom: string): string {
  if (state?.standing === 'to-come') return `not before ${validFrom}`;
  const left = state?.daysLeft ?? 0;
  return left < 0 ? 'ended' : `${left} days`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}
