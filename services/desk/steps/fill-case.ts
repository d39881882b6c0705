// What people put into an after-sales case: messages as they are, photos drawn anew; each sealed before it is stored, and once for its key.
import type { OrderRef } from '#shared/domain/refs';
import type { PhotoRefusal } from '../adapters/photo-cleaner.js';
import { CASE_LIMITS, type CaseEntry, isTheirs } from '../domain/cases/after-sales-case.js';
import { type CaseCaller, type CaseDeps, type CaseOutcome, hashOf, refused, sealForCase } from './after-sales-cases.js';

const MESSAGE = 'fulfilment.desk.CaseMessage';
const PHOTO = 'fulfilment.desk.CasePhoto';

export async function addMessage(
  deps: CaseDeps,
  caller: CaseCaller,
  { caseRef, key, text }: { readonly caseRef: string; readonly key: string; readonly text: string },
): Promise<CaseOutcome<CaseEntry>> {
  return addEntry(deps, caller, { caseRef, key, kind: 'message' }, async () => ({ text }));
}

export async function addPhoto(
  deps: CaseDeps,
  caller: CaseCaller,
  { caseRef, key, photo }: { readonly caseRef: string; readonly key: string; readonly photo: Buffer },
): Promise<CaseOutcome<CaseEntry>> {
  return addEntry(deps, caller, { caseRef, key, kind: 'photo' }, () => cleanedPhoto(deps, photo));
}

export interface CleanedPhoto {
  readonly media: string;
  readonly width: number;
  readonly height: number;
  readonly content: Buffer;
}
export type CaseContent = { readonly text: string } | CleanedPhoto;

/** What is kept is drawn anew: no place, camera, time or name of the file goes with it. */
export async function cleanedPhoto(
  { clean }: Pick<CaseDeps, 'clean'>,
  photo: Buffer,
): Promise<CleanedPhoto | PhotoRefusal> {
  const cleaned = await clean(photo);
  if (cleaned.kind === 'refused') return cleaned.code;
  const { media, width, height, bytes } = cleaned;
  return bytes.length > CASE_LIMITS.photoBytes ? 'PHOTO_TOO_LARGE' : { media, width, height, content: bytes };
}

export async function addEntry(
  deps: CaseDeps,
  caller: CaseCaller,
  { caseRef, key, kind }: { readonly caseRef: string; readonly key: string; readonly kind: CaseEntry['kind'] },
  make: () => Promise<CaseContent | PhotoRefusal>,
): Promise<CaseOutcome<CaseEntry>> {
  const found = await deps.cases.find(caseRef);
  if (found === null || !isTheirs(found, caller.customerRef)) return refused('NOT_FOUND');
  if (found.closedAtMs !== null) return refused('CASE_CLOSED');
  const entryId = hashOf(`${caseRef}/${key}`);
  const there = await deps.cases.entries(caseRef);
  const first = there.find((one) => one.entryId === entryId);
  if (first !== undefined) return { kind: 'done', value: first };
  if (there.length >= CASE_LIMITS.entries) return refused('CASE_FULL');
  const content = await make();
  if (typeof content === 'string') return refused(content);
  const schema = kind === 'message' ? MESSAGE : PHOTO;
  const orderRef = found.orderRef as OrderRef;
  const block = await sealForCase(deps, orderRef, schema, deps.codec.encodeBare(schema, content));
  if (block === null) return refused('CASE_CLOSED');
  const from = caller.from ?? (caller.customerRef === null ? 'customer-service' : 'customer');
  const entry: CaseEntry = { entryId, caseRef, orderRef, from, kind, atMs: deps.clock.nowMs() };
  await deps.cases.add({ ...entry, block });
  // An erasure may have come between: then what it could not see yet goes now, unreadable as it is.
  if ((await deps.vault.keysFor([orderRef])).get(orderRef)?.kind !== 'keys') {
    await deps.cases.erase([orderRef]);
    return refused('CASE_CLOSED');
  }
  if (from === 'customer-service') await deps.notify(orderRef, caseRef, 'answered');
  return { kind: 'done', value: entry };
}
