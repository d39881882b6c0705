// Requests of people from receipt to answer. Each is written down before anything is done for it, so that its clock runs whatever happens.
import { createHash } from 'node:crypto';
import type { ErasureCommand } from '#schemas/generated/records';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import type { AnswerClock } from '../domain/clock/answer-clock.js';
import { dueEscalation, type EscalationLevel } from '../domain/clock/escalation.js';
import {
  awaitedOf,
  erases,
  fateOf,
  type RequestedOrder,
  type RequestKind,
  type SubjectRequest,
  waitingOf,
} from '../domain/requests/subject-request.js';
import type { OrderShelf } from '../store/order-shelf.js';
import type { ViewLog } from '../store/view-log.js';
import { type AccessDeps, type AccessPackage, accessPackage, MOST_ORDERS } from './access-package.js';
import { applyCorrection, type ApplyDeps } from './apply-correction.js';
import { type DeactivateDeps, isDeactivated, tellDeactivated } from './deactivate-account.js';
import { ended } from './end-request.js';
import { type GiveDeps, giveAuthorisation } from './confirm-authorisation.js';
import { shortNameOf } from './event-id.js';
import { factsOf, statusOf } from './look-up-order.js';

export interface RequestDeps extends AccessDeps, ApplyDeps, DeactivateDeps, GiveDeps {
  readonly shelf: Pick<OrderShelf, 'ofCustomer' | 'find'>;
  readonly views: Pick<ViewLog, 'note'>;
  /** For links and records of views. */
  readonly machineClock: Clock;
  readonly startClock: (receivedAtMs: number) => AnswerClock;
  /** Orders by time. */
  readonly nextId: (nowMs: number) => string;
  /** 32 unguessable bytes, as text for an address. */
  readonly nextSecret: () => string;
  readonly order: (command: ErasureCommand) => Promise<void>;
  /** Asks that the customer of the order is told that its data is deleted: the last message there can be. */
  readonly tellErased: (orderRef: string, reference: string) => Promise<void>;
  /** How long that message has, by the clock of the machine, before the address goes. */
  readonly noticeLeadMs: number;
  readonly onEscalation: (level: EscalationLevel, requestId: string) => void;
}

const LINK_LIVES_MS = 24 * 3_600_000;
const MOST_OPEN = 1_000;

/** Of somebody who is logged in. */
export async function openRequest(
  deps: RequestDeps,
  customerRef: string,
  kind: RequestKind,
  idempotencyKey: string,
  customerId = '',
): Promise<SubjectRequest> {
  const nowMs = deps.clock.nowMs();
  // Told before it is written down: whoever sends the request again tells the same again, and the number of the account is kept nowhere.
  if (kind === 'DEACTIVATION') await tellDeactivated(deps, customerId, `${customerRef}/${idempotencyKey}`, nowMs);
  const orders = erases(kind) ? await fatesOf(deps, customerRef, null) : [];
  const requestId = deps.nextId(nowMs);
  const clock = deps.startClock(nowMs);
  const fresh = { requestId, customerRef, kind, clock, told: [], answeredAtMs: null, end: null, orders };
  const request = await deps.requests.create(
    { ...fresh, noticedAtMs: null, proven: null, mailed: null, cameBy: 'interface', correction: null },
    idempotencyKey,
  );
  return begin(deps, request);
}

/** @param only of these orders; null: of all */
export async function fatesOf(
  deps: RequestDeps,
  customerRef: string,
  only: readonly string[] | null,
): Promise<readonly RequestedOrder[]> {
  const theirs = (await deps.shelf.ofCustomer(customerRef, MOST_ORDERS)).filter(
    ({ orderRef }) => only === null || only.includes(orderRef),
  );
  await deps.codec.ensureSchemas(theirs.flatMap(({ status, facts }) => [status, facts]));
  return theirs.map(({ orderRef, status, facts }) => {
    const isPaid = facts !== null && factsOf(deps, facts).paidAt !== null;
    return { orderRef, fate: fateOf(statusOf(deps, status)?.status ?? null, isPaid) };
  });
}

