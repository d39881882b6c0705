// What a lane of the life of orders does in one unit and in one tick, seen from its outputs.
import { describe, expect, test } from '@jest/globals';
import { topics } from '#schemas/generated/topics';
import type { ErasureRequest } from '#schemas/generated/records';
import type { OrderRef } from '#shared/domain/refs';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { historyOf } from './support/order-histories.js';
import type { SmallConsumer } from './support/small-kafka.js';
import { codec, createSmallWorld, type SmallWorld, topicName } from './support/small-world.js';
import { DAY_MS } from './support/staged-policy.js';

const history = historyOf('a', 'delivered');
const orderRef = history.orderRef as OrderRef;
const laneOfOrder = lane(orderRef);

interface Given {
  readonly world: SmallWorld;
  readonly life: SmallConsumer;
  /** Records of a topic from the given one on. */
  readonly since: (topic: string, count: number) => IncomingRecord[];
}

/** The order is delivered and its time has come; nothing has been done about it. */
async function givenDueOrder(): Promise<Given> {
  const world = createSmallWorld(readPolicyFile());
  const life = world.consumers[0] as SmallConsumer;
  for (const facts of history.facts) world.publishFacts(facts);
  for (const progress of history.progress) world.publishProgress(progress);
  await world.kafka.work(life, laneOfOrder, 100, 'none');
  world.setNow(20 * DAY_MS);
  return { world, life, since: (topic, count) => world.kafka.records(topicName(topic)).slice(count) };
}

/** The erasure is under way: the ledger has its start, keys are destroyed and everybody is asked. */
async function givenRunningErasure(): Promise<Given & { readonly request: ErasureRequest }> {
  const given = await givenDueOrder();
  const { world, life } = given;
  await world.kafka.tick(life, laneOfOrder, 'none');
  await world.kafka.work(world.consumers[1] as SmallConsumer, 0, 100, 'none');
  await world.kafka.work(world.consumers[2] as SmallConsumer, 0, 100, 'none');
  await world.kafka.work(life, laneOfOrder, 100, 'none');
  const [request] = world.requests();
  if (request === undefined) throw new Error('nobody was asked');
  return { ...given, request };
}

describe('a unit', () => {
  test('tells all standings an order came through in it, the last one last, in the lane of the order', async () => {
    const { world } = await givenDueOrder();
    expect(world.statuses().map(({ status }) => status)).toEqual([
      'ACCEPTED',
      'HELD',
      'RELEASED',
      'HANDED_OVER',
      'DELIVERED',
      'FINISHED',
    ]);
    expect(world.kafka.records(topicName('orders.statuses'))[0]?.partition).toBe(laneOfOrder);
  });

  test('passes over the tombstone of facts: it follows from an erasure of ours', async () => {
    const { world, life, since } = await givenDueOrder();
    world.kafka.append([{ topic: topicName('orders.facts'), partition: laneOfOrder, key: orderRef, value: null }]);
    expect(await world.kafka.work(life, laneOfOrder, 100, 'none')).toBe(true);
    expect(since('orders.statuses', 6)).toEqual([]);
  });

  test('stops the service when a record of our own topics cannot be read, for to skip it would lose an order', async () => {
    const { world, life } = await givenDueOrder();
    world.kafka.append([
      { topic: topicName('orders.facts'), partition: laneOfOrder, key: orderRef, value: Buffer.from([0, 1]) },
    ]);
    await expect(world.kafka.work(life, laneOfOrder, 100, 'none')).rejects.toMatchObject({
      code: 'INTERNAL_RECORD_UNREADABLE',
    });
  });

  test('refuses by name receipts that cannot be read or that answer nothing, and goes on', async () => {
    const { world, life } = await givenDueOrder();
    const receipt = (changes: object, key: string | null = 'e-1') => ({
      topic: topicName('erasure.receipts'),
      partition: laneOfOrder,
      key,
      value: codec.encode(topics.erasureReceipts, {
        erasureId: 'e-1',
        orderRef,
        participant: 'intake',
        deletedRecords: 0,
        deletedDocuments: 0,
        at: 1,
        ...changes,
      }),
    });
    world.kafka.append([
      { ...receipt({}), value: null },
      { ...receipt({}), value: Buffer.from('{}') },
      receipt({ orderRef: 'no ref' }),
      receipt({}, null),
      receipt({}, 'e-2'),
      receipt({}),
      receipt({ orderRef: historyOf('unheard-of', 'lost').orderRef }),
    ]);
    await world.kafka.work(life, laneOfOrder, 100, 'none');
    expect(world.refused).toEqual([
      'VALUE_EMPTY',
      'UNDECODABLE_BYTES',
      'FIELD_INVALID',
      'KEY_MISSING',
      'KEY_MISMATCH',
      'RECEIPT_UNKNOWN',
      'RECEIPT_UNKNOWN',
    ]);
  });
});

