// The life of one order for whoever has to do with it: decided by the policy, put on record, and only then told. No name, no address, no amount.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { mayShare } from '#shared/policy/may-share';
import type { Policy } from '#shared/policy/policy';
import type { PolicySource } from '#shared/policy/ports';
import type { Vault } from '#shared/vault/vault';
import type { TimelineEvent, TimelineReader } from '../domain/orders/timeline.js';
import type { CaseStore, StoredCase } from '../store/case-store.js';
import type { ErasureShelf } from '../store/erasure-shelf.js';
import type { OrderShelf } from '../store/order-shelf.js';
import type { ParcelShelf } from '../store/parcel-shelf.js';
import type { ViewLog, ViewOutcome } from '../store/view-log.js';
import { factsOf, statusOf } from './look-up-order.js';
import { erasureEvents, fraudEvents, lifeEvents } from './timeline-events.js';

export interface TimelineDeps {
  readonly codec: AvroCodec;
  readonly vault: Pick<Vault, 'keysFor' | 'open'>;
  readonly shelf: Pick<OrderShelf, 'find'>;
  readonly parcels: Pick<ParcelShelf, 'ofOrder'>;
  readonly cases: Pick<CaseStore, 'find'>;
  readonly erasures: Pick<ErasureShelf, 'page'>;
  readonly views: Pick<ViewLog, 'note' | 'countLookUp'>;
  readonly policy: PolicySource;
  /** The machine's clock: records are about people at work. */
  readonly clock: Clock;
  readonly nextId: () => string;
  /** Orders that one person of customer service may look at in an hour. */
  readonly perHour: number;
  readonly onCapped: (viewId: string) => void;
}

export interface TimelineQuestion {
  readonly orderRef: OrderRef;
  readonly by: string;
  readonly reader: TimelineReader;
  readonly reason: string;
}

export type Timeline =
  | { readonly kind: 'shown'; readonly events: readonly TimelineEvent[]; readonly viewId: string }
  | { readonly kind: 'unknown' | 'erased' | 'capped' | 'not-allowed' };

const MOST_ERASURES = 20;
/** As which recipient of the policy, and for which purpose; those who watch over the rules are no recipients of anybody's data. */
const ENTITLED = {
  'customer-service': { recipient: 'customer-service', purpose: 'after-sales' },
  analyst: { recipient: 'analysts', purpose: 'fraud-control' },
} as const;
const WATCHING = 'watching-over-the-rules';

export async function orderTimeline(deps: TimelineDeps, asked: TimelineQuestion): Promise<Timeline> {
  const { orderRef, reader, by, reason } = asked;
  const policy = deps.policy.current();
  const categories = categoriesOf(policy, reader);
  if (!categories.has('order-reference')) return { kind: 'not-allowed' };
  const atMs = deps.clock.nowMs();
  const viewId = deps.nextId();
  const note = (outcome: ViewOutcome): Promise<void> =>
    deps.views.note({
      viewId,
      by,
      role: reader,
      subjectRef: orderRef,
      categories: outcome === 'shown' ? [...categories] : [],
      purpose: purposeOf(reader),
      reason,
      outcome,
      atMs,
    });
  const isCounted = reader === 'customer-service';
  const [count, found] = await Promise.all([
    isCounted ? deps.views.countLookUp(by, atMs) : 0,
    eventsOf(deps, policy, orderRef),
  ]);
  if (count > deps.perHour) {
    if (count === deps.perHour + 1) deps.onCapped(viewId);
    await note('capped');
    return { kind: 'capped' };
  }
  const { events, isErased } = found;
  // Customer service helps with orders that there are; the others are told of the erasure itself.
  if (isErased && (isCounted || events.length === 0)) {
    await note('erased');
    return { kind: 'erased' };
  }
  if (events.length === 0) {
    await note('unknown');
    return { kind: 'unknown' };
  }
  await note('shown');
  return { kind: 'shown', events: events.filter(({ category }) => categories.has(category)).map(tell(reader)), viewId };
}

export function purposeOf(reader: TimelineReader): string {
  return reader === 'customer-service' || reader === 'analyst' ? ENTITLED[reader].purpose : WATCHING;
}

function categoriesOf(policy: Policy, reader: TimelineReader): ReadonlySet<string> {
  const all = ['order-reference', 'order-content', 'fraud'] as const;
  if (reader !== 'customer-service' && reader !== 'analyst') return new Set(all);
  const { recipient, purpose } = ENTITLED[reader];
  return new Set(all.filter((category) => mayShare(policy, { recipient, category, purpose }).kind === 'allowed'));
}

/** Codes tell how fraud control and the checks work; customer service is told what happened, and the field that is missing. */
const tell =
  (reader: TimelineReader) =>
  (event: TimelineEvent): TimelineEvent => {
    if (reader !== 'customer-service') return event;
    const { codes: _codes, 'to be confirmed by': _by, ...details } = event.details;
    return { ...event, details };
  };

interface Found {
  readonly isErased: boolean;
  readonly events: readonly TimelineEvent[];
}

/** As soon as the keys of an order are destroyed nothing of its life is told but what fraud control keeps, and the erasure itself. */
async function eventsOf(deps: TimelineDeps, policy: Policy, orderRef: OrderRef): Promise<Found> {
  const [found, keys, parcels, flagged, { erasures }] = await Promise.all([
    deps.shelf.find(orderRef),
    deps.vault.keysFor([orderRef]),
    deps.parcels.ofOrder(orderRef),
    deps.cases.find(orderRef),
    deps.erasures.page({ orderRef }, MOST_ERASURES, null),
  ]);
  const fraud = flagged === null ? [] : await assessedEvents(deps, flagged);
  const erasure = erasureEvents(erasures);
  const isErased = found === 'erased' || keys.get(orderRef)?.kind === 'erased';
  if (found === null || isErased) return { isErased, events: [...fraud, ...erasure] };
  await deps.codec.ensureSchemas([found.facts, ...found.stages.values()]);
  const stages = [...found.stages.values()].flatMap((bytes) => statusOf(deps, bytes) ?? []);
  const facts = found.facts === null ? null : factsOf(deps, found.facts);
  return { isErased, events: [...lifeEvents(policy, { facts, stages, parcels }, fraud), ...erasure] };
}

async function assessedEvents(
  { codec }: TimelineDeps,
  { assessment, decision }: StoredCase,
): Promise<readonly TimelineEvent[]> {
  await codec.ensureSchemas([assessment, decision]);
  const read = codec.decode(assessment, topics.fraudAssessments);
  const ruled = decision === null ? null : codec.decode(decision, topics.fraudDecisions);
  if (read.kind === 'refused' || ruled?.kind === 'refused')
    throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.fraudAssessments.name });
  return fraudEvents(read.value, ruled === null ? null : ruled.value);
}
