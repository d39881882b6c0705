// Carriers as a flow over stores in memory, with a log per input topic: units are cut anywhere, the service dies anywhere and starts again.
import { carrierTopics, topics } from '#schemas/generated/topics';
import type { OrderFacts, ShipmentProgress, Shipping } from '#schemas/generated/records';
import type { SchemaJson } from '#schemas/generated/schemas';
import { createShipmentSealer } from '#services/carriers/adapters/shipment-sealer';
import { createCarriersFlow } from '#services/carriers/flow';
import { NO_GATE } from '#services/carriers/steps/fraud-gate';
import { createWaitingRoom } from '#services/carriers/steps/waiting-room';
import { createMemoryShipmentStore } from '#services/carriers/store/memory-shipment-store';
import { createSealDeadLetters } from '#shared/dead-letters/seal-dead-letters';
import type { OrderRef } from '#shared/domain/refs';
import type { IncomingRecord, OutgoingRecord, UnitHandler } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { shipmentSchema } from '#shared/policy/shipment-schema';
import { createRefs } from '#shared/refs/refs';
import { createMemoryKeyring } from '#shared/vault/memory-keyring';
import { createMemoryKeyStore } from '#shared/vault/memory-key-store';
import { createVault } from '#shared/vault/vault';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { allTopics, givenCodec } from '#test/unit/shared/codec/support/given-codec';

export const POLICY = readPolicyFile();
export const { codec } = await givenCodec({ prepare: [] });
const carrierIds = [...POLICY.carriers.keys()];
for (const id of carrierIds) codec.define(shipmentSchema(POLICY, id) as unknown as SchemaJson);
await codec.prepare([
  ...allTopics,
  ...carrierIds.flatMap((id) => {
    const { shipments, sealedShipments, statuses } = carrierTopics(id);
    return [shipments, sealedShipments, statuses];
  }),
]);
const keyring = createMemoryKeyring();
export const refs = createRefs(keyring.derive('refs'));
export const NOW_MS = Date.UTC(2026, 5, 1);

/** Orders for the carrier swiftpost. */
export const ORDERS: readonly PlainOrder[] = [...generateOrders({ seed: 'small-carriers', count: 60 })]
  .filter((order) => blocksOf(order).shipping.carrierId === 'swiftpost')
  .slice(0, 4);

export const orderRefOf = (order: PlainOrder): OrderRef => refs.orderRef(order.orderId);

/** Facts as intake publishes them. */
export function factsOf(order: PlainOrder, changes: Partial<OrderFacts>): OrderFacts {
  const { shipping, payment } = blocksOf(order);
  return {
    orderRef: orderRefOf(order),
    orderId: order.orderId,
    customerRef: refs.customerRef(order.customerId),
    policyVersion: POLICY.version,
    revision: 1,
    placedAt: order.occurredAt,
    destinationCountry: shipping.countryCode,
    carrierId: shipping.carrierId,
    serviceLevel: shipping.serviceLevel,
    deliveryKind: shipping.pickupPoint === null ? 'HOME' : 'PICKUP_POINT',
    items: order.items,
    amount: payment.amount,
    currency: payment.currency,
    state: 'PLACED',
    refusalCodes: [],
    refusalPaths: [],
    paidAt: null,
    cancelledAt: null,
    cancelReason: null,
    parcels: [],
    openCases: [],
    caseClosedAt: null,
    lastEventAt: order.occurredAt,
    deliveryRevision: 1,
    addressRevision: 1,
    ...changes,
  };
}

/** `before-commit`: nothing of the unit is seen by anybody. `after-commit`: all of it is, but the service did not live to know. */
export type Ending = 'commit' | 'before-commit' | 'after-commit';

export type LogName = 'facts' | 'sealed' | 'requests' | 'statuses';

