// Requests of judicial authorities: taken in, checked by two people, disclosed sealed to the authority, closed. Everything else is refused.
import { createHash } from 'node:crypto';
import type { ErasureCommand, SealedBlock } from '#schemas/generated/records';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import type { PolicySource } from '#shared/policy/ports';
import type { Refs } from '#shared/refs/refs';
import {
  act,
  type Authority,
  type JudicialAct,
  type JudicialRequest,
  type LegalBasis,
  mayDisclose,
  receive,
  type RejectReason,
} from '../domain/judicial/judicial-request.js';
import type { JudicialStore } from '../store/judicial-store.js';
import type { OrderShelf, ShelvedOrder } from '../store/order-shelf.js';
import type { ViewLog } from '../store/view-log.js';
import type { OpenBlockDeps } from './open-block.js';
import { openOrders } from './open-order.js';
import { AUTHORITY, mayHave } from './shareable.js';

export interface JudicialDeps extends OpenBlockDeps {
  readonly shelf: Pick<OrderShelf, 'find'>;
  readonly views: Pick<ViewLog, 'note'>;
  readonly policy: PolicySource;
  readonly refs: Pick<Refs, 'orderRef'>;
  readonly store: JudicialStore;
  readonly clock: Clock;
  /** Orders by time. */
  readonly nextId: (nowMs: number) => string;
  readonly order: (command: ErasureCommand) => Promise<void>;
  /** Seals to the authority's key. */
  readonly seal: (authority: Authority, requestId: string, plain: Buffer) => Promise<SealedBlock>;
}

export interface JudicialQuestion {
  readonly authorityId: string;
  readonly reference: string;
  readonly legalBasis: LegalBasis;
  readonly orderIds: readonly string[];
  readonly categories: readonly string[];
}

export type JudicialRefusal =
  | 'unknown'
  | 'authority-unknown'
  | 'not-allowed'
  | 'same-person'
  | 'not-now'
  | 'key-changed';
export type Judged<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: JudicialRefusal };

export async function receiveRequest(
  deps: JudicialDeps,
  asked: JudicialQuestion,
  by: string,
  idempotencyKey: string,
): Promise<Judged<JudicialRequest>> {
  const { authorityId, reference, legalBasis } = asked;
  const authority = await deps.store.findAuthority(authorityId);
  if (authority === null) return { kind: 'authority-unknown' };
  const categories = [...new Set(asked.categories)];
  if (!categories.every((category) => mayDiscloseCategory(deps, category))) return { kind: 'not-allowed' };
  const atMs = deps.clock.nowMs();
  const request = receive({
    requestId: deps.nextId(atMs),
    authorityId,
    keyId: authority.keyId,
    reference,
    legalBasis,
    categories,
    orderRefs: [...new Set(asked.orderIds.map((orderId) => deps.refs.orderRef(orderId)))],
    received: { by, atMs },
  });
  return { kind: 'done', value: await deps.store.create(request, idempotencyKey) };
}

/** The second yes sets the legal hold: what an authority may see must not be deleted under its eyes. */
export async function approveRequest(
  deps: JudicialDeps,
  requestId: string,
  by: string,
): Promise<Judged<JudicialRequest>> {
  const approved = await change(deps, requestId, (step) => ({ kind: 'approve', step }), by);
  if (approved.kind === 'done' && mayDisclose(approved.value)) await hold(deps, approved.value, 'PLACE_HOLD');
  return approved;
}

export function rejectRequest(
  deps: JudicialDeps,
  requestId: string,
  by: string,
  reason: RejectReason,
): Promise<Judged<JudicialRequest>> {
  return change(deps, requestId, (step) => ({ kind: 'reject', step, reason }), by);
}

/** Lifts the hold: the clocks of its orders go on. */
export async function closeRequest(
  deps: JudicialDeps,
  requestId: string,
  by: string,
): Promise<Judged<JudicialRequest>> {
  const before = await deps.store.find(requestId);
  // Closed before: the one who closed it may have been cut off before the hold was lifted.
  const isClosed = before !== null && before.state === 'closed';
  const closed = isClosed
    ? ({ kind: 'done', value: before } as const)
    : await change(deps, requestId, (step) => ({ kind: 'close', step }), by);
  if (closed.kind === 'done') await hold(deps, closed.value, 'LIFT_HOLD');
  return closed;
}

