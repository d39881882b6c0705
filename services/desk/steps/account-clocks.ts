// The clocks of accounts: started by what the shop and the desk tell of them, and run out when the policy says so. Then the desk forgets the
// account, and with it which requests its person made.
import type { AvroCodec } from '#shared/codec/codec';
import { topics } from '#schemas/generated/topics';
import type { Clock } from '#shared/domain/clock';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { PolicySource } from '#shared/policy/ports';
import { dueAt } from '#shared/policy/retention';
import type { MomentId } from '#shared/policy/vocabulary';
import type { Refs } from '#shared/refs/refs';
import { momentsOf } from '../domain/requests/account.js';
import type { AccountStore } from '../store/account-store.js';
import type { RequestStore } from '../store/request-store.js';

export interface AccountDeps {
  readonly codec: Pick<AvroCodec, 'decode'>;
  readonly refs: Pick<Refs, 'customerRef'>;
  readonly accounts: AccountStore;
  readonly requests: Pick<RequestStore, 'forgetAnswered'>;
  readonly policy: PolicySource;
  readonly clock: Clock;
}

const MOST = 1_000;

/** Only what closes an account is the desk's concern. What cannot be read is refused by name by fraud control, which reads all of it. */
export async function followAccounts(deps: AccountDeps, records: readonly IncomingRecord[]): Promise<void> {
  for (const { value } of records) {
    if (value === null) continue;
    const decoded = deps.codec.decode(value, topics.accountsEvents);
    if (decoded.kind === 'refused' || decoded.recordName !== 'fulfilment.accounts.AccountDeactivated') continue;
    const { customerId, occurredAt } = decoded.value;
    await deps.accounts.note(deps.refs.customerRef(customerId), 'deactivated', occurredAt);
  }
}

/** @returns how many were forgotten */
export async function forgetDueAccounts(deps: AccountDeps): Promise<number> {
  const policy = deps.policy.current();
  const nowMs = deps.clock.nowMs();
  const retention = policy.categories.get('account')?.retention;
  if (retention?.kind !== 'clocked') return 0;
  const before = (moment: MomentId): number => nowMs - (retention.clocks.get(moment) ?? Number.POSITIVE_INFINITY);
  const moments = { deactivated: before('deactivated'), 'last-sign-in': before('last-sign-in') };
  let forgotten = 0;
  for (const account of await deps.accounts.withMomentBefore(moments, MOST)) {
    const due = dueAt(policy, 'account', { moments: momentsOf(account), paused: {} });
    if (due === null || due > nowMs) continue;
    await deps.requests.forgetAnswered(account.customerRef);
    await deps.accounts.forget(account.customerRef);
    forgotten++;
  }
  return forgotten;
}