describe('a tick', () => {
  test('asks the ledger for an entry when something is due, and asks once', async () => {
    const { world, life, since } = await givenDueOrder();
    expect(await world.kafka.tick(life, laneOfOrder, 'none')).toBe(true);
    expect(await world.kafka.tick(life, laneOfOrder, 'none')).toBe(false);
    const [intent] = since('erasure.intents', 0).map(({ value }) =>
      codec.decode(value as Buffer, topics.erasureIntents),
    );
    expect(intent).toMatchObject({
      value: {
        orderRef,
        kind: 'STARTED',
        reason: 'RETENTION_ENDED',
        categories: [],
        participants: ['intake', 'carriers'],
        at: 20 * DAY_MS,
      },
    });
  });

  test('asks again at once when an instance died before its words were committed, not only after the reminder', async () => {
    const { world, life, since } = await givenDueOrder();
    await world.kafka.tick(life, laneOfOrder, 'before-commit');
    expect(since('erasure.intents', 0)).toEqual([]);
    await world.kafka.tick(life, laneOfOrder, 'none');
    expect(since('erasure.intents', 0)).toHaveLength(1);
  });

  test('asks for what it marked although another order of the same tick had changed meanwhile', async () => {
    const { world, life, since } = await givenDueOrder();
    const findDue = world.store.findDue.bind(world.store);
    const changedMeanwhile = historyOf('b', 'lost').orderRef;
    Object.assign(world.store, {
      findDue: async (...query: Parameters<typeof findDue>) => {
        const due = await findDue(...query);
        return due.flatMap((order) => [order, { ...order, orderRef: changedMeanwhile, version: 5 }]);
      },
    });
    await world.kafka.tick(life, laneOfOrder, 'none');
    expect(since('erasure.intents', 0)).toHaveLength(1);
  });

  test('reminds the participants who keep silent, at growing intervals, with the very same request', async () => {
    const { world, life, request } = await givenRunningErasure();
    world.publishReceipt(request, 'intake');
    await world.kafka.work(life, laneOfOrder, 100, 'none');
    const sentAfter: number[] = [];
    for (let second = 1; second <= 20; second++) {
      world.passMachineMs(1_000);
      if (await world.kafka.tick(life, laneOfOrder, 'none')) sentAfter.push(second);
    }
    // 1 s, then three quarters of 1, 2, 4 and 8 s with the jitter of this world.
    expect(sentAfter).toEqual([1, 2, 4, 7, 13, 19]);
    expect(new Set(world.requests().map((one) => JSON.stringify(one))).size).toBe(1);
  });

  test('reminds of an erasure that nobody has heard of by asking the ledger, and the participants only once the keys are gone', async () => {
    const { world, life, since } = await givenDueOrder();
    await world.kafka.tick(life, laneOfOrder, 'none');
    world.passMachineMs(1_000);
    await world.kafka.tick(life, laneOfOrder, 'none');
    expect([since('erasure.intents', 0).length, since('erasure.requests', 0).length]).toEqual([2, 0]);
    await world.vault.shredOrders([orderRef], 1);
    world.passMachineMs(2_000);
    await world.kafka.tick(life, laneOfOrder, 'none');
    expect([since('erasure.intents', 0).length, since('erasure.requests', 0).length]).toEqual([2, 1]);
  });

  test('says on every request, for those who read no value, which erasure it belongs to and why', async () => {
    const { since, request } = await givenRunningErasure();
    const [record] = since('erasure.requests', 0);
    const headers = Object.fromEntries(
      Object.entries(record?.headers ?? {}).map(([name, text]) => [name, text?.toString()]),
    );
    expect(headers).toEqual({ 'erasure-id': request.erasureId, reason: 'RETENTION_ENDED', 'policy-version': '1' });
    expect(record).toMatchObject({ partition: laneOfOrder, key: Buffer.from(orderRef) });
  });

  test('leaves a guard once the end is committed, and not before; answers that a crash took are asked for again', async () => {
    const { world, life, request } = await givenRunningErasure();
    const untilTold = async (crash: 'none' | 'before-commit'): Promise<void> => {
      for (const participant of ['intake', 'carriers']) world.publishReceipt(request, participant);
      await world.kafka.work(life, laneOfOrder, 100, 'none');
      await world.kafka.work(world.consumers[1] as SmallConsumer, 0, 100, 'none');
      await world.kafka.work(world.consumers[2] as SmallConsumer, 0, 100, 'none');
      await world.kafka.work(life, laneOfOrder, 100, crash);
    };
    await untilTold('before-commit');
    expect(world.statuses().at(-1)?.status).toBe('FINISHED');
    expect(world.store.documents.get(orderRef)).toMatchObject({ saga: { answered: [] } });
    const asked = world.requests().length;
    await world.kafka.tick(life, laneOfOrder, 'none');
    expect(world.requests()).toHaveLength(asked + 1);
    await untilTold('none');
    expect(world.statuses().at(-1)).toMatchObject({ status: 'ERASED', outcome: 'DELIVERED' });
    expect(world.ledger()).toHaveLength(2);
    await world.kafka.tick(life, laneOfOrder, 'none');
    expect(world.store.documents.get(orderRef)).toEqual({
      _id: orderRef,
      lane: laneOfOrder,
      erased: true,
      at: 20 * DAY_MS,
    });
  });

  test('writes answers down when the others keep silent, so that whoever looks sees who is missing', async () => {
    const { world, life, request } = await givenRunningErasure();
    world.publishReceipt(request, 'intake');
    await world.kafka.work(life, laneOfOrder, 100, 'none');
    expect(world.store.documents.get(orderRef)).toMatchObject({ saga: { answered: [] } });
    world.passMachineMs(5_000);
    await world.kafka.tick(life, laneOfOrder, 'none');
    expect(world.store.documents.get(orderRef)).toMatchObject({ saga: { answered: ['intake'] } });
  });

  test('takes late receipts of an erased order for what they are, without refusing them', async () => {
    const { world, life, request } = await givenRunningErasure();
    await world.store.guard([orderRef], laneOfOrder, 1);
    world.publishReceipt(request, 'carriers');
    await world.kafka.work(life, laneOfOrder, 100, 'none');
    expect(world.refused).toEqual([]);
  });
});
