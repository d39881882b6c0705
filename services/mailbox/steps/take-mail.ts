// A mail → a sealed request for the desk and, where it is clear, a one-time link to the registered address; or a bounce for notifications.
// The sender is never believed and never written to: neither DKIM nor SPF would say that it is the person of the order.
import { createHash } from 'node:crypto';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';
import type { Vault } from '#shared/vault/vault';
import type { ParsedMail } from '../adapters/read-mail.js';
import { bounceStatusOf } from '../domain/delivery-report.js';
import { orderCandidates, type Right, rightOf } from '../domain/understand-mail.js';

export interface TakeMailDeps {
  readonly codec: Pick<AvroCodec, 'encode' | 'encodeBare'>;
  readonly vault: Pick<Vault, 'admit' | 'keysFor' | 'seal'>;
  readonly orderRefOf: (orderId: string) => OrderRef;
  readonly policyVersion: () => number;
  readonly topicName: (name: string) => string;
  /** Real time: people wait in it. */
  readonly nowMs: () => number;
}

const DAY_MS = 86_400_000;
/** Days for which a link works, counted from the end of the day: all mails of a day make the same one. */
const LINK_DAYS = 3;
const SCHEMA = 'fulfilment.desk.MailedText';

/** What to write, all of it before the mail counts as received. */
export async function takeRequest(deps: TakeMailDeps, mail: ParsedMail, raw: Buffer): Promise<OutgoingRecord[]> {
  const nowMs = deps.nowMs();
  const right = rightOf(mail);
  const orderRef = await livingOrderOf(deps, mail);
  const day = Math.floor(nowMs / DAY_MS);
  const isClear = right !== null && orderRef !== null;
  // A clear wish is the same wish all day, however often it is sent: nobody can have a customer written to again and again.
  const reference = referenceOf(isClear ? ['wish', orderRef, right, String(day)] : ['mail', raw]);
  const confirmUntil = isClear ? (day + 1 + LINK_DAYS) * DAY_MS : null;
  const requestRef = deps.orderRefOf(`request:${reference}`);
  const block = await sealMail(deps, requestRef, reference, mail);
  const value = {
    reference,
    orderRef,
    right,
    requestRef,
    mail: block,
    receivedAt: nowMs,
    confirmUntil,
    policyVersion: deps.policyVersion(),
  };
  const request = {
    topic: deps.topicName(topics.deskRequests.name),
    partition: lane(orderRef ?? requestRef),
    key: reference,
    value: deps.codec.encode(topics.deskRequests, value),
  };
  return isClear && confirmUntil !== null
    ? [request, confirmation(deps, orderRef, right, { reference, confirmUntil, nowMs })]
    : [request];
}

export function takeBounce(
  deps: Pick<TakeMailDeps, 'codec' | 'topicName' | 'nowMs'>,
  noticeId: string,
  mail: ParsedMail,
): OutgoingRecord[] {
  const status = mail.deliveryReport === null ? null : bounceStatusOf(mail.deliveryReport);
  if (status === null) return [];
  const value = deps.codec.encode(topics.notificationsBounces, { noticeId, status, at: deps.nowMs() });
  return [{ topic: deps.topicName(topics.notificationsBounces.name), partition: 0, key: noticeId, value }];
}

/** The one living order that the mail names; several: a person has to read it. */
async function livingOrderOf(deps: TakeMailDeps, mail: ParsedMail): Promise<OrderRef | null> {
  const refs = orderCandidates(mail).map(deps.orderRefOf);
  const keys = await deps.vault.keysFor(refs);
  const living = refs.filter((ref) => keys.get(ref)?.kind === 'keys');
  return living.length === 1 ? (living[0] ?? null) : null;
}

/** Under keys of its own: it is shredded when the request is closed, whatever becomes of the order. */
async function sealMail(
  deps: TakeMailDeps,
  requestRef: OrderRef,
  reference: string,
  { sender, subject, text }: ParsedMail,
) {
  await deps.vault.admit([{ orderRef: requestRef, claim: `mailbox:${reference}` }]);
  const found = (await deps.vault.keysFor([requestRef])).get(requestRef);
  const plain = deps.codec.encodeBare(SCHEMA, { sender, subject, text });
  const block = found?.kind === 'keys' ? deps.vault.seal(found.keys, requestRef, 'contact', SCHEMA, plain) : null;
  plain.fill(0);
  // Closed and shredded on the same day: the mail is answered with "later" and finds a new day.
  if (block === null) throw new FulfilmentError('KEY_UNREADABLE', { reason: found?.kind ?? 'unknown' });
  return block;
}

interface Confirmation {
  readonly reference: string;
  readonly confirmUntil: number;
  readonly nowMs: number;
}

function confirmation(
  deps: TakeMailDeps,
  orderRef: OrderRef,
  right: Right,
  { reference, confirmUntil, nowMs }: Confirmation,
): OutgoingRecord {
  const value = {
    orderRef,
    kind: 'identity-confirmation',
    reference,
    right,
    stage: null,
    validUntil: confirmUntil,
    requestedAt: nowMs,
  };
  return {
    topic: deps.topicName(topics.notificationsRequested.name),
    partition: lane(orderRef),
    key: orderRef,
    value: deps.codec.encode(topics.notificationsRequested, value),
  };
}

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `R-` and twelve letters and digits that nobody confuses. */
function referenceOf(parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return `R-${Array.from(hash.digest().subarray(0, 12), (byte) => LETTERS[byte % LETTERS.length] ?? '0').join('')}`;
}
