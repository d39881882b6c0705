import { beforeEach, describe, expect, test } from '@jest/globals';
import type { SchemaJson } from '#schemas/generated/schemas';
import { carrierTopics, topics } from '#schemas/generated/topics';
import { createShipmentSealer } from '#services/carriers/adapters/shipment-sealer';
import { createNarrowShipments } from '#services/carriers/steps/narrow-shipments';
import { createMemoryNarrowingProgress } from '#services/carriers/store/narrowing-progress';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { shipmentBinding, shipmentsInfo } from '#shared/hpke/associated-data';
import { createSessionOpener } from '#shared/hpke/session-opener';
import { newKeyPair } from '#shared/hpke/suite';
import type { CarrierRule, Policy } from '#shared/policy/policy';
import type { ShipmentRecord } from '#shared/policy/release/release-order';
import { shipmentSchema } from '#shared/policy/shipment-schema';
import { lane as laneOf, LANES } from '#shared/refs/lane';
import { changedPolicy, put, type Tree } from '#test/unit/shared/policy/support/changed-policy';
import {
  codec,
  createSmallCarriers,
  decodedIn,
  factsOf,
  NOW_MS,
  orderRefOf,
  ORDERS,
  POLICY,
  refs,
  type SmallCarriers,
} from '../support/small-carriers.js';

const KINDS = ['domestic', 'international', 'locker'];
const { shipments, sealedShipments } = carrierTopics('swiftpost');
const clock = { nowMs: () => NOW_MS };

const later = (version: number, change: (tree: Tree) => void): Policy =>
  changedPolicy((tree) => {
    put(tree, 'version', version);
    change(tree);
  });
const withoutService = later(2, (tree) => {
  for (const kind of KINDS) put(tree, `carriers/swiftpost/releases/${kind}/fields/serviceLevel`, undefined);
});

let world: SmallCarriers;
/** The topics of the two carriers, by their id. */
let logs: Record<string, IncomingRecord[]>;
let policy: Policy;

beforeEach(async () => {
  codec.define(shipmentSchema(POLICY, 'swiftpost') as unknown as SchemaJson);
  await codec.prepare([shipments]);
  policy = POLICY;
  logs = { swiftpost: [], parcelway: [] };
  world = await createSmallCarriers({ current: () => policy });
  for (const order of ORDERS) {
    await world.admit(order);
    await world.appendBlock(order);
    world.appendFacts(order, { paidAt: 1 });
  }
  append(await world.work());
});

function append(outputs: readonly OutgoingRecord[]): void {
  for (const { topic, partition, key, value } of outputs) {
    const log = logs[/^carriers\.(\w+)\.shipments$/.exec(topic)?.[1] ?? ''];
    const bytes = { key: Buffer.from(key ?? ''), value: value === null ? null : Buffer.from(value) };
    log?.push({ topic, partition, offset: String(log.length), timestampMs: 0, headers: {}, ...bytes });
  }
}

function factsRecord(order: (typeof ORDERS)[number], offset: number): IncomingRecord {
  const value = codec.encode(topics.ordersFacts, factsOf(order, { paidAt: 1 }));
  const place = { topic: topics.ordersFacts.name, partition: 0, offset: String(offset), timestampMs: 0, headers: {} };
  return { ...place, key: Buffer.from(orderRefOf(order)), value: Buffer.from(value) };
}

async function inForce(next: Policy): Promise<void> {
  policy = next;
  if (!next.carriers.has('swiftpost')) return;
  codec.define(shipmentSchema(next, 'swiftpost') as unknown as SchemaJson);
  await codec.prepare([shipments]);
}

function narrowing(progress = createMemoryNarrowingProgress()) {
  const reads: string[] = [];
  let narrowed = 0;
  const steps = createNarrowShipments({
    codec,
    policy: { current: () => policy },
    vault: world.vault,
    refs,
    clock,
    sealer: createShipmentSealer({ clock }),
    store: world.store,
    progress,
    log: {
      carrierIds: async () => Object.keys(logs),
      facts: async function* facts() {
        yield ORDERS.map((order, index) => factsRecord(order, index));
      },
      records: async function* records(carrierId) {
        reads.push(carrierId);
        // In pieces, as a fetch cuts them.
        const there = (logs[carrierId] ?? []).slice();
        for (const record of there) yield [record];
      },
    },
    onNarrowed: (count) => void (narrowed += count),
  });
  return {
    progress,
    reads: () => reads.length,
    readOf: () => [...new Set(reads)],
    narrowed: () => narrowed,
    open: steps.open,
    /** Ticks of all lanes until none has anything to do; each tick is committed. */
    settle: async (): Promise<OutgoingRecord[]> => {
      const written: OutgoingRecord[] = [];
      for (let round = 0; round < 3; round++) {
        for (let lane = 0; lane < LANES; lane++) {
          const { outputs, afterCommit } = await steps.step(lane);
          append(outputs);
          written.push(...outputs);
          afterCommit?.();
        }
      }
      return written;
    },
    step: steps.step,
  };
}

