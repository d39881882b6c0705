// After-sales cases: opened for a living order, filled by its customer and by customer service, closed, and erased with the order or before.
import { createHash } from 'node:crypto';
import type { OrderFacts } from '#schemas/generated/records';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import type { Refs } from '#shared/refs/refs';
import type { SealedBlock, Vault } from '#shared/vault/vault';
import { type AfterSalesCase, CASE_LIMITS, isTheirs } from '../domain/cases/after-sales-case.js';
import type { AfterSalesStore } from '../store/after-sales-store.js';
import type { OrderShelf } from '../store/order-shelf.js';
import type { CleanPhoto, PhotoRefusal } from '../adapters/photo-cleaner.js';
import { eventIdOf, shortNameOf } from './event-id.js';
import { factsOf } from './look-up-order.js';

export interface CaseDeps {
  readonly codec: AvroCodec;
  readonly vault: Pick<Vault, 'keysFor' | 'seal' | 'open'>;
  readonly shelf: Pick<OrderShelf, 'find'>;
  readonly cases: AfterSalesStore;
  readonly refs: Pick<Refs, 'orderRef'>;
  readonly clock: Clock;
  readonly clean: (photo: Buffer) => Promise<CleanPhoto>;
  /** Tells intake that a case of an order was opened or closed: while one is open, the order is not erased. */
  readonly tell: (news: CaseNews) => Promise<void>;
  /** Asks that the customer is told. */
  readonly notify: (orderRef: string, caseRef: string, stage: 'received' | 'answered' | 'closed') => Promise<void>;
}

export interface CaseNews {
  readonly kind: 'AfterSalesOpened' | 'AfterSalesClosed';
  readonly orderId: string;
  readonly caseId: string;
  readonly eventId: string;
  readonly occurredAt: number;
}

/** Who asks; `customerRef` null: customer service. */
export interface CaseCaller {
  readonly customerRef: string | null;
  /** The person came by a one-time link: the case is the one that it leads to, whatever account it belongs to. */
  readonly from?: 'customer';
}

export type CaseRefusal = 'ORDER_UNKNOWN' | 'ORDER_ERASED' | 'CASE_CLOSED' | 'CASE_FULL' | 'NOT_FOUND' | PhotoRefusal;
export type CaseOutcome<Done> = { readonly kind: 'done'; readonly value: Done } | Refused;
export interface Refused {
  readonly kind: 'refused';
  readonly code: CaseRefusal;
}

const CATEGORY = 'after-sales';
const MESSAGE = 'fulfilment.desk.CaseMessage';

/** The same key again finds the case that was opened first, and says it again to whoever has not heard it. */
export async function openCase(
  deps: CaseDeps,
  { customerRef }: CaseCaller,
  orderId: string,
  key: string,
): Promise<CaseOutcome<AfterSalesCase>> {
  const orderRef = deps.refs.orderRef(orderId);
  const facts = await factsFor(deps, orderRef, customerRef);
  if (typeof facts === 'string') return refused(facts);
  const block = await sealForCase(deps, orderRef, MESSAGE, deps.codec.encodeBare(MESSAGE, { text: '' }));
  if (block === null) return refused('CASE_CLOSED');
  const caseRef = caseRefOf(orderRef, key);
  const theirs = await deps.cases.ofOrder(orderRef);
  const isKnown = theirs.some((one) => one.caseRef === caseRef);
  if (!isKnown && theirs.filter(({ closedAtMs }) => closedAtMs === null).length >= CASE_LIMITS.open)
    return refused('CASE_FULL');
  const opened = await deps.cases.open({
    caseRef,
    orderRef,
    customerRef: facts.customerRef,
    caseId: caseRef,
    openedBy: customerRef === null ? 'customer-service' : 'customer',
    openedAtMs: deps.clock.nowMs(),
    closedAtMs: null,
  });
  if (opened.closedAtMs !== null) return { kind: 'done', value: opened };
  await deps.tell(news('AfterSalesOpened', orderId, opened.caseId, opened.openedAtMs));
  await deps.notify(orderRef, caseRef, 'received');
  return { kind: 'done', value: opened };
}

/** Cases that the shop's own systems opened become ours by being asked for. */
export async function casesOf(
  deps: CaseDeps,
  { customerRef }: CaseCaller,
  orderId: string,
): Promise<CaseOutcome<readonly AfterSalesCase[]>> {
  const orderRef = deps.refs.orderRef(orderId);
  const facts = await factsFor(deps, orderRef, customerRef);
  if (typeof facts === 'string') return refused(facts);
  const known = await deps.cases.ofOrder(orderRef);
  const foreign = facts.openCases.filter((caseId) => !known.some((one) => one.caseId === caseId));
  for (const caseId of foreign)
    await deps.cases.open({
      caseRef: caseRefOf(orderRef, `shop:${caseId}`),
      orderRef,
      customerRef: facts.customerRef,
      caseId,
      openedBy: 'shop',
      openedAtMs: facts.lastEventAt,
      closedAtMs: null,
    });
  await deps.cases.follow([{ orderRef, openCaseIds: facts.openCases, closedAtMs: facts.caseClosedAt }]);
  return { kind: 'done', value: await deps.cases.ofOrder(orderRef) };
}

export async function closeCase(deps: CaseDeps, caseRef: string): Promise<CaseOutcome<AfterSalesCase>> {
  const found = await deps.cases.find(caseRef);
  if (found === null) return refused('NOT_FOUND');
  const facts = await factsFor(deps, found.orderRef as OrderRef, null);
  if (typeof facts === 'string') return refused(facts);
  const closedAtMs = found.closedAtMs ?? deps.clock.nowMs();
  await deps.tell(news('AfterSalesClosed', facts.orderId, found.caseId, closedAtMs));
  await deps.cases.close(caseRef, closedAtMs);
  await deps.notify(found.orderRef, caseRef, 'closed');
  return { kind: 'done', value: { ...found, closedAtMs } };
}

/** Of an order that is none of theirs a customer learns nothing, not even that it was. */
async function factsFor(
  deps: CaseDeps,
  orderRef: OrderRef,
  customerRef: string | null,
): Promise<OrderFacts | 'ORDER_UNKNOWN' | 'ORDER_ERASED'> {
  const found = await deps.shelf.find(orderRef);
  if (found === 'erased') return customerRef === null ? 'ORDER_ERASED' : 'ORDER_UNKNOWN';
  if (found === null || found.facts === null) return 'ORDER_UNKNOWN';
  await deps.codec.ensureSchemas([found.facts]);
  const facts = factsOf(deps, found.facts);
  return isTheirs(facts, customerRef) ? facts : 'ORDER_UNKNOWN';
}

/** null: the key of the category is gone, or the order. */
export async function sealForCase(
  deps: CaseDeps,
  orderRef: OrderRef,
  schema: string,
  plain: Buffer,
): Promise<SealedBlock | null> {
  const found = (await deps.vault.keysFor([orderRef])).get(orderRef);
  const block = found?.kind === 'keys' ? deps.vault.seal(found.keys, orderRef, CATEGORY, schema, plain) : null;
  plain.fill(0);
  return block;
}

/** Ids follow from what is told, so that it may be told again. */
function news(kind: CaseNews['kind'], orderId: string, caseId: string, occurredAt: number): CaseNews {
  return { kind, orderId, caseId, eventId: eventIdOf(`${kind}/${orderId}/${caseId}`), occurredAt };
}

function caseRefOf(orderRef: string, key: string): string {
  return `C-${shortNameOf(`${orderRef}/${key}`)}`;
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function refused(code: CaseRefusal): Refused {
  return { kind: 'refused', code };
}
