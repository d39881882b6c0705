// The life of an order told from the records that the desk keeps of it. Pure: the same records give the same story.
import type { Assessment, Decision, OrderFacts, OrderStatus } from '#schemas/generated/records';
import { orderDueAt } from '#shared/policy/retention';
import type { Policy } from '#shared/policy/policy';
import { awaitedBy, type ErasureCourse, stateOf } from '../domain/erasures/erasure-course.js';
import { inOrder, type TimelineEvent, type TimelineKind } from '../domain/orders/timeline.js';
import type { ParcelLife } from '../store/parcel-shelf.js';

/** What is known of an order that is not erased. */
export interface KnownOrder {
  readonly facts: OrderFacts | null;
  /** The last record of each status it came to. */
  readonly stages: readonly OrderStatus[];
  readonly parcels: readonly ParcelLife[];
}

type Details = Readonly<Record<string, string | null>>;

function event(
  kind: TimelineKind,
  atMs: number | null,
  category: TimelineEvent['category'],
  details: Details = {},
  policyVersion: number | null = null,
): TimelineEvent {
  const told = Object.entries(details).flatMap(([name, says]) => (says === null || says === '' ? [] : [[name, says]]));
  return { kind, atMs, category, policyVersion, details: Object.fromEntries(told) as Record<string, string> };
}

/** Of the order itself, up to the day when it is to be erased. @param fraud what was assessed and decided meanwhile */
export function lifeEvents(
  policy: Policy,
  known: KnownOrder,
  fraud: readonly TimelineEvent[],
): readonly TimelineEvent[] {
  const { facts, parcels } = known;
  const happened = [...factsEvents(facts), ...stageEvents(known), ...parcelEvents(parcels), ...fraud];
  return [...inOrder(happened), ...dueEvent(policy, known)];
}

function factsEvents(facts: OrderFacts | null): readonly TimelineEvent[] {
  if (facts === null) return [];
  const { placedAt, paidAt, cancelledAt, cancelReason, openCases, caseClosedAt, policyVersion } = facts;
  return [
    ...(placedAt === null ? [] : [event('PLACED', placedAt, 'order-reference', {}, policyVersion)]),
    ...(paidAt === null ? [] : [event('PAID', paidAt, 'order-reference')]),
    ...(cancelledAt === null ? [] : [event('CANCELLED', cancelledAt, 'order-content', { reason: cancelReason })]),
    ...(openCases.length === 0
      ? []
      : [event('CASE_OPEN', null, 'order-reference', { cases: String(openCases.length) })]),
    ...(caseClosedAt === null ? [] : [event('CASE_CLOSED', caseClosedAt, 'order-reference')]),
  ];
}

function stageEvents({ stages }: KnownOrder): readonly TimelineEvent[] {
  return stages.flatMap(({ status, at, policyVersion, outcome, reasonCodes, fieldPaths }) => {
    // What the ledger says of an erasure is told from the ledger.
    if (status === 'ERASED') return [];
    const details = { outcome, codes: reasonCodes.join(', '), fields: fieldPaths.join(', ') };
    return [event(status, at, 'order-reference', details, policyVersion)];
  });
}

function parcelEvents(parcels: readonly ParcelLife[]): readonly TimelineEvent[] {
  return parcels.flatMap(({ parcel, carrierId, states }) =>
    [...states].map(([state, atMs]) =>
      event(`PARCEL_${state}` as TimelineKind, atMs, 'order-content', {
        parcel: parcel === 0 ? null : String(parcel),
        carrier: carrierId,
      }),
    ),
  );
}

/** By the policy of now, once the order is over; while something stops its clocks there is no day to name. */
function dueEvent(policy: Policy, { facts, stages, parcels }: KnownOrder): readonly TimelineEvent[] {
  const over = stages.find(({ status }) => status === 'FINISHED' || status === 'REFUSED');
  if (over === undefined) return [];
  const lastOf = (state: string): number | undefined => {
    const times = parcels.flatMap(({ states }) => states.get(state) ?? []);
    return times.length === 0 ? undefined : Math.max(...times);
  };
  const moments = {
    delivered: lastOf('DELIVERED'),
    returned: lastOf('RETURNED'),
    lost: lastOf('LOST'),
    cancelled: facts?.cancelledAt ?? undefined,
    refused: over.status === 'REFUSED' ? over.at : undefined,
    'after-sales-closed': facts?.caseClosedAt ?? undefined,
  };
  const happened = Object.fromEntries(Object.entries(moments).filter(([, atMs]) => atMs !== undefined));
  const paused = { 'open-after-sales-case': (facts?.openCases.length ?? 0) > 0 };
  const dueMs = orderDueAt(policy, { moments: happened, paused });
  return dueMs === null ? [] : [event('ERASURE_DUE', dueMs, 'order-reference', {}, policy.version)];
}

export function fraudEvents(assessment: Assessment, decision: Decision | null): readonly TimelineEvent[] {
  const { verdict, score, reasons, ruleSet, ruleSetVersion, assessedAt, policyVersion } = assessment;
  const counting = reasons.filter(({ state }) => state === 'ACTIVE').map(({ code }) => code);
  const details = {
    verdict,
    score: String(score),
    rules: counting.join(', '),
    'rule set': `${ruleSet} ${ruleSetVersion}`,
  };
  return [
    event('ASSESSED', assessedAt, 'fraud', details, policyVersion),
    ...(decision === null
      ? []
      : [event('DECIDED', decision.decidedAt, 'fraud', { ruling: decision.ruling, by: decision.decidedBy })]),
  ];
}

/** Times of the ledger are those of people and machines at work, whatever clock orders live by: they stand after the life, never among it. */
export function erasureEvents(courses: readonly ErasureCourse[]): readonly TimelineEvent[] {
  return courses
    .toSorted((one, other) => one.begunAtMs - other.begunAtMs)
    .flatMap((course) => {
      const { begunAtMs, doneAtMs, reason, categories, policyVersion, participants, answered } = course;
      const what = categories.length === 0 ? 'the whole order' : categories.join(', ');
      const waitsFor = awaitedBy(course).map(({ participant }) => participant);
      return [
        event(
          'ERASURE_BEGUN',
          begunAtMs,
          'order-reference',
          { what, reason, 'to be confirmed by': participants.join(', ') },
          policyVersion,
        ),
        ...(stateOf(course) === 'overdue'
          ? [
              event('ERASURE_LATE', course.alarm?.atMs ?? null, 'order-reference', {
                what,
                'waits for': waitsFor.join(', '),
              }),
            ]
          : []),
        ...(doneAtMs === null
          ? []
          : [event('ERASED', doneAtMs, 'order-reference', { what, 'confirmed by': answered.join(', ') })]),
      ];
    });
}