const pair = newKeyPair();

/** The same policy with swiftpost in sealed mode. */
function sealing(plain: Policy): Policy {
  const carrier = plain.carriers.get('swiftpost') as CarrierRule;
  const sealed: CarrierRule = {
    ...carrier,
    deliveryMode: 'sealed',
    sealingKey: { keyId: 'k1', publicKey: pair.publicKey },
  };
  return { ...plain, carriers: new Map([...plain.carriers, ['swiftpost', sealed]]) };
}

/** What swiftpost finds in its live records once it has opened them. */
async function opened(): Promise<ShipmentRecord[]> {
  const opener = createSessionOpener({ info: shipmentsInfo('swiftpost'), privateKeyOf: () => pair.privateKey });
  const latest = new Map((logs['swiftpost'] ?? []).map((record) => [record.key?.toString() ?? '', record.value]));
  const records = [...latest].map(([key, value]) => ({ topic: shipments.name, partition: 0, key, value }));
  const blocks = decodedIn(records, sealedShipments);
  await opener.prepare(blocks.map(({ block }) => block));
  return blocks.flatMap(({ block, shipmentRef }) => {
    const inside = opener.open(block, shipmentBinding(shipmentRef));
    if (inside.kind !== 'opened') throw new Error('swiftpost cannot open its own record');
    return decodedIn(
      [{ topic: shipments.name, partition: 0, key: shipmentRef, value: inside.plain }],
      shipments,
    ) as unknown as ShipmentRecord[];
  });
}

const liveRecords = (): ShipmentRecord[] => {
  const latest = new Map((logs['swiftpost'] ?? []).map((record) => [record.key?.toString(), record.value]));
  return decodedIn(
    [...latest].map(([key = '', value]) => ({ topic: shipments.name, partition: 0, key, value })),
    shipments,
  ) as unknown as ShipmentRecord[];
};

