// Somebody wants the address of an order corrected: the customer, or customer service for her. Written down sealed; the link to the
// registered address has to be opened before anything happens. Nothing of what is known now is shown, not even whether it differs.
import type { AddressCorrected, Shipping } from '#schemas/generated/records';
import type { Vault } from '#shared/vault/vault';
import type { OrderRef } from '#shared/domain/refs';
import { findCorrectionFaults } from '#shared/order-rules/change-faults';
import type { Policy } from '#shared/policy/policy';
import type { Refs } from '#shared/refs/refs';
import { type Correctable, type Correction, isCorrectable } from '../domain/requests/correction.js';
import type { SubjectRequest } from '../domain/requests/subject-request.js';
import type { OrderShelf } from '../store/order-shelf.js';
import type { ViewLog } from '../store/view-log.js';
import { type OrderNow, orderNow } from './apply-correction.js';
import type { AskForLink } from './confirm-authorisation.js';
import { wantedId } from './end-request.js';
import { shortNameOf } from './event-id.js';
import { begin, type RequestDeps } from './subject-requests.js';
import { type TouchDeps, touchForOther } from './touch-for-other.js';

export interface AskDeps extends RequestDeps, TouchDeps {
  readonly vault: Pick<Vault, 'keysFor' | 'open' | 'seal'>;
  readonly shelf: OrderShelf;
  readonly refs: Pick<Refs, 'orderRef'>;
  readonly views: Pick<ViewLog, 'note' | 'countLookUp'>;
  /** Asks that a one-time link is sent to the registered address of the order. */
  readonly askForLink: AskForLink;
}

export type Corrections = Partial<Pick<Shipping, Correctable>>;

/** `customerRef` null: customer service, for the purpose it names. */
export interface CorrectionCaller {
  readonly customerRef: string | null;
  readonly by: string;
  readonly purpose: string;
}

export interface WantedCorrection {
  readonly orderId: string;
  readonly changes: Corrections;
  readonly key: string;
}

export type CorrectionRefused =
  | {
      readonly kind: 'refused';
      readonly code:
        | 'ORDER_UNKNOWN'
        | 'ORDER_ERASED'
        | 'NOT_CORRECTABLE'
        | 'PURPOSE_NOT_ALLOWED'
        | 'LOOK_UPS_EXHAUSTED'
        | 'NOT_FOUND';
    }
  | {
      readonly kind: 'faulty';
      /** Codes with paths, never values. */
      readonly faults: readonly { readonly path: string; readonly code: string }[];
    };
export type CorrectionAsked = { readonly kind: 'done'; readonly request: SubjectRequest } | CorrectionRefused;

const LINK_LIVES_MS = 3 * 86_400_000;
const SHIPPING = 'fulfilment.orders.Shipping';

export async function askCorrection(
  deps: AskDeps,
  caller: CorrectionCaller,
  wanted: WantedCorrection,
): Promise<CorrectionAsked> {
  const orderRef = deps.refs.orderRef(wanted.orderId);
  const refusal = caller.customerRef === null ? await touchForOther(deps, caller, orderRef, 'CORRECTION_ASKED') : null;
  if (refusal !== null) return { kind: 'refused', code: refusal };
  const now = await findOrder(deps, orderRef, caller.customerRef);
  if (typeof now === 'string') return { kind: 'refused', code: now };
  const requestId = `R-${shortNameOf(`correction/${caller.customerRef ?? caller.by}/${orderRef}/${wanted.key}`)}`;
  const known = await deps.requests.find(requestId);
  if (known !== null) return { kind: 'done', request: known };
  const kept = await keepWanted(deps, requestId, orderRef, now, wanted.changes);
  if (kept.kind !== 'kept') return kept;
  const nowMs = deps.clock.nowMs();
  const confirmUntilMs = deps.machineClock.nowMs() + LINK_LIVES_MS;
  const request = await deps.requests.create(
    {
      requestId,
      customerRef: now.facts.customerRef,
      kind: 'CORRECTION',
      clock: deps.startClock(nowMs),
      told: [],
      answeredAtMs: null,
      end: null,
      noticedAtMs: null,
      orders: [],
      proven: [],
      mailed: { orderRef, requestRef: null, confirmUntilMs, confirmedAtMs: null },
      cameBy: caller.customerRef === null ? 'customer-service' : 'interface',
      correction: correctionOf(orderRef, wanted.changes),
    },
    requestId,
  );
  await deps.askForLink(orderRef, requestId, request.mailed?.confirmUntilMs ?? confirmUntilMs, 'correction');
  return { kind: 'done', request };
}

