// Requests of people from receipt to answer. Each is written down before anything is done for it, so that its clock runs whatever happens.
import { createHash } from 'node:crypto';
import type { ErasureCommand } from '#schemas/generated/records';
import type { Clock } from '#shared/domain/clock';
import type { AnswerClock } from '../domain/clock/answer-clock.js';
import { dueEscalation, type EscalationLevel } from '../domain/clock/escalation.js';
import { awaitedOf, fateOf, type RequestKind, type SubjectRequest } from '../domain/requests/subject-request.js';
import type { OrderShelf } from '../store/order-shelf.js';
import type { RequestStore } from '../store/request-store.js';
import type { ViewLog } from '../store/view-log.js';
import { type AccessDeps, type AccessPackage, accessPackage, MOST_ORDERS } from './access-package.js';
import { statusOf } from './look-up-order.js';

export interface RequestDeps extends AccessDeps {
  readonly shelf: Pick<OrderShelf, 'ofCustomer' | 'find'>;
  readonly requests: RequestStore;
  readonly views: Pick<ViewLog, 'note'>;
  /** Business time: the promise runs by it. */
  readonly clock: Clock;
  /** For links and records of views. */
  readonly machineClock: Clock;
  readonly startClock: (receivedAtMs: number) => AnswerClock;
  /** Orders by time. */
  readonly nextId: (nowMs: number) => string;
  /** 32 unguessable bytes, as text for an address. */
  readonly nextSecret: () => string;
  readonly order: (command: ErasureCommand) => Promise<void>;
  readonly onEscalation: (level: EscalationLevel, requestId: string) => void;
}

const LINK_LIVES_MS = 24 * 3_600_000;
const MOST_OPEN = 1_000;

export async function openRequest(
  deps: RequestDeps,
  customerRef: string,
  kind: RequestKind,
  idempotencyKey: string,
): Promise<SubjectRequest> {
  const nowMs = deps.clock.nowMs();
  const theirs = kind === 'DELETION' ? await deps.shelf.ofCustomer(customerRef, MOST_ORDERS) : [];
  await deps.codec.ensureSchemas(theirs.map(({ status }) => status));
  const orders = theirs.map(({ orderRef, status }) => ({
    orderRef,
    fate: fateOf(statusOf(deps, status)?.status ?? null),
  }));
  const requestId = deps.nextId(nowMs);
  const clock = deps.startClock(nowMs);
  const fresh = { requestId, customerRef, kind, clock, told: [], answeredAtMs: null, orders };
  const request = await deps.requests.create(fresh, idempotencyKey);
  await orderErasures(deps, request);
  return answerDeletion(deps, request);
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

/** A deletion is answered once everything it ordered is gone; what stays was told with its reason at once. */
async function answerDeletion(deps: RequestDeps, request: SubjectRequest): Promise<SubjectRequest> {
  if (request.kind !== 'DELETION' || request.answeredAtMs !== null) return request;
  const found = await Promise.all(awaitedOf(request).map((orderRef) => deps.shelf.find(orderRef as never)));
  return found.every((order) => order === 'erased' || order === null) ? answered(deps, request) : request;
}

async function answered(deps: RequestDeps, request: SubjectRequest): Promise<SubjectRequest> {
  const done = { ...request, answeredAtMs: request.answeredAtMs ?? deps.clock.nowMs() };
  await deps.requests.save(done);
  return done;
}

/** A link for this one person, good once and for a day. An access request is answered with it. */
export async function makeLink(
  deps: RequestDeps,
  request: SubjectRequest,
): Promise<{ readonly secret: string; readonly untilMs: number }> {
  const secret = deps.nextSecret();
  const untilMs = deps.machineClock.nowMs() + LINK_LIVES_MS;
  await deps.requests.putLink(hashOf(secret), request.requestId, untilMs);
  await answered(deps, request);
  return { secret, untilMs };
}

/** Uses the link up. null: it is unknown, used or over. The view is on record before the package is opened. */
export async function openLink(deps: RequestDeps, secret: string): Promise<AccessPackage | null> {
  const atMs = deps.machineClock.nowMs();
  const requestId = await deps.requests.takeLink(hashOf(secret), atMs);
  const request = requestId === null ? null : await deps.requests.find(requestId);
  if (request === null) return null;
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
  return accessPackage(deps, request.customerRef);
}

/** One look at all open requests: who has waited too long is told, erasures that were not ordered yet are, and what is done is answered. */
export async function watchRequests(deps: RequestDeps): Promise<void> {
  const nowMs = deps.clock.nowMs();
  for (const request of await deps.requests.open(MOST_OPEN)) {
    const seen = await answerDeletion(deps, request);
    if (seen.answeredAtMs !== null) continue;
    await orderErasures(deps, seen);
    const due = dueEscalation(seen.clock, nowMs, seen.told);
    if (due === null) continue;
    deps.onEscalation(due.tell, seen.requestId);
    await deps.requests.save({ ...seen, told: due.told });
  }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}