export async function createSmallCarriers(policies: { current: () => Policy } = { current: () => POLICY }) {
  const vault = createVault({ store: createMemoryKeyStore(), keyring });
  const store = createMemoryShipmentStore();
  const world = { nowMs: NOW_MS };
  const clock = { nowMs: () => world.nowMs };
  const topicName = (name: string): string => name;
  const names: Record<LogName, string> = {
    facts: topics.ordersFacts.name,
    sealed: topics.ordersSealed.name,
    requests: topics.erasureRequests.name,
    statuses: carrierTopics('swiftpost').statuses.name,
  };
  const logs: Record<LogName, IncomingRecord[]> = { facts: [], sealed: [], requests: [], statuses: [] };
  const done: Record<LogName, number> = { facts: 0, sealed: 0, requests: 0, statuses: 0 };
  const outputs: OutgoingRecord[] = [];
  let handler: UnitHandler;

  async function start(): Promise<void> {
    const waitingRoom = createWaitingRoom({
      codec,
      store,
      onForgetFailed: () => undefined,
    });
    await waitingRoom.open(0);
    handler = createCarriersFlow({
      codec,
      vault,
      refs,
      policy: policies,
      clock,
      store,
      sealer: createShipmentSealer({ clock }),
      waitingRoom,
      gate: NO_GATE,
      machineClock: clock,
      topicName,
      carrierOf: (topic) => carrierIds.find((id) => carrierTopics(id).statuses.name === topic),
      sealDeadLetters: createSealDeadLetters({
        service: 'carriers',
        topic: topics.carriersDeadLetters,
        topicName,
        codec,
        vault,
        policy: policies,
        clock,
      }),
      onDeadLetters: () => undefined,
      onReleased: () => undefined,
      observer: { step: () => undefined },
    });
  }

  function append(log: LogName, key: string, value: Buffer | null, topic = names[log]): void {
    const offset = String(logs[log].length);
    const bytes = value === null ? null : Buffer.from(value);
    logs[log].push({ topic, partition: 0, offset, timestampMs: 0, key: Buffer.from(key), value: bytes, headers: {} });
  }

  await start();
  return {
    world,
    vault,
    store,
    outputs,
    restart: start,
    admit: async (order: PlainOrder): Promise<void> => {
      await vault.admit([{ orderRef: orderRefOf(order), claim: 'orders.events:0:0' }]);
    },
    appendFacts: (order: PlainOrder, changes: Partial<OrderFacts>) =>
      append('facts', orderRefOf(order), codec.encode(topics.ordersFacts, factsOf(order, changes))),
    appendBlock: async (
      order: PlainOrder,
      shipping: Shipping = blocksOf(order).shipping,
      revision = 1,
    ): Promise<void> => {
      const orderRef = orderRefOf(order);
      const schemaName = 'fulfilment.orders.Shipping';
      const found = (await vault.keysFor([orderRef])).get(orderRef);
      if (found?.kind !== 'keys') throw new Error('the order has no keys');
      const block = vault.seal(found.keys, orderRef, 'shipping', schemaName, codec.encodeBare(schemaName, shipping));
      if (block === null) throw new Error('the key is gone');
      const meta = { orderRef, category: 'shipping', schemaName, policyVersion: 1, sealedAt: NOW_MS, revision };
      append('sealed', `${orderRef}/shipping`, codec.encode(topics.ordersSealed, { ...meta, block }));
    },
    appendRequest: (order: PlainOrder, categories: readonly string[] = []) => {
      const orderRef = orderRefOf(order);
      const request = { erasureId: 'erasure-1', orderRef, categories, reason: 'RETENTION_ENDED' };
      const value = { ...request, policyVersion: 1, requestedAt: NOW_MS };
      append('requests', orderRef, codec.encode(topics.erasureRequests, value));
    },
    appendStatus: (
      shipmentRef: string,
      status: ShipmentProgress['state'] = 'DELIVERED',
      carrierId = 'swiftpost',
      occurredAt = NOW_MS,
    ) => {
      const { statuses } = carrierTopics(carrierId);
      const value = codec.encode(statuses, { shipmentRef, status: status as 'DELIVERED', occurredAt });
      append('statuses', shipmentRef, value, statuses.name);
    },
    isBehind: (): boolean => Object.entries(logs).some(([name, log]) => done[name as LogName] < log.length),
    /** Hands over so many records of each log, in the order named; all that are left when none are named. */
    work: async (take: Partial<Record<LogName, number>> = {}, ending: Ending = 'commit'): Promise<OutgoingRecord[]> => {
      const wanted = Object.keys(take).length === 0 ? { facts: 99, sealed: 99, requests: 99, statuses: 99 } : take;
      const reached = { ...done };
      const records: IncomingRecord[] = [];
      for (const [name, count] of Object.entries(wanted) as [LogName, number][]) {
        records.push(...logs[name].slice(done[name], done[name] + count));
        reached[name] = Math.min(logs[name].length, done[name] + count);
      }
      const result = await handler({ lane: 0, records, isRevoked: () => false });
      if (ending === 'before-commit') {
        await start();
        return [];
      }
      Object.assign(done, reached);
      const written = result.outputs.map((one) => ({
        ...one,
        value: one.value === null ? null : Buffer.from(one.value),
      }));
      outputs.push(...written);
      if (ending === 'commit') result.afterCommit?.();
      else await start();
      return written;
    },
  };
}

export type SmallCarriers = Awaited<ReturnType<typeof createSmallCarriers>>;

export function progressIn(outputs: readonly OutgoingRecord[]): ShipmentProgress[] {
  return decodedIn(outputs, topics.shipmentsProgress);
}

export function decodedIn<T>(
  outputs: readonly OutgoingRecord[],
  topic: Parameters<typeof codec.decode>[1] & { readonly valueType?: T },
): T[] {
  return outputs.flatMap(({ topic: name, value }) => {
    if (name !== topic.name || value === null) return [];
    const decoded = codec.decode(value, topic);
    if (decoded.kind === 'refused') throw new Error(`not readable: ${decoded.code}`);
    return [decoded.value];
  });
}

/** Keys of the values on the carrier's topic, as often as they were written. */
export function sentTo(carrierId: string, outputs: readonly OutgoingRecord[]): string[] {
  const { name } = carrierTopics(carrierId).shipments;
  return outputs.filter(({ topic, value }) => topic === name && value !== null).map(({ key }) => String(key));
}