/** May be done again and again. A deletion, and a deactivation with it, is answered once everything it ordered is gone; what stays was told with its reason at once. */
export async function begin(deps: RequestDeps, request: SubjectRequest): Promise<SubjectRequest> {
  if (request.kind === 'CORRECTION') return applyCorrection(deps, request);
  if (request.kind === 'AUTHORISATION') return giveAuthorisation(deps, request);
  if (!erases(request.kind) || request.answeredAtMs !== null) return request;
  if (request.kind === 'DEACTIVATION' && !(await isDeactivated(deps, request))) return request;
  const awaited = awaitedOf(request);
  const found = await Promise.all(awaited.map((orderRef) => deps.shelf.find(orderRef as OrderRef)));
  if (found.every((order) => order === 'erased' || order === null)) return ended(deps, request, 'DONE');
  const noticed = await giveNotice(deps, request);
  if (deps.machineClock.nowMs() - (noticed.noticedAtMs ?? 0) >= deps.noticeLeadMs) await orderErasures(deps, noticed);
  return noticed;
}

/** One notice for each order with an address: afterwards nobody knows it any more. */
async function giveNotice(deps: RequestDeps, request: SubjectRequest): Promise<SubjectRequest> {
  if (request.noticedAtMs !== null) return request;
  for (const orderRef of awaitedOf(request)) {
    const order = await deps.shelf.find(orderRef as OrderRef);
    if (order !== null && order !== 'erased' && order.blocks.has('contact'))
      await deps.tellErased(orderRef, referenceOf(request.requestId));
  }
  const noticed = { ...request, noticedAtMs: deps.machineClock.nowMs() };
  await deps.requests.save(noticed);
  return noticed;
}

/** Ids follow from the request: ordered again after a crash, a command is the same command. */
async function orderErasures(deps: RequestDeps, request: SubjectRequest): Promise<void> {
  for (const orderRef of awaitedOf(request)) {
    await deps.order({
      commandId: hashOf(`${request.requestId}.${orderRef}`),
      orderRef,
      action: 'ERASE',
      categories: [],
      reason: 'SUBJECT_REQUEST',
      reference: '',
      evenUnderWay: false,
      givenBy: 'privacy-desk',
      at: request.clock.receivedAtMs,
    });
  }
}

/** A link for this one person, good once and for a day. An access request is answered with it. */
export async function makeLink(
  deps: RequestDeps,
  request: SubjectRequest,
): Promise<{ readonly secret: string; readonly untilMs: number }> {
  const secret = deps.nextSecret();
  const untilMs = deps.machineClock.nowMs() + LINK_LIVES_MS;
  await deps.requests.putLink(hashOf(secret), request.requestId, untilMs);
  await ended(deps, request, 'DONE');
  return { secret, untilMs };
}

/** Uses the link up. null: it is unknown, used or over. The view is on record before the package is opened. */
export async function openLink(deps: RequestDeps, secret: string): Promise<AccessPackage | null> {
  const atMs = deps.machineClock.nowMs();
  const requestId = await deps.requests.takeLink(hashOf(secret), atMs);
  const request = requestId === null ? null : await deps.requests.find(requestId);
  if (request === null || request.customerRef === null) return null;
  const categories = [...(deps.policy.current().recipients.get('person')?.gets.keys() ?? [])];
  await deps.views.note({
    viewId: deps.nextId(atMs),
    by: 'the person',
    role: 'customer',
    subjectRef: request.customerRef,
    categories,
    purpose: 'right-of-the-person',
    reason: 'ACCESS_REQUEST',
    outcome: 'shown',
    atMs,
  });
  return accessPackage(deps, request.customerRef, request.proven);
}

/** One look at all open requests: who has waited too long is told, erasures that were not ordered yet are, and what is done is answered. */
export async function watchRequests(deps: RequestDeps): Promise<void> {
  const nowMs = deps.clock.nowMs();
  for (const request of await deps.requests.open(MOST_OPEN)) {
    const waiting = waitingOf(request, deps.machineClock.nowMs());
    if (waiting === 'in-vain') await ended(deps, request, 'NOT_CONFIRMED');
    if (waiting !== 'for-us') continue;
    const seen = await begin(deps, request);
    if (seen.answeredAtMs !== null) continue;
    const due = dueEscalation(seen.clock, nowMs, seen.told);
    if (due === null) continue;
    deps.onEscalation(due.tell, seen.requestId);
    await deps.requests.save({ ...seen, told: due.told });
  }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

/** The number that people are told: that of the mail, or one that follows from the request. */
export function referenceOf(requestId: string): string {
  if (/^R-[0-9A-Z]{12}$/.test(requestId)) return requestId;
  return `R-${shortNameOf(requestId)}`;
}
