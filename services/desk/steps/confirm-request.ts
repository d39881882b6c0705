// Somebody opened the one-time link that went to the registered address of an order: she reads that address, so the request is hers.
import type { OrderRef } from '#shared/domain/refs';
import { erases, type RequestKind, type SubjectRequest } from '../domain/requests/subject-request.js';
import { MOST_ORDERS } from './access-package.js';
import { factsOf } from './look-up-order.js';
import { openBlock } from './open-block.js';
import { begin, fatesOf, type RequestDeps } from './subject-requests.js';

export interface ConfirmDeps extends RequestDeps {
  readonly links: {
    check(token: string, nowMs: number): CheckedLink;
  };
}

export type CheckedLink =
  | { readonly kind: 'valid'; readonly reference: string; readonly validUntil: number }
  | { readonly kind: 'expired' | 'forged' };

export interface Authorises {
  readonly thirdParty: string;
  readonly categories: readonly string[];
  readonly days: number;
}

export type LinkSays =
  | {
      readonly kind: 'open';
      readonly request: SubjectRequest;
      readonly right: RequestKind;
      /** Of an authorisation: what it lets whom have. */
      readonly authorises?: Authorises | null;
    }
  /** `early`: sent, but the desk has not read the request yet. */
  | { readonly kind: 'forged' | 'expired' | 'used' | 'early' | 'erased' };

export type Confirmed =
  | { readonly kind: 'confirmed'; readonly request: SubjectRequest }
  | Exclude<LinkSays, { kind: 'open' }>;

/** What the link is for; nothing is done and nothing used up. */
export async function lookAtLink(deps: ConfirmDeps, token: string): Promise<LinkSays> {
  const checked = deps.links.check(token, deps.machineClock.nowMs());
  if (checked.kind !== 'valid') return { kind: checked.kind };
  const request = await deps.requests.find(checked.reference);
  if (request === null) return { kind: 'early' };
  const { mailed, kind } = request;
  if (mailed === null || mailed.orderRef === null || mailed.confirmUntilMs !== checked.validUntil)
    return { kind: 'forged' };
  if (mailed.confirmedAtMs !== null || request.answeredAtMs !== null) return { kind: 'used' };
  return { kind: 'open', request, right: kind };
}

/** Uses the link up, whoever comes first, and begins what was asked for. */
export async function confirmRequest(deps: ConfirmDeps, token: string): Promise<Confirmed> {
  const says = await lookAtLink(deps, token);
  if (says.kind !== 'open') return says;
  const { requestId, kind, mailed } = says.request;
  const proven = await provenOrders(deps, mailed?.orderRef as OrderRef);
  if (proven === null) return { kind: 'erased' };
  const { customerRef, orderRefs } = proven;
  const orders = erases(kind) ? await fatesOf(deps, customerRef, orderRefs) : [];
  const confirmedAtMs = deps.machineClock.nowMs();
  const isFirst = await deps.requests.confirm({ requestId, customerRef, proven: orderRefs, orders, confirmedAtMs });
  const request = isFirst ? await deps.requests.find(requestId) : null;
  return request === null ? { kind: 'used' } : { kind: 'confirmed', request: await begin(deps, request) };
}

/** The orders of the same account with the same address for notices: that address is all that was proven. null: erased meanwhile. */
async function provenOrders(
  deps: ConfirmDeps,
  orderRef: OrderRef,
): Promise<{ readonly customerRef: string; readonly orderRefs: readonly string[] } | null> {
  const found = await deps.shelf.find(orderRef);
  if (found === null || found === 'erased' || found.facts === null) return null;
  await deps.codec.ensureSchemas([found.facts]);
  const { customerRef } = factsOf(deps, found.facts);
  if (customerRef === null) return null;
  const addresses = await addressesOf(deps, customerRef);
  const address = addresses.get(orderRef);
  if (address === undefined) return null;
  return { customerRef, orderRefs: [...addresses].filter(([, other]) => other === address).map(([ref]) => ref) };
}

async function addressesOf(deps: ConfirmDeps, customerRef: string): Promise<Map<string, string>> {
  const theirs = await deps.shelf.ofCustomer(customerRef, MOST_ORDERS);
  const keys = await deps.vault.keysFor(theirs.map(({ orderRef }) => orderRef));
  await deps.codec.ensureSchemas(theirs.map(({ blocks }) => blocks.get('contact') ?? null));
  const addresses = new Map<string, string>();
  for (const { orderRef, blocks } of theirs) {
    const block = blocks.get('contact');
    if (block === undefined) continue;
    const opened = openBlock(deps, orderRef, keys.get(orderRef), 'contact', 'fulfilment.orders.Contact', block);
    if (opened.kind === 'opened') addresses.set(orderRef, opened.value.email.trim().toLowerCase());
  }
  return addresses;
}