describe('a newer version of the policy', () => {
  test('that withdraws a field takes it out of every live record, and nothing else', async () => {
    const before = liveRecords();
    expect(before.map(({ serviceLevel }) => typeof serviceLevel)).toEqual(ORDERS.map(() => 'string'));
    await inForce(withoutService);
    const lanes = narrowing();
    const written = await lanes.settle();
    expect(written.map(({ key }) => String(key)).sort()).toEqual(before.map(({ shipmentRef }) => shipmentRef).sort());
    const expected = before.map(({ serviceLevel: _gone, ...kept }) => ({ ...kept, policyVersion: 2 }));
    expect(liveRecords()).toEqual(expect.arrayContaining(expected.map((each) => expect.objectContaining(each))));
    for (const { value } of logs['swiftpost']?.slice(ORDERS.length) ?? [])
      expect(value?.includes('standard')).toBe(false);
    expect(lanes.narrowed()).toBe(ORDERS.length);
  });

  test('that withdraws nothing rewrites nothing', async () => {
    await inForce(later(2, (tree) => put(tree, 'categories/signals/retention/clocks/delivered', 'P1D')));
    expect(await narrowing().settle()).toEqual([]);
  });

  test('is looked for once: afterwards a tick reads nothing, not even after a restart', async () => {
    await inForce(withoutService);
    const first = narrowing();
    await first.settle();
    const reads = first.reads();
    await first.settle();
    expect(first.reads()).toBe(reads);
    const again = narrowing(first.progress);
    for (let lane = 0; lane < LANES; lane++) await again.open(lane);
    await again.settle();
    expect(again.reads()).toBe(0);
  });

  test('makes nobody read the topic of a carrier that it takes nothing from', async () => {
    const lanes = narrowing();
    for (let lane = 0; lane < LANES; lane++) {
      await lanes.progress.reach(lane, 1);
      await lanes.open(lane);
    }
    await inForce(withoutService);
    await lanes.settle();
    expect(lanes.readOf()).toEqual(['swiftpost']);
  });

  test('that a crash interrupts is carried through after the restart', async () => {
    await inForce(withoutService);
    const first = narrowing();
    // Every lane dies: some after their commit, some before it.
    for (let lane = 0; lane < LANES; lane++) {
      const { outputs } = await first.step(lane);
      if (lane % 2 === 0) append(outputs);
    }
    const again = narrowing(first.progress);
    for (let lane = 0; lane < LANES; lane++) await again.open(lane);
    await again.settle();
    expect(liveRecords().filter(({ policyVersion }) => policyVersion !== 2)).toEqual([]);
  });

  test('brings nothing back: neither what was tombstoned nor what an erased order left behind', async () => {
    const [first, second] = ORDERS as [(typeof ORDERS)[number], (typeof ORDERS)[number]];
    world.appendRequest(first);
    append(await world.work());
    // The database knows of the erasure already, its tombstone is not committed yet.
    await world.store.erase([orderRefOf(second)], 1);
    await inForce(withoutService);
    const written = await narrowing().settle();
    expect(written).toHaveLength(ORDERS.length - 2);
    expect(liveRecords().filter(({ policyVersion }) => policyVersion !== 2)).toHaveLength(1);
  });

  test('is applied to an order by its own lane only', async () => {
    await inForce(withoutService);
    const lanes = narrowing();
    for (let lane = 0; lane < LANES; lane++) {
      const { outputs } = await lanes.step(lane);
      const refs = new Set(outputs.map(({ key }) => key as never));
      const known = await world.store.shipmentsByRef([...refs]);
      expect([...known.values()].map(({ orderRef }) => laneOf(orderRef))).toEqual([...refs].map(() => lane));
    }
  });

  test('that drops the carrier, or the kind, tombstones what lies there, saying why', async () => {
    await inForce(later(2, (tree) => put(tree, 'carriers/swiftpost', undefined)));
    const written = await narrowing().settle();
    expect(written).toHaveLength(ORDERS.length);
    for (const { value, headers } of written) {
      expect(value).toBeNull();
      expect(headers).toEqual({ reason: 'POLICY_WITHDRAWN', 'policy-version': '2' });
    }
  });

  test('is waited for by a process that lags behind what its lane was narrowed to', async () => {
    const progress = createMemoryNarrowingProgress();
    await progress.reach(0, 2);
    await expect(narrowing(progress).open(0)).rejects.toMatchObject({ code: 'POLICY_PENDING' });
    await inForce(withoutService);
    await expect(narrowing(progress).open(0)).resolves.toBeUndefined();
  });

  test('is carried out in sealed mode, too: the records are made anew, for nobody but the carrier can take a field out', async () => {
    logs['swiftpost'] = [];
    policy = sealing(POLICY);
    world = await createSmallCarriers({ current: () => policy });
    for (const order of ORDERS) {
      await world.admit(order);
      await world.appendBlock(order);
      world.appendFacts(order, { paidAt: 1 });
    }
    append(await world.work());
    const before = await opened();
    expect(before.map(({ serviceLevel }) => typeof serviceLevel)).toEqual(ORDERS.map(() => 'string'));
    await inForce(sealing(withoutService));
    const written = await narrowing().settle();
    expect(written).toHaveLength(ORDERS.length);
    const expected = before.map(({ serviceLevel: _gone, ...kept }) => ({ ...kept, policyVersion: 2 }));
    const after = await opened();
    expect(after).toEqual(expect.arrayContaining(expected.map((each) => expect.objectContaining(each))));
    for (const record of after) expect(record).not.toHaveProperty('serviceLevel');
    // Sealed as before: there is still nothing to read on the topic.
    for (const { recipientName } of before)
      expect(logs['swiftpost'].some(({ value }) => value?.includes(String(recipientName)))).toBe(false);
  });

  test('takes a sealed record away that cannot be made any more', async () => {
    policy = sealing(POLICY);
    logs['swiftpost'] = [];
    world = await createSmallCarriers({ current: () => policy });
    const [order] = ORDERS as [(typeof ORDERS)[number]];
    await world.admit(order);
    await world.appendBlock(order);
    world.appendFacts(order, { paidAt: 1 });
    append(await world.work());
    const without = later(2, (tree) => {
      for (const kind of KINDS) put(tree, `carriers/swiftpost/releases/${kind}/fields/serviceLevel`, undefined);
      put(tree, 'carriers/swiftpost/agreement', null);
    });
    const lanes = narrowing();
    for (let lane = 0; lane < LANES; lane++) {
      await lanes.progress.reach(lane, 1);
      await lanes.open(lane);
    }
    await inForce(sealing(without));
    // Who does not know the version before can't tell that something was withdrawn.
    expect(await narrowing().settle()).toEqual([]);
    expect(await lanes.settle()).toMatchObject([{ value: null, headers: { reason: 'POLICY_WITHDRAWN' } }]);
  });
});
