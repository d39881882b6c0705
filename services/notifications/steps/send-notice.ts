// Sends one claimed notice: the contact is opened in memory, the message written and handed over, and nothing of either is kept.
import { topics } from '#schemas/generated/topics';
import type { Contact as ContactRecord } from '#schemas/generated/records';
import type { AvroCodec } from '#shared/codec/codec';
import type { OrderRef } from '#shared/domain/refs';
import { mayShare } from '#shared/policy/may-share';
import type { Policy } from '#shared/policy/policy';
import type { Vault } from '#shared/vault/vault';
import { afterHandOver, type DeliveryRules, type HandOver } from '../domain/delivery.js';
import { linkOf, type LinkPage, type Notice } from '../domain/notice.js';
import type { Language } from '../templates/render-notice.js';
import type { NoticeFacts } from '../templates/words.js';
import type { ChannelId, ClaimedNotice, Outbox } from '../store/outbox.js';

/** Where a notice is to go, in memory for as long as it takes. */
export interface Addressee {
  readonly noticeId: string;
  readonly to: string;
  readonly notedAtMs: number;
}

export type Send = (notice: Notice, language: Language, facts: NoticeFacts, to: Addressee) => Promise<HandOver> | null;

export interface SendDeps {
  readonly codec: Pick<AvroCodec, 'decode' | 'decodeBare' | 'ensureSchemas'>;
  readonly vault: Pick<Vault, 'keysFor' | 'open'>;
  readonly policy: { readonly current: () => Policy };
  readonly outbox: Pick<Outbox, 'contactOf' | 'end' | 'again'>;
  readonly channels: ReadonlyMap<ChannelId, Send>;
  readonly languageOf: (locale: string) => Language;
  readonly linkFor: (page: LinkPage, reference: string, validUntil: number) => string;
  readonly rules: DeliveryRules;
  readonly nowMs: () => number;
  readonly random: () => number;
}

/** What became of the notice, as a label for metrics. */
export type Sent = 'sent' | 'again' | 'undeliverable' | 'dropped';

export async function sendNotice(deps: SendDeps, claimed: ClaimedNotice): Promise<Sent> {
  const policy = deps.policy.current();
  const { notice, channel } = claimed;
  const rule = policy.notifications.get(notice.kind);
  const send = deps.channels.get(channel);
  if (rule === undefined || !rule.channels.includes(channel) || !mayTell(policy))
    return drop(deps, claimed, 'not-listed');
  if (send === undefined) return later(deps, claimed, { kind: 'later', status: 'no-channel' });
  const found = await openContact(deps, claimed.orderRef);
  if (found.kind === 'erased') return drop(deps, claimed, 'erased');
  if (found.kind !== 'opened') return later(deps, claimed, found);
  const { contact, orderId } = found;
  const to = channel === 'email' ? contact.email : contact.phone;
  if (to === null) return drop(deps, claimed, 'no-number');
  const addressee = { noticeId: claimed.noticeId, to, notedAtMs: claimed.notedAtMs };
  const handing = send(notice, deps.languageOf(contact.locale), factsOf(deps, policy, notice, orderId), addressee);
  return handing === null ? drop(deps, claimed, 'not-this-way') : later(deps, claimed, await handing);
}

function mayTell(policy: Policy): boolean {
  const question = { recipient: 'notification-gateway', category: 'contact', purpose: 'order-notifications' };
  return mayShare(policy, question).kind === 'allowed';
}

function factsOf(deps: SendDeps, policy: Policy, notice: Notice, orderId: string): NoticeFacts {
  const link = linkOf(notice);
  if (link !== null) return { orderId, link: deps.linkFor(link.page, link.reference, link.validUntil) };
  if ('carrierId' in notice)
    return { orderId, carrierName: policy.carriers.get(notice.carrierId)?.name ?? notice.carrierId };
  return { orderId };
}

async function drop(deps: SendDeps, claimed: ClaimedNotice, reason: string): Promise<Sent> {
  await deps.outbox.end(claimed, { state: 'dropped', reason });
  return 'dropped';
}

async function later(deps: SendDeps, claimed: ClaimedNotice, handOver: HandOver): Promise<Sent> {
  const { tries, notedAtMs } = claimed;
  const next = afterHandOver(handOver, { tries, notedAtMs, nowMs: deps.nowMs(), random: deps.random() }, deps.rules);
  if (next.kind === 'again') await deps.outbox.again(claimed, next.atMs, next.status);
  else if (next.kind === 'sent') await deps.outbox.end(claimed, { state: 'sent' });
  else await deps.outbox.end(claimed, { state: 'undeliverable', status: next.status });
  return next.kind;
}

type OpenedContact =
  | { readonly kind: 'opened'; readonly contact: ContactRecord; readonly orderId: string }
  | { readonly kind: 'erased' }
  | Exclude<HandOver, { readonly kind: 'taken' }>;

/** The contact or the number of the order is still on its way to us. */
const NOT_YET: OpenedContact = { kind: 'later', status: 'not-yet' };
/** Tampered with, or not ours: nothing that waiting mends. */
const UNREADABLE: OpenedContact = { kind: 'refused', status: 'unreadable' };

/** Keys are asked for at each try: an order that was erased a moment ago is not written to any more. */
async function openContact(deps: SendDeps, orderRef: OrderRef): Promise<OpenedContact> {
  const found = (await deps.vault.keysFor([orderRef])).get(orderRef);
  if (found?.kind === 'erased') return { kind: 'erased' };
  const known = await deps.outbox.contactOf(orderRef);
  if (found?.kind !== 'keys' || known === null || known.sealed === null || known.orderId === null) return NOT_YET;
  await deps.codec.ensureSchemas([known.sealed]);
  const sealed = deps.codec.decode(known.sealed, topics.ordersSealed);
  if (sealed.kind === 'refused') return UNREADABLE;
  const opened = deps.vault.open(found.keys, orderRef, 'contact', sealed.value.schemaName, sealed.value.block);
  if (opened.kind === 'erased') return { kind: 'erased' };
  if (opened.kind === 'corrupt') return UNREADABLE;
  const contact = deps.codec.decodeBare('fulfilment.orders.Contact', opened.plain);
  opened.plain.fill(0);
  return contact.kind === 'refused' ? UNREADABLE : { kind: 'opened', contact: contact.value, orderId: known.orderId };
}
