// A privacy officer closes an account: one that nobody uses any more, or that its person asked to have closed by a mail whose link could not prove
// all of its addresses. On record first; then it is a deactivation like any other.
import type { OrderRef } from '#shared/domain/refs';
import type { Refs } from '#shared/refs/refs';
import type { SubjectRequest } from '../domain/requests/subject-request.js';
import { MOST_ORDERS } from './access-package.js';
import { accountOf, tellDeactivated } from './deactivate-account.js';
import { ended } from './end-request.js';
import { factsOf } from './look-up-order.js';
import { begin, fatesOf, type RequestDeps } from './subject-requests.js';

export interface CloseDeps extends RequestDeps {
  readonly refs: Pick<Refs, 'orderRef'>;
}

export type AccountClosed =
  | { readonly kind: 'done'; readonly request: SubjectRequest }
  /** `in-use`: an order of it is under way, and its person has not asked. */
  | { readonly kind: 'unknown' | 'erased' | 'in-use' };

/** More than a person has open. */
const MOST_OPEN = 200;

/** @param orderId of any order of the account: an officer knows accounts by nothing else */
export async function closeAccount(
  deps: CloseDeps,
  orderId: string,
  by: string,
  idempotencyKey: string,
): Promise<AccountClosed> {
  const orderRef = deps.refs.orderRef(orderId);
  const found = await deps.shelf.find(orderRef);
  if (found === 'erased') return { kind: 'erased' };
  if (found === null || found.facts === null) return { kind: 'unknown' };
  await deps.codec.ensureSchemas([found.facts]);
  const { customerRef } = factsOf(deps, found.facts);
  if (customerRef === null) return { kind: 'unknown' };
  const open = (await deps.requests.page(customerRef, MOST_OPEN, null)).filter(isOpen);
  const before = open.find(({ cameBy }) => cameBy === 'privacy-officer');
  if (before !== undefined) return { kind: 'done', request: await begin(deps, before) };
  const asked = open.filter(isAsked).toSorted((a, b) => a.clock.receivedAtMs - b.clock.receivedAtMs);
  const orders = await fatesOf(deps, customerRef, null);
  if (asked.length === 0 && orders.some(({ fate }) => fate !== 'erase')) return { kind: 'in-use' };
  await note(deps, orderRef, by);
  const customerId = await accountOf(deps, await deps.shelf.ofCustomer(customerRef, MOST_ORDERS));
  if (customerId === null) return { kind: 'erased' };
  const nowMs = deps.clock.nowMs();
  const key = `officer-${idempotencyKey}`;
  const reason = asked.length > 0 ? 'PERSON_ASKED' : 'UNUSED';
  await tellDeactivated(deps, customerId, `${customerRef}/${key}`, nowMs, reason);
  const made = await deps.requests.create(
    {
      requestId: deps.nextId(nowMs),
      customerRef,
      kind: 'DEACTIVATION',
      // The person has waited since she asked.
      clock: asked[0]?.clock ?? deps.startClock(nowMs),
      told: [],
      answeredAtMs: null,
      end: null,
      noticedAtMs: null,
      orders,
      proven: null,
      mailed: null,
      cameBy: 'privacy-officer',
      correction: null,
    },
    key,
  );
  // What she asked for goes on as this one.
  for (const request of asked) await ended(deps, request, 'DONE');
  return { kind: 'done', request: await begin(deps, made) };
}

function isOpen({ kind, answeredAtMs }: SubjectRequest): boolean {
  return kind === 'DEACTIVATION' && answeredAtMs === null;
}

/** Her wish to have it closed waits, and its link was opened. */
function isAsked({ mailed, noticedAtMs }: SubjectRequest): boolean {
  return noticedAtMs === null && (mailed?.confirmedAtMs ?? null) !== null;
}

/** The number of the account lies with the signals of its orders. */
function note(deps: CloseDeps, orderRef: OrderRef, by: string): Promise<void> {
  const atMs = deps.machineClock.nowMs();
  return deps.views.note({
    viewId: deps.nextId(atMs),
    by,
    role: 'privacy-officer',
    subjectRef: orderRef,
    categories: ['account'],
    purpose: 'right-of-the-person',
    reason: 'ACCOUNT_CLOSED',
    outcome: 'done',
    atMs,
  });
}
