// Analysts at work: what waits, why it was flagged, what hangs together with it, and their decision. Opening a case is put on record before it is shown.
import type { Assessment, Decision } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { type Claimed, holderOf } from '#shared/domain/analysts/claims';
import type { Clock } from '#shared/domain/clock';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { mayShare } from '#shared/policy/may-share';
import type { PolicySource } from '#shared/policy/ports';
import type { CaseStore, CurrencyCount, StoredCase } from '../store/case-store.js';
import type { View, ViewLog } from '../store/view-log.js';

export interface CaseworkDeps {
  readonly codec: Pick<AvroCodec, 'decode' | 'ensureSchemas' | 'encode'>;
  readonly cases: CaseStore;
  readonly views: Pick<ViewLog, 'note'>;
  readonly policy: PolicySource;
  /** The clock that orders live by. */
  readonly clock: Clock;
  /** The machine's clock: records of views are about people at work. */
  readonly machineClock: Clock;
  readonly nextId: () => string;
  /** Publishes a decision; durable when it resolves. */
  readonly publish: (decision: Decision) => Promise<void>;
}

export interface Case {
  readonly assessment: Assessment;
  readonly decision: Decision | null;
  /** Who looks at it at the moment; null: nobody. */
  readonly claim: Claimed | null;
}

export interface CaseLink {
  readonly kind: string;
  readonly hash: string;
  readonly count: number;
  readonly cases: readonly Case[];
}

export interface CaseQueue {
  readonly currencies: readonly CurrencyCount[];
  /** Whose orders these are; sums of different currencies can't be compared. */
  readonly currency: string | null;
  readonly cases: readonly Case[];
  readonly next: string | null;
}

const RECIPIENT = 'analysts';
const ROLE = 'analyst';
const CATEGORIES = ['order-reference', 'fraud'] as const;
const PURPOSE = 'fraud-control';
const LINKED = 10;

/** Whether the policy shows cases to analysts. */
export function mayWorkCases({ policy }: Pick<CaseworkDeps, 'policy'>): boolean {
  const current = policy.current();
  return CATEGORIES.every(
    (category) => mayShare(current, { recipient: RECIPIENT, category, purpose: PURPOSE }).kind === 'allowed',
  );
}

/** @param currency undefined: the one in which most orders wait */
export async function queueOfCases(
  deps: CaseworkDeps,
  {
    currency,
    limit,
    after,
  }: { readonly currency?: string | undefined; readonly limit: number; readonly after: string | null },
): Promise<CaseQueue> {
  const currencies = await deps.cases.waiting();
  const chosen = currency ?? currencies[0]?.currency ?? null;
  if (chosen === null) return { currencies, currency: null, cases: [], next: null };
  const { cases, next } = await deps.cases.queue(chosen, limit, after);
  return { currencies, currency: chosen, cases: await readCases(deps, cases), next };
}

/** @returns null when fraud control knows no such order */
export async function openCase(
  deps: CaseworkDeps,
  orderRef: string,
  by: string,
): Promise<(Case & { readonly links: readonly CaseLink[]; readonly viewId: string }) | null> {
  const viewId = deps.nextId();
  const found = await deps.cases.find(orderRef);
  await deps.views.note(viewOf(deps, viewId, orderRef, by, 'FLAGGED_ORDER', found === null ? 'unknown' : 'shown'));
  if (found === null) return null;
  const [one] = await readCases(deps, [found]);
  if (one === undefined) return null;
  const links = await Promise.all(
    one.assessment.handles.map(async ({ kind, hash }) => {
      const { count, cases } = await deps.cases.linked(`${kind}:${hash}`, orderRef, LINKED);
      return { kind, hash, count, cases: await readCases(deps, cases) };
    }),
  );
  // The rarest tells the most.
  const telling = links.filter(({ count }) => count > 0).toSorted((here, there) => here.count - there.count);
  return { ...one, links: telling, viewId };
}

export interface Ruling {
  readonly orderRef: string;
  readonly by: string;
  readonly ruling: Decision['ruling'];
  readonly note: string;
}

/** @returns null when fraud control knows no such order */
export async function decideCase(deps: CaseworkDeps, { orderRef, by, ruling, note }: Ruling): Promise<Case | null> {
  const found = await deps.cases.find(orderRef);
  const [one] = found === null ? [] : await readCases(deps, [found]);
  if (one === undefined) return null;
  await deps.views.note(viewOf(deps, deps.nextId(), orderRef, by, `DECIDED_${ruling}`, 'shown'));
  // Of two decisions the newer counts, so one that comes after another must not bear the same time.
  const decidedAt = Math.max(deps.clock.nowMs(), (one.decision?.decidedAt ?? 0) + 1);
  // The topic names the role; who it was is in the record of views.
  const decision = { orderRef, ruling, note, decidedBy: ROLE, decidedAt, revision: one.assessment.revision };
  await deps.publish(decision);
  const record = deps.codec.encode(topics.fraudDecisions, decision);
  await deps.cases.apply([{ orderRef, kind: 'decided', decision: record, decidedAt, ruling }]);
  return { ...one, decision };
}

function viewOf(
  deps: CaseworkDeps,
  viewId: string,
  subjectRef: string,
  by: string,
  reason: string,
  outcome: View['outcome'],
): View {
  const categories = outcome === 'shown' ? CATEGORIES : [];
  const atMs = deps.machineClock.nowMs();
  return { viewId, by, role: ROLE, subjectRef, categories, purpose: PURPOSE, reason, outcome, atMs };
}

async function readCases({ codec, clock }: CaseworkDeps, stored: readonly StoredCase[]): Promise<Case[]> {
  await codec.ensureSchemas(stored.flatMap(({ assessment, decision }) => [assessment, decision]));
  const nowMs = clock.nowMs();
  return stored.map(({ assessment, decision, claim }) => {
    const read = codec.decode(assessment, topics.fraudAssessments);
    const ruled = decision === null ? null : codec.decode(decision, topics.fraudDecisions);
    if (read.kind === 'refused' || ruled?.kind === 'refused')
      throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.fraudAssessments.name });
    return {
      assessment: read.value,
      decision: ruled === null ? null : ruled.value,
      claim: holderOf(claim ?? undefined, nowMs),
    };
  });
}
