// The person of an order writes into a case by a one-time link: asked for by customer service, sent to the registered address, used once.
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import type { PhotoRefusal } from '../adapters/photo-cleaner.js';
import { CASE_LIMITS, type CaseEntry } from '../domain/cases/after-sales-case.js';
import { CASE_LINK_LIMITS, type CaseLink, caseOfLink, isUsed, linkReference } from '../domain/cases/case-link.js';
import type { CaseDeps } from './after-sales-cases.js';
import type { CheckedLink } from './confirm-request.js';
import { shortNameOf } from './event-id.js';
import { addEntry, type CaseContent, cleanedPhoto } from './fill-case.js';
import { type TouchDeps, touchForOther } from './touch-for-other.js';

export interface CaseLinkDeps extends CaseDeps, TouchDeps {
  readonly machineClock: Clock;
  readonly links: { check(token: string, nowMs: number): CheckedLink };
  /** Asks that the link is sent to the registered address of the order. */
  readonly sendLink: (orderRef: string, reference: string, validUntil: number) => Promise<void>;
}

export type LinkSent =
  | { readonly kind: 'sent'; readonly untilMs: number }
  | {
      readonly kind: 'refused';
      readonly code: 'NOT_FOUND' | 'CASE_CLOSED' | 'CASE_FULL' | 'PURPOSE_NOT_ALLOWED' | 'LOOK_UPS_EXHAUSTED';
    };

/** On record first. Asked again under the same key it is the same link, told once. */
export async function sendCaseLink(
  deps: CaseLinkDeps,
  clerk: { readonly by: string; readonly purpose: string },
  { caseRef, key }: { readonly caseRef: string; readonly key: string },
): Promise<LinkSent> {
  const found = await deps.cases.find(caseRef);
  if (found === null) return { kind: 'refused', code: 'NOT_FOUND' };
  const orderRef = found.orderRef as OrderRef;
  const barred = await touchForOther(deps, clerk, orderRef, 'CASE_LINK_SENT');
  if (barred !== null) return { kind: 'refused', code: barred };
  if (found.closedAtMs !== null) return { kind: 'refused', code: 'CASE_CLOSED' };
  const reference = linkReference(caseRef, shortNameOf(`${caseRef}/link/${key}`));
  const untilMs = deps.machineClock.nowMs() + CASE_LINK_LIMITS.livesMs;
  const link = await deps.cases.putLink(caseRef, { reference, untilMs, usedBy: null });
  if (link === null) return { kind: 'refused', code: 'CASE_FULL' };
  await deps.sendLink(orderRef, reference, link.untilMs);
  return { kind: 'sent', untilMs: link.untilMs };
}

/** What may be sent in by a link, or why nothing. */
export type CaseLinkSays =
  | {
      readonly kind: 'open';
      readonly caseRef: string;
      readonly orderRef: string;
      readonly untilMs: number;
      readonly reference: string;
    }
  | { readonly kind: 'forged' | 'expired' | 'used' | 'closed' };

/** Nothing is used up by looking. @param attempt the form that is sent in; null: somebody looks only */
export async function lookAtCaseLink(deps: CaseLinkDeps, token: string, attempt: string | null): Promise<CaseLinkSays> {
  const checked = deps.links.check(token, deps.machineClock.nowMs());
  if (checked.kind !== 'valid') return { kind: checked.kind };
  const { reference } = checked;
  const caseRef = caseOfLink(reference);
  if (caseRef === null) return { kind: 'forged' };
  const found = await deps.cases.find(caseRef);
  const link = (await deps.cases.linksOf(caseRef)).find((one) => one.reference === reference);
  if (found === null || link === undefined) return { kind: 'closed' };
  if (link.untilMs !== checked.validUntil) return { kind: 'forged' };
  if (isUsed(link, attempt)) return { kind: 'used' };
  if (found.closedAtMs !== null) return { kind: 'closed' };
  return { kind: 'open', caseRef, orderRef: found.orderRef, untilMs: link.untilMs, reference };
}

export interface SentIn {
  /** Of the form, so that the same form counts once however often it arrives. */
  readonly attempt: string;
  readonly text: string;
  readonly photos: readonly Buffer[];
}

export type Filled =
  | { readonly kind: 'filled'; readonly caseRef: string; readonly entries: number }
  /** Nothing was kept and the link still works. */
  | { readonly kind: 'empty' | 'text-too-long' | 'too-many-photos' | 'full' }
  | { readonly kind: 'photos-refused'; readonly faults: readonly PhotoFault[] }
  | Exclude<CaseLinkSays, { kind: 'open' }>;

export interface PhotoFault {
  /** From 1, as they were chosen. */
  readonly photo: number;
  readonly code: PhotoRefusal;
}

/** All of it is looked at before the link is used up: whoever sent in a wrong file may choose another. */
export async function fillByLink(deps: CaseLinkDeps, token: string, sent: SentIn): Promise<Filled> {
  const says = await lookAtCaseLink(deps, token, sent.attempt);
  if (says.kind !== 'open') return says;
  const { caseRef, reference } = says;
  const text = sent.text.trim();
  if (text === '' && sent.photos.length === 0) return { kind: 'empty' };
  if (text.length > CASE_LIMITS.text) return { kind: 'text-too-long' };
  if (sent.photos.length > CASE_LINK_LIMITS.photos) return { kind: 'too-many-photos' };
  const there = await deps.cases.entries(caseRef);
  const { contents, faults } = await contentsOf(deps, reference, text, sent.photos);
  if (faults.length > 0) return { kind: 'photos-refused', faults };
  if (there.length + contents.length > CASE_LIMITS.entries) return { kind: 'full' };
  if (!(await deps.cases.useLink(caseRef, reference, sent.attempt))) return { kind: 'used' };
  for (const { kind, key, content } of contents) {
    const added = await addEntry(deps, { customerRef: null, from: 'customer' }, { caseRef, key, kind }, content);
    if (added.kind === 'refused') return { kind: 'closed' };
  }
  return { kind: 'filled', caseRef, entries: contents.length };
}

interface KeyedContent {
  readonly kind: CaseEntry['kind'];
  readonly key: string;
  readonly content: () => Promise<CaseContent>;
}

/** One photo after another: each takes the memory of its pixels while it is drawn anew. */
async function contentsOf(
  deps: CaseLinkDeps,
  reference: CaseLink['reference'],
  text: string,
  photos: readonly Buffer[],
): Promise<{ readonly contents: readonly KeyedContent[]; readonly faults: readonly PhotoFault[] }> {
  const contents: KeyedContent[] =
    text === '' ? [] : [{ kind: 'message', key: `${reference}/text`, content: async () => ({ text }) }];
  const faults: PhotoFault[] = [];
  for (const [at, photo] of photos.entries()) {
    const cleaned = await cleanedPhoto(deps, photo);
    if (typeof cleaned === 'string') faults.push({ photo: at + 1, code: cleaned });
    else contents.push({ kind: 'photo', key: `${reference}/photo-${at + 1}`, content: async () => cleaned });
  }
  return { contents, faults };
}
