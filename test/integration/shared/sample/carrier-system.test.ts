// The simulated carrier against a real Kafka and registry, with its SCRAM login and the access rules that the services make.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ShipmentStatus } from '#schemas/generated/records';
import { carrierTopics } from '#schemas/generated/topics';
import { createScaledClock } from '#shared/domain/scaled-clock';
import { createSystemClock } from '#shared/domain/system-clock';
import { startCarrierSystem } from '#shared/sample/carrier-system';
import { eventually } from '#test/support/eventually';
import { byKey, createOutsideWorld, type OutsideWorld } from './support/outside-world.js';

const base = createSystemClock();
/** Ten hours in a millisecond: a parcel arrives within the blink of an eye. */
const fast = () => createScaledClock({ speed: 36_000_000, originMs: base.nowMs(), base });
const real = createScaledClock({ speed: 1, originMs: base.nowMs(), base });
const { shipments, statuses } = carrierTopics('swiftpost');
const quiet = { returned: 0, lost: 0, doubled: 0, outOfOrder: 0 };

let world: OutsideWorld;
beforeAll(async () => {
  world = await createOutsideWorld('sample-carrier-system');
});
afterAll(() => world.close());

/** Values for every field that this carrier's schema has. */
async function shipmentBytes(shipmentRef: string): Promise<Buffer> {
  const id = await world.registry.getLatestSchemaId(`${world.topicPrefix}${shipments.name}-value`);
  const schema = (await world.registry.getSchema(id)) as unknown as { random(): Record<string, unknown> };
  return world.registry.encode(id, { ...schema.random(), shipmentRef });
}

async function send(messages: readonly { readonly key: string; readonly value: Buffer | null }[]): Promise<void> {
  await world.producer.send({ topic: `${world.topicPrefix}${shipments.name}`, messages: [...messages] });
}

describe('the simulated carrier', () => {
  test('stores what it gets, reports every stop, deletes on tombstones and passes over heartbeats', async () => {
    const followed = await world.follow(statuses);
    const seen: string[] = [];
    const system = await startCarrierSystem({
      connection: world.swiftpost,
      carrierId: 'swiftpost',
      topicPrefix: world.topicPrefix,
      groupId: `${world.topicPrefix}swiftpost.test`,
      clock: fast(),
      seed: 1,
      shares: quiet,
      onShipment: (shipmentRef, shipment) => {
        seen.push(shipmentRef);
        expect(shipment).toMatchObject({ shipmentRef });
      },
    });
    const refs = Array.from({ length: 25 }, (_, i) => `shipment-${i}`);
    await send([{ key: '~hb', value: null }]);
    await send(await Promise.all(refs.map(async (key) => ({ key, value: await shipmentBytes(key) }))));
    await send([{ key: '~hb', value: null }]);

    const reports = await eventually('four reports of each parcel', () =>
      followed.length === 100 ? byKey(followed) : undefined,
    );
    for (const ref of refs) {
      const told = (reports.get(ref) ?? []).map(({ value }) => value as ShipmentStatus);
      expect(told.map(({ status }) => status)).toEqual(['ACCEPTED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED']);
      const times = told.map(({ occurredAt }) => occurredAt);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
    expect(seen.toSorted()).toEqual(refs.toSorted());
    expect(system.shipment('shipment-3')).toMatchObject({ shipmentRef: 'shipment-3' });
    expect(system.counts()).toMatchObject({ received: 25, stored: 25, forgotten: 0, reported: { DELIVERED: 25 } });

    await send([...refs.map((key) => ({ key, value: null })), { key: 'never-seen', value: null }]);
    await eventually('an empty store', () => (system.counts().stored === 0 ? true : undefined));
    expect(system.counts().forgotten).toBe(25);
    expect(system.shipment('shipment-3')).toBeUndefined();
    await system.stop();
  });

  test('reports nothing of a shipment that was taken back before it moved', async () => {
    const system = await startCarrierSystem({
      connection: world.swiftpost,
      carrierId: 'swiftpost',
      topicPrefix: world.topicPrefix,
      groupId: `${world.topicPrefix}swiftpost.taken-back`,
      clock: real,
      seed: 1,
      shares: quiet,
    });
    await send([{ key: 'taken-back', value: await shipmentBytes('taken-back') }]);
    await eventually('the shipment', () => system.shipment('taken-back'));
    await send([{ key: 'taken-back', value: null }]);
    await eventually('its end', () => (system.shipment('taken-back') === undefined ? true : undefined));
    expect(system.counts().reported).toEqual({});
    await system.stop();
  });

  test("can't read the topic of another carrier", async () => {
    const options = { connection: world.parcelway, carrierId: 'swiftpost', topicPrefix: world.topicPrefix, seed: 1 };
    const groupId = `${world.topicPrefix}parcelway.spy`;
    await expect(startCarrierSystem({ ...options, groupId, clock: real })).rejects.toThrow(/not authorized/i);
  });
});
