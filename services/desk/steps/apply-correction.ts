// A correction on its way: confirmed, decided where the policy says so, told to intake, and answered once intake has sealed the new address.
// May be done again and again: the event's id follows from the request, and intake takes each once.
import type { AddressCorrected, OrderFacts, Shipping } from '#schemas/generated/records';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import type { OfficerReason } from '#shared/policy/vocabulary';
import type { PolicySource } from '#shared/policy/ports';
import {
  type Correction,
  isCorrectable,
  officerReasons,
  outcomeOf,
  type Standing,
} from '../domain/requests/correction.js';
import type { SubjectRequest } from '../domain/requests/subject-request.js';
import type { OrderShelf, ShelvedOrder } from '../store/order-shelf.js';
import { type EndDeps, ended, wantedId } from './end-request.js';
import { eventIdOf } from './event-id.js';
import { factsOf, statusOf } from './look-up-order.js';
import { openBlock, type OpenBlockDeps } from './open-block.js';

export interface ApplyDeps extends EndDeps, OpenBlockDeps {
  readonly shelf: Pick<OrderShelf, 'find'>;
  readonly policy: PolicySource;
  readonly machineClock: Clock;
  /** Tells intake, among the events of the order. */
  readonly correctAddress: (event: AddressCorrected) => Promise<void>;
  /** Asks that the customer of the order is told what became of the request. */
  readonly tellAnswered: (request: SubjectRequest, orderRef: string) => Promise<void>;
}

export interface OrderNow {
  readonly facts: OrderFacts;
  readonly standing: Standing;
  /** null: erased. */
  readonly was: Shipping | null;
}

const SHIPPING = 'fulfilment.orders.Shipping';

export async function applyCorrection(deps: ApplyDeps, request: SubjectRequest): Promise<SubjectRequest> {
  const { correction, answeredAtMs, mailed } = request;
  if (correction === null || answeredAtMs !== null || mailed === null || mailed.confirmedAtMs === null) return request;
  if (correction.outcome !== null) return answer(deps, request, correction);
  const shelved = await deps.shelf.find(correction.orderRef as OrderRef);
  if (shelved === null || shelved === 'erased') return close(deps, request, { ...correction, outcome: 'TOO_LATE' });
  const now = await orderNow(deps, shelved);
  if (now === null) return request;
  const { facts, standing, was } = now;
  if (correction.sent !== null) {
    if (facts.addressRevision <= correction.sent.addressRevision) return request;
    return close(deps, request, { ...correction, outcome: outcomeOf(standing) });
  }
  const wanted = was === null ? null : await openWanted(deps, request, correction);
  if (was === null || wanted === null || !isCorrectable(standing, facts.cancelledAt !== null))
    return close(deps, request, { ...correction, outcome: 'TOO_LATE' });
  const counted = deps.policy.current().corrections.officerDecides;
  const waitsFor = officerReasons(was, wanted, standing).filter((reason) => counted.has(reason as OfficerReason));
  if (correction.decision === null && waitsFor.length > 0) {
    if (String(waitsFor) === String(correction.waitsFor)) return request;
    return change(deps, request, { ...correction, waitsFor });
  }
  return send(deps, request, correction, facts, wanted);
}

async function send(
  deps: ApplyDeps,
  request: SubjectRequest,
  correction: Correction,
  { orderId, addressRevision, carrierId, serviceLevel }: OrderFacts,
  wanted: Shipping,
): Promise<SubjectRequest> {
  const atMs = deps.clock.nowMs();
  const shipping = {
    ...wanted,
    carrierId: carrierId ?? wanted.carrierId,
    serviceLevel: serviceLevel ?? wanted.serviceLevel,
  };
  await deps.correctAddress({
    eventId: eventIdOf(`AddressCorrected/${request.requestId}`),
    orderId,
    occurredAt: atMs,
    shipping: { [SHIPPING]: shipping },
  });
  return change(deps, request, { ...correction, sent: { atMs, addressRevision } });
}

/** null: its facts have not come yet. */
export async function orderNow(
  deps: Pick<ApplyDeps, 'codec' | 'vault'>,
  { orderRef, facts: bytes, status, blocks }: ShelvedOrder,
): Promise<OrderNow | null> {
  if (bytes === null) return null;
  const block = blocks.get('shipping');
  const [keys] = await Promise.all([
    deps.vault.keysFor([orderRef]),
    deps.codec.ensureSchemas([bytes, status, block ?? null]),
  ]);
  const opened =
    block === undefined ? null : openBlock(deps, orderRef, keys.get(orderRef), 'shipping', SHIPPING, block);
  return {
    facts: factsOf(deps, bytes),
    standing: statusOf(deps, status)?.status ?? null,
    was: opened?.kind === 'opened' ? opened.value : null,
  };
}

/** null: the keys of the order are gone. */
async function openWanted(
  { requests, vault, codec }: ApplyDeps,
  { requestId }: SubjectRequest,
  { orderRef }: Correction,
): Promise<Shipping | null> {
  const block = await requests.mailOf(wantedId(requestId));
  const found = (await vault.keysFor([orderRef as OrderRef])).get(orderRef as OrderRef);
  if (block === null || found?.kind !== 'keys') return null;
  const opened = vault.open(found.keys, orderRef as OrderRef, 'shipping', SHIPPING, block);
  const plain = opened.kind === 'opened' ? codec.decodeBare(SHIPPING, opened.plain) : null;
  return plain?.kind === 'decoded' ? plain.value : null;
}

/** Whoever was faster has changed it: the next look goes on from there. */
export async function change(deps: EndDeps, request: SubjectRequest, to: Correction): Promise<SubjectRequest> {
  const correction = { ...to, edition: to.edition + 1 };
  const isOurs = await deps.requests.putCorrection(request.requestId, correction);
  return isOurs ? { ...request, correction } : ((await deps.requests.find(request.requestId)) ?? request);
}

export async function close(deps: ApplyDeps, request: SubjectRequest, to: Correction): Promise<SubjectRequest> {
  const changed = await change(deps, request, to);
  const { correction } = changed;
  return correction === null || correction.outcome === null ? changed : answer(deps, changed, correction);
}

/** The customer is told before it counts as answered; told twice is told once. */
async function answer(deps: ApplyDeps, request: SubjectRequest, correction: Correction): Promise<SubjectRequest> {
  if (request.answeredAtMs !== null) return request;
  await deps.tellAnswered(request, correction.orderRef);
  return ended(deps, request, correction.outcome === 'REFUSED' ? 'REFUSED' : 'DONE');
}
