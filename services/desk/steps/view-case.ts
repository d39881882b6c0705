// Looks into an after-sales case: decided by the policy, put on record, and only then opened. Photos one at a time.
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import { mayShare } from '#shared/policy/may-share';
import type { PolicySource } from '#shared/policy/ports';
import type { KeysFound } from '#shared/vault/vault';
import { type AfterSalesCase, type CaseEntry, isTheirs } from '../domain/cases/after-sales-case.js';
import type { ViewLog } from '../store/view-log.js';
import type { CaseDeps } from './after-sales-cases.js';
import { openEntry } from './open-entry.js';

export interface ViewCaseDeps extends Pick<CaseDeps, 'codec' | 'vault' | 'cases'> {
  readonly views: Pick<ViewLog, 'note'>;
  readonly policy: PolicySource;
  readonly machineClock: Clock;
  readonly nextId: () => string;
}

export interface CaseViewer {
  /** null: customer service. */
  readonly customerRef: string | null;
  readonly by: string;
  readonly purpose: string;
}

export interface ViewedCase {
  readonly found: AfterSalesCase;
  /** Photos without their picture. */
  readonly entries: readonly (CaseEntry & { readonly text: string | null })[];
  readonly viewId: string;
}

export interface ViewedPhoto {
  readonly media: string;
  readonly content: Buffer;
}

const CATEGORY = 'after-sales';
export type ViewRefusal = 'not-found' | 'not-allowed';

export async function viewCase(
  deps: ViewCaseDeps,
  viewer: CaseViewer,
  caseRef: string,
): Promise<ViewedCase | ViewRefusal> {
  const admitted = await admit(deps, viewer, caseRef);
  if (typeof admitted === 'string') return admitted;
  const { found, viewId, keys } = admitted;
  const texts = new Map<string, string>();
  for (const sealed of await deps.cases.blocks(caseRef, 'message', null)) {
    const opened = openEntry(deps, keys, sealed, 'fulfilment.desk.CaseMessage');
    if (opened !== null) texts.set(sealed.entryId, opened.text);
  }
  const entries = (await deps.cases.entries(caseRef))
    .filter(({ kind, entryId }) => keys?.kind === 'keys' && (kind === 'photo' || texts.has(entryId)))
    .map((entry) => ({ ...entry, text: texts.get(entry.entryId) ?? null }));
  return { found, entries, viewId };
}

export async function viewPhoto(
  deps: ViewCaseDeps,
  viewer: CaseViewer,
  caseRef: string,
  entryId: string,
): Promise<ViewedPhoto | ViewRefusal> {
  const [sealed] = await deps.cases.blocks(caseRef, 'photo', entryId);
  const admitted = sealed === undefined ? 'not-found' : await admit(deps, viewer, caseRef);
  if (typeof admitted === 'string' || sealed === undefined) return admitted as ViewRefusal;
  const opened = openEntry(deps, admitted.keys, sealed, 'fulfilment.desk.CasePhoto');
  return opened === null ? 'not-found' : { media: opened.media, content: opened.content };
}

interface Admitted {
  readonly found: AfterSalesCase;
  readonly viewId: string;
  readonly keys: KeysFound | undefined;
}

async function admit(deps: ViewCaseDeps, viewer: CaseViewer, caseRef: string): Promise<Admitted | ViewRefusal> {
  const { customerRef, by, purpose } = viewer;
  const recipient = customerRef === null ? 'customer-service' : 'person';
  const asked = { recipient, category: CATEGORY, purpose } as const;
  if (mayShare(deps.policy.current(), asked).kind !== 'allowed') return 'not-allowed';
  const found = await deps.cases.find(caseRef);
  if (found === null || !isTheirs(found, customerRef)) return 'not-found';
  const orderRef = found.orderRef as OrderRef;
  const viewId = deps.nextId();
  await deps.views.note({
    viewId,
    by,
    role: customerRef === null ? 'customer-service' : 'customer',
    subjectRef: orderRef,
    categories: [CATEGORY],
    purpose,
    reason: 'AFTER_SALES_CASE',
    outcome: 'shown',
    atMs: deps.machineClock.nowMs(),
  });
  return { found, viewId, keys: (await deps.vault.keysFor([orderRef])).get(orderRef) };
}
