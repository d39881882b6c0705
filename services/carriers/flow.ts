// The carriers' road on one page: blocks kept, paid orders released, reports followed, erasures carried out.
// All of it in the lane of the order and in one transaction per unit.
import { topics } from '#schemas/generated/topics';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import { type FlowObserver, startFlow } from '#shared/pipeline/flow';
import { createSettleOutcomes, type SealDeadLetters } from '#shared/pipeline/settle-outcomes';
import type { IncomingRecord, Refusal, Unit, UnitHandler } from '#shared/pipeline/unit';
import type { CarriersDeps, ReleasableOrder } from './steps/carriers-deps.js';
import { eraseShipments } from './steps/erase-shipments.js';
import { createDecodeStatuses, createMatchShipments } from './steps/follow-statuses.js';
import { readFacts } from './steps/read-facts.js';
import { releaseOrders } from './steps/release-orders.js';
import type { WaitingRoom } from './steps/waiting-room.js';

export interface CarriersFlowDeps extends CarriersDeps {
  readonly clock: Clock;
  readonly waitingRoom: WaitingRoom;
  /** The carrier whose statuses topic this is, by its real name. */
  readonly carrierOf: (topic: string) => string | undefined;
  readonly sealDeadLetters: SealDeadLetters;
  readonly onDeadLetters: (refusals: readonly Refusal[]) => void;
  readonly onReleased: (orders: number) => void;
  readonly observer: FlowObserver;
}

export function createCarriersFlow(deps: CarriersFlowDeps): UnitHandler {
  const statusFlow = startFlow(deps.observer)
    .pipe(createDecodeStatuses(deps, deps.carrierOf))
    .pipe(createMatchShipments(deps));
  const settle = createSettleOutcomes(deps.sealDeadLetters, deps.onDeadLetters);
  const factsTopic = deps.topicName(topics.ordersFacts.name);
  const sealedTopic = deps.topicName(topics.ordersSealed.name);
  const requestsTopic = deps.topicName(topics.erasureRequests.name);

  return async (unit: Unit) => {
    const { waitingRoom } = deps;
    const nowMs = deps.clock.nowMs();
    const policy = deps.policy.current();
    const { facts, sealed, requests, statuses } = sortByTopic(unit.records);

    const arrived = blocksByOrder(sealed);
    await deps.store.putBlocks([...arrived].map(([orderRef, block]) => ({ orderRef, sealed: block })));
    const { ready, notReady } = await readFacts(deps, policy, facts);
    const called = waitingRoom.calledBy(unit.lane, arrived.keys(), ready, notReady);
    const released = await releaseOrders(deps, policy, withEarliestClaim(ready, called), arrived, nowMs);
    await waitingRoom.enter(unit.lane, released.waiting);
    const reports = await statusFlow.run(statuses);
    const erased = await eraseShipments(deps, requests, nowMs);

    return settle({
      outputs: [...released.outputs, ...reports.items.map(({ value }) => value), ...erased.outputs],
      refusals: reports.refusals,
      afterCommit: () => {
        waitingRoom.leave(unit.lane, [...released.settled, ...notReady, ...erased.orderRefs]);
        deps.onReleased(released.settled.length);
      },
    });
  };

  function sortByTopic(records: readonly IncomingRecord[]) {
    const sorted = {
      facts: [] as IncomingRecord[],
      sealed: [] as IncomingRecord[],
      requests: [] as IncomingRecord[],
      statuses: [] as IncomingRecord[],
    };
    for (const record of records) {
      if (record.topic === factsTopic) sorted.facts.push(record);
      else if (record.topic === sealedTopic) sorted.sealed.push(record);
      else if (record.topic === requestsTopic) sorted.requests.push(record);
      else sorted.statuses.push(record);
    }
    return sorted;
  }
}

/** The sealed address blocks of the unit by order; the key `orderRef/shipping` says whose they are, nothing is decoded yet. */
function blocksByOrder(records: readonly IncomingRecord[]): Map<OrderRef, Buffer> {
  const blocks = new Map<OrderRef, Buffer>();
  for (const { key, value } of records) {
    const orderRef = key?.toString('utf8').split('/', 1)[0] as OrderRef | undefined;
    if (orderRef === undefined) continue;
    // A tombstone takes back what came before it in this unit; what is stored goes with the erasure request.
    if (value === null) blocks.delete(orderRef);
    else blocks.set(orderRef, value);
  }
  return blocks;
}

/** An order that waited keeps the claim it waited with, even when newer facts of it came in this unit. */
function withEarliestClaim(
  ready: readonly ReleasableOrder[],
  called: readonly ReleasableOrder[],
): readonly ReleasableOrder[] {
  if (called.length === 0) return ready;
  const claims = new Map(called.map((order) => [order.orderRef, order.claim]));
  const newest = ready.map((order) => ({ ...order, claim: claims.get(order.orderRef) ?? order.claim }));
  const there = new Set(ready.map(({ orderRef }) => orderRef));
  return [...newest, ...called.filter(({ orderRef }) => !there.has(orderRef))];
}