export interface Disclosure {
  readonly request: JudicialRequest;
  readonly sealed: SealedBlock;
}

/** Every order is on record as looked at before it is opened, and what leaves can be read by the authority only. */
export async function discloseRequest(deps: JudicialDeps, requestId: string, by: string): Promise<Judged<Disclosure>> {
  const request = await deps.store.find(requestId);
  if (request === null) return { kind: 'unknown' };
  if (!mayDisclose(request)) return { kind: 'not-now' };
  const authority = await deps.store.findAuthority(request.authorityId);
  if (authority === null || authority.keyId !== request.keyId) return { kind: 'key-changed' };
  // The policy may have become narrower since two people said yes.
  if (!request.categories.every((category) => mayDiscloseCategory(deps, category))) return { kind: 'not-allowed' };
  const atMs = deps.clock.nowMs();
  await hold(deps, request, 'PLACE_HOLD');
  await noteViews(deps, request, by, atMs);
  const found = await Promise.all(request.orderRefs.map((orderRef) => deps.shelf.find(orderRef as OrderRef)));
  const shelved = found.filter((order): order is ShelvedOrder => order !== null && order !== 'erased');
  const orders = await openOrders(deps, shelved, (category) => request.categories.includes(category));
  const { reference, legalBasis, orderRefs } = request;
  const policyVersion = deps.policy.current().version;
  const told = { requestId, reference, legalBasis, at: new Date(atMs).toISOString(), policyVersion };
  const plain = Buffer.from(JSON.stringify({ ...told, orders, ordersWithoutData: orderRefs.length - orders.length }));
  const sealed = await deps.seal(authority, requestId, plain);
  plain.fill(0);
  const sha256 = createHash('sha256').update(sealed.ciphertext).digest('hex');
  const disclosed = await change(deps, requestId, (step) => ({ kind: 'disclose', step, sha256 }), by);
  return disclosed.kind === 'done' ? { kind: 'done', value: { request: disclosed.value, sealed } } : disclosed;
}

async function change(
  deps: JudicialDeps,
  requestId: string,
  actOf: (step: JudicialRequest['received']) => JudicialAct,
  by: string,
): Promise<Judged<JudicialRequest>> {
  // Two people at once: whoever was later looks again.
  for (;;) {
    const request = await deps.store.find(requestId);
    if (request === null) return { kind: 'unknown' };
    const acted = act(request, actOf({ by, atMs: deps.clock.nowMs() }));
    if (acted.kind !== 'done') return acted;
    if (await deps.store.save(acted.request)) return { kind: 'done', value: acted.request };
  }
}

/** Under the number of the request, so that two requests of one case stand side by side. Sent again, a command is the same command. */
async function hold(
  deps: JudicialDeps,
  { requestId, orderRefs }: JudicialRequest,
  action: 'PLACE_HOLD' | 'LIFT_HOLD',
): Promise<void> {
  for (const orderRef of orderRefs) {
    const commandId = createHash('sha256').update(`${requestId}.${orderRef}.${action}`).digest('hex');
    const about = { commandId, orderRef, action, categories: [], reason: '', evenUnderWay: false };
    await deps.order({ ...about, reference: requestId, givenBy: 'privacy-desk', at: deps.clock.nowMs() });
  }
}

async function noteViews(deps: JudicialDeps, request: JudicialRequest, by: string, atMs: number): Promise<void> {
  const { categories, orderRefs } = request;
  for (const subjectRef of orderRefs) {
    const seen = {
      by,
      role: 'privacy-officer',
      subjectRef,
      categories,
      purpose: AUTHORITY.purpose,
      reason: 'JUDICIAL_REQUEST',
      atMs,
    };
    await deps.views.note({ viewId: deps.nextId(atMs), ...seen, outcome: 'shown' });
  }
}

function mayDiscloseCategory({ policy }: Pick<JudicialDeps, 'policy'>, category: string): boolean {
  return mayHave(policy.current(), AUTHORITY, category);
}
