// What a privacy officer does with a request that a person has to work off: read the mail it came by, on record, and end it.
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { SubjectRequest } from '../domain/requests/subject-request.js';
import { ended } from './end-request.js';
import type { RequestDeps } from './subject-requests.js';

export interface ReadMail {
  /** A claim, never a proof. */
  readonly sender: string;
  readonly subject: string;
  readonly text: string;
}

const SCHEMA = 'fulfilment.desk.MailedText';

/** null: it did not come by mail, or the mail is shredded. On record before it is opened. */
export async function readMailOf(deps: RequestDeps, requestId: string, by: string): Promise<ReadMail | null> {
  const request = await deps.requests.find(requestId);
  const block = await deps.requests.mailOf(requestId);
  if (request === null || request.mailed === null || block === null) return null;
  const requestRef = request.mailed.requestRef as OrderRef | null;
  if (requestRef === null) return null;
  const atMs = deps.machineClock.nowMs();
  await deps.views.note({
    viewId: deps.nextId(atMs),
    by,
    role: 'privacy-officer',
    subjectRef: request.mailed.orderRef ?? requestRef,
    categories: ['contact'],
    purpose: 'right-of-the-person',
    reason: 'REQUEST_BY_MAIL',
    outcome: 'shown',
    atMs,
  });
  const found = (await deps.vault.keysFor([requestRef])).get(requestRef);
  if (found?.kind !== 'keys') return null;
  const opened = deps.vault.open(found.keys, requestRef, 'contact', SCHEMA, block);
  if (opened.kind === 'erased') return null;
  const plain = opened.kind === 'opened' ? deps.codec.decodeBare(SCHEMA, opened.plain) : null;
  if (plain === null || plain.kind === 'refused') throw new FulfilmentError('KEY_UNREADABLE', { reason: 'corrupt' });
  const { sender, subject, text } = plain.value;
  return { sender, subject, text };
}

/** Kinds that the desk works off by itself end by themselves. */
export async function endRequest(deps: RequestDeps, requestId: string): Promise<SubjectRequest | null> {
  const request = await deps.requests.find(requestId);
  if (request === null || request.kind === 'ACCESS' || request.kind === 'DELETION') return null;
  if (request.correction !== null) return null;
  return request.answeredAtMs === null ? ended(deps, request, 'DONE') : request;
}
