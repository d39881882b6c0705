// A carrier that is being removed gives back what it holds: tombstones for what is live, by the lane of the order, until nothing is left.
import { describe, expect, test } from '@jest/globals';
import { createTakeBack } from '#services/carriers/steps/take-back';
import { applyRegister } from '#shared/carriers/apply-register';
import { type CarrierEntry, EMPTY_REGISTER, withEntry } from '#shared/carriers/carrier-entry';
import type { OrderRef, ShipmentRef } from '#shared/domain/refs';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { lane as laneOf } from '#shared/refs/lane';
import { createRefs } from '#shared/refs/refs';
import { currentPolicy } from '#test/unit/shared/policy/support/changed-policy';

const refs = createRefs(Buffer.alloc(32, 5));
const TOPIC = 't.carriers.swiftpost.shipments';

const ENTRY: CarrierEntry = {
  carrierId: 'swiftpost',
  state: 'REMOVED',
  agreement: { signedOn: '2026-01-01', validFrom: '2026-01-01', validUntil: '2030-01-01' },
  deliveryMode: 'PLAIN',
  sealingKey: null,
  logins: [{ user: 'carrier-swiftpost', since: 0 }],
  revision: 1,
  changedAt: 0,
};

function given(entry: Partial<CarrierEntry> = {}) {
  const orders = new Map<ShipmentRef, OrderRef>();
  const log: IncomingRecord[] = [];
  const write = (key: string, value: Buffer | null): void =>
    void log.push({
      topic: TOPIC,
      partition: 1,
      offset: String(log.length),
      timestampMs: 0,
      key: Buffer.from(key),
      value,
      headers: {},
    });
  const release = (orderId: string): ShipmentRef => {
    const shipmentRef = refs.shipmentRef('swiftpost', orderId, 1);
    orders.set(shipmentRef, refs.orderRef(orderId));
    write(shipmentRef, Buffer.from('x'));
    return shipmentRef;
  };
  let looks = 0;
  const policy = applyRegister(currentPolicy(), withEntry(EMPTY_REGISTER, { ...ENTRY, ...entry }));
  const takeBack = createTakeBack({
    policy: { current: () => policy },
    store: {
      shipmentsByRef: async (wanted) =>
        new Map(
          wanted.flatMap((ref) => {
            const orderRef = orders.get(ref);
            return orderRef === undefined ? [] : [[ref, { orderRef } as never] as const];
          }),
        ),
    },
    log: {
      records: async function* records() {
        looks++;
        yield [...log];
      },
    },
  });
  /** Steps of a lane until it finds nothing, each one committed. */
  const empty = async (lane: number): Promise<string[]> => {
    const taken: string[] = [];
    for (;;) {
      const { outputs } = await takeBack.step(lane);
      if (outputs.length === 0) return taken;
      for (const { key, value, topic, partition, headers } of outputs) {
        expect({ value, topic, partition, headers }).toEqual({
          value: null,
          topic: TOPIC,
          partition: 1,
          headers: { reason: 'CARRIER_REMOVED', 'policy-version': String(policy.version) },
        });
        write(String(key), null);
        taken.push(String(key));
      }
    }
  };
  return { release, write, empty, takeBack, looks: () => looks };
}

describe('what a removed carrier holds', () => {
  test('is taken back once, each record by the lane of its order', async () => {
    const { release, empty } = given();
    const all = Array.from({ length: 20 }, (_, index) => ({ id: `CC-${index}`, ref: release(`CC-${index}`) }));
    for (const lane of [0, 1, 2, 3]) {
      const own = all.filter(({ id }) => laneOf(refs.orderRef(id)) === lane).map(({ ref }) => ref);
      expect((await empty(lane)).sort()).toEqual([...own].sort());
    }
    expect(await Promise.all([0, 1, 2, 3].map(empty))).toEqual([[], [], [], []]);
  });

  test('is not what was taken back before, nor a heartbeat', async () => {
    const { release, write, empty } = given();
    write(release('CC-1'), null);
    write('~hb', null);
    for (const lane of [0, 1, 2, 3]) expect(await empty(lane)).toEqual([]);
  });

  test('of which nobody knows the order is taken back all the same', async () => {
    const { write, empty } = given();
    const unknown = refs.shipmentRef('swiftpost', 'CC-9', 1);
    write(unknown, Buffer.from('x'));
    expect(await empty(0)).toEqual([unknown]);
  });

  test('is looked for until nothing is found, then no more, until the lane is taken anew', async () => {
    const { release, empty, takeBack, looks } = given();
    release('CC-1');
    for (const lane of [0, 1, 2, 3]) await empty(lane);
    const before = looks();
    for (const lane of [0, 1, 2, 3]) await empty(lane);
    expect(looks()).toBe(before);
    takeBack.close(0);
    await empty(0);
    expect(looks()).toBe(before + 1);
  });
});

describe('what another carrier holds', () => {
  test.each<Partial<CarrierEntry>>([{ state: 'ACTIVE' }, { state: 'STOPPED' }, { logins: [] }])(
    'stays where it is: %j',
    async (entry) => {
      const { release, empty, looks } = given(entry);
      release('CC-1');
      for (const lane of [0, 1, 2, 3]) expect(await empty(lane)).toEqual([]);
      expect(looks()).toBe(0);
    },
  );
});
