// The carriers' road on one page: blocks kept, paid orders released, reports followed, erasures carried out.
// All of it in the lane of the order and in one transaction per unit.
import { topics } from '#schemas/generated/topics';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import { bothSettled } from '#shared/pipeline/both-settled';
import { type FlowObserver, startFlow } from '#shared/pipeline/flow';
import { createSettleOutcomes, type SealDeadLetters } from '#shared/pipeline/settle-outcomes';
import type { IncomingRecord, Refusal, Unit, UnitHandler } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import type { CarriersDeps, ReleasableOrder, StayingOrder } from './steps/carriers-deps.js';
import { eraseShipments } from './steps/erase-shipments.js';
import { createDecodeStatuses, createMatchShipments } from './steps/follow-statuses.js';
import { positionOf } from './steps/position-of.js';
import { readFacts } from './steps/read-facts.js';
import { releaseOrders } from './steps/release-orders.js';
import type { WaitingRoom } from './steps/waiting-room.js';

export interface CarriersFlowDeps extends CarriersDeps {
  readonly clock: Clock;
  readonly machineClock: Clock;
  readonly waitingRoom: WaitingRoom;
  /** The carrier whose statuses topic this is, by its real name. */
  readonly carrierOf: (topic: string) => string | undefined;
  readonly sealDeadLetters: SealDeadLetters;
  readonly onDeadLetters: (refusals: readonly Refusal[]) => void;
  readonly onReleased: (orders: number) => void;
  readonly observer: FlowObserver;
}

export function createCarriersFlow(deps: CarriersFlowDeps): UnitHandler {
  const decoded = startFlow(deps.observer).pipe(createDecodeStatuses(deps, deps.carrierOf));
  // A version of the policy that comes while a unit is under way counts for the next one.
  const statusFlowUnder = (policy: Policy) =>
    decoded.pipe(createMatchShipments({ ...deps, policy: { current: () => policy } }));
  const settle = createSettleOutcomes(deps.sealDeadLetters, deps.onDeadLetters);
  const factsTopic = deps.topicName(topics.ordersFacts.name);
  const sealedTopic = deps.topicName(topics.ordersSealed.name);
  const requestsTopic = deps.topicName(topics.erasureRequests.name);
  const assessmentsTopic = deps.topicName(topics.fraudAssessments.name);
  const decisionsTopic = deps.topicName(topics.fraudDecisions.name);

  return async (unit: Unit) => {
    const { waitingRoom } = deps;
    const nowMs = deps.clock.nowMs();
    const policy = await deps.sealer.prepare(deps.policy.current());
    const rules = rulesOf(policy, nowMs);
    const { facts, sealed, requests, assessments, decisions, statuses } = sortByTopic(unit.records);

    const news = await deps.gate.read(assessments, decisions);
    const arrived = blocksByOrder(sealed);
    const blocks = Array.from(arrived.blocks, ([orderRef, block]) => ({ orderRef, sealed: block }));
    const release = async () => {
      const waitingRevision = (orderRef: OrderRef): number | undefined => waitingRoom.revisionOf(unit.lane, orderRef);
      const { ready, notReady, cancelled } = await readFacts(deps, policy, facts, waitingRevision);
      await waitingRoom.dismiss(unit.lane, notReady);
      const positions = joinPositions(arrived.positions, news.positions);
      const machineMs = deps.machineClock.nowMs();
      const called = waitingRoom.call(unit.lane, { arrived: positions, ready, rules, nowMs: machineMs });
      const released = await releaseOrders(deps, policy, called, cancelled, arrived.blocks, news, nowMs);
      const staying = released.waiting.concat(takenBefore(unit.lane, released.taken));
      await waitingRoom.enter(unit.lane, staying, machineMs);
      return released;
    };
    const keep = Promise.all([deps.store.putBlocks(blocks), deps.gate.keep(news)]);
    const [, released] = await bothSettled(keep, release());
    const reports = await statusFlowUnder(policy).run(statuses);
    const erased = await eraseShipments(deps, requests, nowMs);

    return settle({
      outputs: [...released.outputs, ...reports.items.map(({ value }) => value), ...erased.outputs],
      refusals: [...reports.refusals, ...news.refusals],
      afterCommit: () => {
        waitingRoom.leave(unit.lane, [...released.gone, ...erased.orderRefs], rules);
        deps.onReleased(released.orders);
      },
    });
  };

  /** Found released although they wait: a crash left them behind, or what released them comes again and looks for them here. They stay. */
  function takenBefore(lane: number, taken: readonly ReleasableOrder[]): readonly StayingOrder[] {
    return taken
      .filter(({ orderRef }) => deps.waitingRoom.revisionOf(lane, orderRef) !== undefined)
      .map((order) => ({ ...order, code: 'RELEASED_BEFORE', callAt: null }));
  }

  function sortByTopic(records: readonly IncomingRecord[]) {
    const sorted = {
      facts: [] as IncomingRecord[],
      sealed: [] as IncomingRecord[],
      requests: [] as IncomingRecord[],
      assessments: [] as IncomingRecord[],
      decisions: [] as IncomingRecord[],
      statuses: [] as IncomingRecord[],
    };
    for (const record of records) {
      if (record.topic === factsTopic) sorted.facts.push(record);
      else if (record.topic === sealedTopic) sorted.sealed.push(record);
      else if (record.topic === requestsTopic) sorted.requests.push(record);
      else if (record.topic === assessmentsTopic) sorted.assessments.push(record);
      else if (record.topic === decisionsTopic) sorted.decisions.push(record);
      else sorted.statuses.push(record);
    }
    return sorted;
  }
}

interface ArrivedBlocks {
  readonly blocks: ReadonlyMap<OrderRef, Buffer>;
  readonly positions: ReadonlyMap<OrderRef, readonly string[]>;
}

function joinPositions(one: ArrivedBlocks['positions'], other: ArrivedBlocks['positions']): ArrivedBlocks['positions'] {
  if (other.size === 0) return one;
  const all = new Map(one);
  for (const [orderRef, positions] of other) all.set(orderRef, [...(all.get(orderRef) ?? []), ...positions]);
  return all;
}

/** The sealed address blocks of the unit by order; the key `orderRef/shipping` says whose they are, nothing is decoded yet. */
function blocksByOrder(records: readonly IncomingRecord[]): ArrivedBlocks {
  const blocks = new Map<OrderRef, Buffer>();
  const positions = new Map<OrderRef, readonly string[]>();
  for (const record of records) {
    const orderRef = record.key?.toString('utf8').split('/', 1)[0] as OrderRef | undefined;
    if (orderRef === undefined) continue;
    // A tombstone takes back what came before it in this unit; what is stored goes with the erasure request.
    if (record.value === null) {
      blocks.delete(orderRef);
      positions.delete(orderRef);
    } else {
      blocks.set(orderRef, record.value);
      positions.set(orderRef, [positionOf(record)]);
    }
  }
  return { blocks, positions };
}

/** What a hold depends on besides the order: the policy, the register of carriers, and the day, by which agreements begin and end. */
export function rulesOf({ version, registerEdition }: Policy, nowMs: number): string {
  return `${version}/${registerEdition}/${new Date(nowMs).toISOString().slice(0, 10)}`;
}
