// Intake's road on one page: events → decoded → opened where their publisher sealed them → checked → applied to their orders → sealed blocks and facts.
// New orders, nearly all there are, have theirs prepared portion by portion before the store is asked; all others are looked up first.
// Everything a unit gives goes out in one transaction; MongoDB is written before it and bears redelivery.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import { type FlowObserver, startFlow } from '#shared/pipeline/flow';
import { runInPortions } from '#shared/pipeline/portions';
import { createSettleOutcomes, type SealDeadLetters } from '#shared/pipeline/settle-outcomes';
import type { IncomingRecord, Refusal, Unit, UnitHandler } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import type { PolicySource } from '#shared/policy/ports';
import type { Refs } from '#shared/refs/refs';
import type { Vault } from '#shared/vault/vault';
import type { HashContact } from '#shared/order-rules/fraud-part';
import { createCheckEvents } from './steps/check-events.js';
import type { CheckedEvent } from './steps/checked-event.js';
import type { BlockOpener } from './adapters/block-opener.js';
import { createDecodeEvents } from './steps/decode-events.js';
import { eraseOrders } from './steps/erase-orders.js';
import { foldWithWaiting } from './steps/fold-with-waiting.js';
import { createOpenBlocks } from './steps/open-blocks.js';
import {
  admitPrepared,
  keysSeenOnce,
  type PreparedOrder,
  prepareOrders,
  withoutFactsOf,
} from './steps/prepare-orders.js';
import { publishOrders } from './steps/publish-orders.js';
import { createSealedRecords } from './steps/sealed-records.js';
import type { EarlyEvents } from './store/early-events.js';

export interface IntakeDeps {
  readonly codec: AvroCodec;
  readonly vault: Vault;
  readonly refs: Refs;
  /** In the domain of fraud control. */
  readonly hash: HashContact;
  readonly policy: PolicySource;
  readonly clock: Clock;
  readonly early: EarlyEvents;
  /** Opens what publishers sealed. */
  readonly opener: BlockOpener;
  readonly sealDeadLetters: SealDeadLetters;
  /** The real name of a topic of the catalogue. */
  readonly topicName: (name: string) => string;
  /** Told after the commit, for counters. */
  readonly onCommitted: (summary: CommittedUnit) => void;
  readonly onDeadLetters: (refusals: readonly Refusal[]) => void;
  readonly observer: FlowObserver;
}

export interface CommittedUnit {
  readonly records: readonly IncomingRecord[];
  /** Orders whose facts were published. */
  readonly published: number;
}

export function createIntakeFlow(deps: IntakeDeps): UnitHandler {
  const opened = (observer?: FlowObserver) =>
    startFlow(observer).pipe(createDecodeEvents(deps.codec)).pipe(createOpenBlocks(deps));
  // A version that comes while a unit is under way counts for the next one.
  const flowUnder = (policy: Policy, observer?: FlowObserver) =>
    opened(observer).pipe(createCheckEvents({ ...deps, policy: { current: () => policy } }));
  const publishing = { ...deps, sealedRecords: createSealedRecords(deps) };
  const settle = createSettleOutcomes(deps.sealDeadLetters, deps.onDeadLetters);
  const eventsTopic = deps.topicName(topics.ordersEvents.name);
  const factsTopic = deps.topicName(topics.ordersFacts.name);
  return async (unit: Unit) => {
    const nowMs = deps.clock.nowMs();
    const policy = deps.policy.current();
    const events = unit.records.filter(({ topic }) => topic === eventsTopic);
    const requests = unit.records.filter(({ topic }) => topic !== eventsTopic);

    const prepared: PreparedOrder[] = [];
    const others: CheckedEvent[] = [];
    const alone = keysSeenOnce(events);
    const isProbablyNew = ({ event }: CheckedEvent): boolean => event.type === 'placed' && alone.has(event.orderId);
    const refusals = await runInPortions(flowUnder(policy, deps.observer), events, (checked) => {
      prepared.push(...prepareOrders(publishing, policy.version, checked.filter(isProbablyNew), nowMs));
      others.push(...checked.filter((one) => !isProbablyNew(one)));
    });
    const admitted = await admitPrepared(deps, prepared);
    const again = await runInPortions(flowUnder(policy), admitted.known, (checked) => others.push(...checked));
    const folded = await foldWithWaiting(deps, policy.version, others, admitted.orderRefs);
    const erased = await eraseOrders(deps, requests, nowMs);
    await deps.early.forget(erased.wholeOrders);

    const ready = withoutFactsOf(folded.orders, admitted.outputs, factsTopic);
    const published = [...ready, ...publishOrders(publishing, folded.orders, nowMs)];
    return settle({
      outputs: [...published, ...erased.outputs],
      refusals: [...refusals, ...again, ...folded.refusals],
      afterCommit: () =>
        deps.onCommitted({ records: events, published: published.filter(({ topic }) => topic === factsTopic).length }),
    });
  };
}
