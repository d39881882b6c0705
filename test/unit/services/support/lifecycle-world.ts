// Orders on their whole road through intake and carriers, in memory: each topic a log, read as far and in the order that a test says.
import { carrierTopics, topics } from '#schemas/generated/topics';
import type { DeadLetter, ShipmentProgress } from '#schemas/generated/records';
import { evolveLife } from '#services/erasure/domain/evolve-life';
import { type OrderLife, UNKNOWN_ORDER } from '#services/erasure/domain/order-life';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { seededUuid } from '#shared/sample/seeded-ids';
import { createRandom } from '#shared/sample/seeded-random';
import { changedPolicy, put, type Tree } from '#test/unit/shared/policy/support/changed-policy';
import { givenRoad, runUnit } from './small-road.js';

/** `fastbox` carries what swiftpost carries; parcelway does not come to Europe at all. */
export const CARRIERS = ['swiftpost', 'fastbox', 'parcelway'] as const;
export type CarrierId = (typeof CARRIERS)[number];

const policy = changedPolicy((tree) => {
  const { swiftpost } = (tree as { carriers: Tree }).carriers as { swiftpost: Tree };
  put(tree, 'carriers/fastbox', structuredClone(swiftpost));
  put(tree, 'carriers/fastbox/name', 'FastBox');
});
const road = await givenRoad(policy);
const random = createRandom('lifecycle');
const orders = generateOrders({ seed: 'lifecycle', count: 1_000_000 })[Symbol.iterator]();

export type InputName = 'facts' | 'sealed' | 'statuses' | 'requests';
export type Ending = 'commit' | 'before-commit' | 'after-commit';

/** Nobody has seen it yet, and swiftpost brings it to a door in Europe. */
export function freshOrder(): PlainOrder {
  for (let next = orders.next(); next.done !== true; next = orders.next()) {
    const { carrierId, pickupPoint, countryCode } = blocksOf(next.value).shipping;
    const isHome = pickupPoint === null && ['DE', 'FR', 'NL', 'AT'].includes(countryCode);
    if (carrierId === 'swiftpost' && isHome) return next.value;
  }
  throw new Error('the sample has no more orders');
}

const REPORTED_AT = 1_790_000_000_000;

export const shipmentRefOf = (carrierId: string, order: PlainOrder, parcel: number): string =>
  road.refs.shipmentRef(carrierId, order.orderId, parcel);

export async function createLifecycleWorld() {
  const logs: Record<InputName, IncomingRecord[]> = { facts: [], sealed: [], statuses: [], requests: [] };
  const done: Record<InputName, number> = { facts: 0, sealed: 0, statuses: 0, requests: 0 };
  const outputs: OutgoingRecord[] = [];
  let carriers = await road.startCarriers();

  function deliver(written: readonly OutgoingRecord[]): void {
    for (const record of road.asInput(written)) {
      if (record.topic === topics.ordersFacts.name) logs.facts.push(record);
      else if (record.key?.toString().endsWith('/shipping') === true) logs.sealed.push(record);
    }
  }
  const isBehind = (): boolean => Object.entries(logs).some(([name, log]) => done[name as InputName] < log.length);

  return {
    outputs,
    /** Publishes one event; a crash before the commit makes intake handle it twice. @returns codes of its refusals */
    publish: async (order: PlainOrder, name: string, content: object, crash = false): Promise<string[]> => {
      const { orderId, occurredAt } = order;
      const base = name === 'OrderPlaced' ? order : { eventId: seededUuid(random), orderId, occurredAt };
      const record = road.event(name, { ...base, ...content, orderId });
      if (crash) await runUnit(road.intake, [record], 'crash');
      const written = await runUnit(road.intake, [record]);
      deliver(written);
      return road.decoded<DeadLetter>(written, topics.intakeDeadLetters).map(({ code }) => code);
    },
    report: (carrierId: CarrierId, shipmentRef: string, status: 'ACCEPTED' | 'DELIVERED' | 'RETURNED'): void => {
      const { statuses } = carrierTopics(carrierId);
      const value = road.codec.encode(statuses, { shipmentRef, status, occurredAt: REPORTED_AT });
      logs.statuses.push(road.record(statuses.name, shipmentRef, value));
    },
    erase: async (order: PlainOrder): Promise<void> => {
      const orderRef = road.refs.orderRef(order.orderId);
      await road.vault.shredOrders([orderRef], 9);
      const request = { erasureId: `e-${orderRef}`, orderRef, categories: [], reason: 'RETENTION_ENDED' };
      const value = road.codec.encode(topics.erasureRequests, { ...request, policyVersion: 1, requestedAt: 9 });
      logs.requests.push(road.record(topics.erasureRequests.name, orderRef, value));
    },
    isBehind,
    /** Carriers reads so much of each log. */
    work: async (take: Partial<Record<InputName, number>>, ending: Ending = 'commit'): Promise<void> => {
      const reached = { ...done };
      const records: IncomingRecord[] = [];
      for (const [name, count] of Object.entries(take) as [InputName, number][]) {
        records.push(...logs[name].slice(done[name], done[name] + count));
        reached[name] = Math.min(logs[name].length, done[name] + count);
      }
      const result = await carriers({ lane: 0, records, isRevoked: () => false });
      if (ending !== 'before-commit') {
        Object.assign(done, reached);
        outputs.push(
          ...result.outputs.map((one) => ({ ...one, value: one.value === null ? null : Buffer.from(one.value) })),
        );
      }
      if (ending === 'commit') result.afterCommit?.();
      else carriers = await road.startCarriers();
    },
    /** What a reader of the carrier's compacted topic has: by reference, the record. */
    liveAt: (carrierId: CarrierId): Map<string, Readonly<Record<string, unknown>>> =>
      latest(outputs, carrierTopics(carrierId).shipments.name, (value) => {
        const decoded = road.codec.decode(value, carrierTopics(carrierId).shipments);
        if (decoded.kind === 'refused') throw new Error(decoded.code);
        return decoded.value;
      }),
    livePicks: (): string[] => [...latest(outputs, topics.warehousePicks.name, () => true).keys()].sort(),
    progress: (): ShipmentProgress[] => road.decoded(outputs, topics.shipmentsProgress),
    refusals: (): string[] => road.decoded<DeadLetter>(outputs, topics.carriersDeadLetters).map(({ code }) => code),
    /** The life of one order as the erasure service knows it from the parcels' news. */
    lifeOf: (order: PlainOrder): OrderLife => {
      const orderRef = road.refs.orderRef(order.orderId);
      return road
        .decoded<ShipmentProgress>(outputs, topics.shipmentsProgress)
        .filter((one) => one.orderRef === orderRef)
        .reduce((life, one) => evolveLife(life, { kind: 'progress', ...one }), UNKNOWN_ORDER);
    },
  };
}

export type LifecycleWorld = Awaited<ReturnType<typeof createLifecycleWorld>>;

function latest<T>(outputs: readonly OutgoingRecord[], name: string, read: (value: Buffer) => T): Map<string, T> {
  const values = new Map<string, T>();
  for (const { topic, key, value } of outputs) {
    if (topic !== name) continue;
    if (value === null) values.delete(String(key));
    else values.set(String(key), read(value));
  }
  return values;
}