/** What a mail asks for in words an officer enters; her entry is the decision. The link must have been opened. */
export async function enterCorrection(
  deps: AskDeps,
  requestId: string,
  by: string,
  changes: Corrections,
): Promise<CorrectionAsked> {
  const request = await deps.requests.find(requestId);
  const orderRef = request?.mailed?.orderRef as OrderRef | null | undefined;
  const isWaiting = request?.kind === 'CORRECTION' && request.correction === null && request.answeredAtMs === null;
  if (request === null || !isWaiting || typeof orderRef !== 'string' || request.mailed?.confirmedAtMs === null)
    return { kind: 'refused', code: 'NOT_FOUND' };
  const now = await findOrder(deps, orderRef, null);
  if (typeof now === 'string') return { kind: 'refused', code: now };
  const kept = await keepWanted(deps, requestId, orderRef, now, changes);
  if (kept.kind !== 'kept') return kept;
  const decision = { by, atMs: deps.machineClock.nowMs(), refusal: null };
  const correction = { ...correctionOf(orderRef, changes), decision };
  if (!(await deps.requests.putCorrection(requestId, correction))) return { kind: 'refused', code: 'NOT_FOUND' };
  return { kind: 'done', request: await begin(deps, { ...request, correction }) };
}

function correctionOf(orderRef: string, changes: Corrections): Correction {
  const fields = Object.keys(changes) as Correctable[];
  return { edition: 1, orderRef, fields, waitsFor: [], decision: null, sent: null, outcome: null };
}

/** Of an order that is none of theirs a customer learns nothing, not even that it was. */
async function findOrder(
  deps: AskDeps,
  orderRef: OrderRef,
  customerRef: string | null,
): Promise<OrderNow | 'ORDER_UNKNOWN' | 'ORDER_ERASED' | 'NOT_CORRECTABLE'> {
  const found = await deps.shelf.find(orderRef);
  if (found === 'erased') return customerRef === null ? 'ORDER_ERASED' : 'ORDER_UNKNOWN';
  const now = found === null ? null : await orderNow(deps, found);
  if (now === null || (customerRef !== null && now.facts.customerRef !== customerRef)) return 'ORDER_UNKNOWN';
  return isCorrectable(now.standing, now.facts.cancelledAt !== null) ? now : 'NOT_CORRECTABLE';
}

/** The whole address as it is to be, sealed under the keys of the order, so that it dies with them. */
async function keepWanted(
  deps: AskDeps,
  requestId: string,
  orderRef: OrderRef,
  { facts, was }: OrderNow,
  changes: Corrections,
): Promise<{ readonly kind: 'kept' } | CorrectionRefused> {
  const found = (await deps.vault.keysFor([orderRef])).get(orderRef);
  if (was === null || found?.kind !== 'keys') return { kind: 'refused', code: 'ORDER_ERASED' };
  const { carrierId, serviceLevel } = facts;
  const kept = { carrierId: carrierId ?? was.carrierId, serviceLevel: serviceLevel ?? was.serviceLevel };
  const shipping: Shipping = { ...was, ...changes, ...kept };
  const faults = faultsOf(deps.policy.current(), facts.orderId, shipping, deps.machineClock.nowMs());
  if (faults.length > 0) return { kind: 'faulty', faults };
  const plain = deps.codec.encodeBare(SHIPPING, shipping);
  const block = deps.vault.seal(found.keys, orderRef, 'shipping', SHIPPING, plain);
  plain.fill(0);
  if (block === null) return { kind: 'refused', code: 'ORDER_ERASED' };
  await deps.requests.putMail(wantedId(requestId), orderRef, block);
  return { kind: 'kept' };
}

/** Judged as intake will judge it, so that nothing is promised that it refuses. */
function faultsOf(policy: Policy, orderId: string, shipping: Shipping, atMs: number) {
  const event = {
    eventId: '00000000-0000-4000-8000-000000000000',
    orderId,
    occurredAt: atMs,
    shipping: { [SHIPPING]: shipping } as AddressCorrected['shipping'],
  };
  const { countryCode, carrierId } = shipping;
  const isServed = [...(policy.carriers.get(carrierId)?.releases.values() ?? [])].some((by) => by.has(countryCode));
  const faults = findCorrectionFaults(policy, event).map(({ code, path }) => ({ code: String(code), path }));
  return isServed ? faults : [...faults, { code: 'COUNTRY_NOT_SERVED', path: 'shipping.countryCode' }];
}
