import { describe, expect, test } from '@jest/globals';
import type { ErasureRequest } from '#schemas/generated/records';
import { SEALED_CATEGORIES, topics } from '#schemas/generated/topics';
import { eraseOrders } from '#services/intake/steps/erase-orders';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { LANES, lane } from '#shared/refs/lane';
import { codec, decodedIn, incoming, NOW_MS, refs } from '../support/small-intake.js';

const orderRef = refs.orderRef('order-1');
const deps = { codec, topicName: (name: string) => name };

function request(changes: Partial<ErasureRequest> = {}): IncomingRecord {
  const base = { erasureId: 'erasure-1', orderRef, categories: [], reason: 'RETENTION_ENDED', policyVersion: 3 };
  const value = codec.encode(topics.erasureRequests, { ...base, requestedAt: 1, ...changes });
  return incoming(orderRef, value, 1, lane(orderRef), topics.erasureRequests.name);
}

const tombstones = (outputs: readonly OutgoingRecord[]) => outputs.filter(({ value }) => value === null);

describe('erasing what intake owns of an order', () => {
  test('writes a tombstone for the facts and for each block in its own partition, then the receipt', async () => {
    const { outputs, wholeOrders } = await eraseOrders(deps, [request()], NOW_MS);
    const headers = { 'erasure-id': 'erasure-1', reason: 'RETENTION_ENDED', 'policy-version': '3' };
    expect(tombstones(outputs)).toEqual([
      ...SEALED_CATEGORIES.map((category, index) => ({
        topic: topics.ordersSealed.name,
        partition: index * LANES + lane(orderRef),
        key: `${orderRef}/${category}`,
        value: null,
        headers,
      })),
      { topic: topics.ordersFacts.name, partition: lane(orderRef), key: orderRef, value: null, headers },
    ]);
    expect(decodedIn(outputs, topics.erasureReceipts)).toEqual([
      { erasureId: 'erasure-1', orderRef, participant: 'intake', deletedRecords: 5, deletedDocuments: 0, at: NOW_MS },
    ]);
    expect(outputs.at(-1)?.topic).toBe(topics.erasureReceipts.name);
    expect(wholeOrders).toEqual([orderRef]);
  });

  test('takes back one category alone and leaves the order its facts', async () => {
    const { outputs, wholeOrders } = await eraseOrders(deps, [request({ categories: ['signals'] })], NOW_MS);
    expect(tombstones(outputs).map(({ key }) => key)).toEqual([`${orderRef}/signals`]);
    expect(decodedIn(outputs, topics.erasureReceipts)).toMatchObject([{ deletedRecords: 1 }]);
    expect(wholeOrders).toEqual([]);
  });

  test('stops at a request that cannot be read rather than skip what somebody is owed', async () => {
    const unreadable = incoming('x', Buffer.from('nonsense'), 1, 0, topics.erasureRequests.name);
    const foreign = request({ orderRef: 'no-ref' });
    for (const record of [unreadable, foreign])
      await expect(eraseOrders(deps, [record], NOW_MS)).rejects.toMatchObject({ code: 'INTERNAL_RECORD_UNREADABLE' });
  });

  test('stays quiet about tombstones of the topic itself', async () => {
    const gone = incoming(orderRef, null, 1, 0, topics.erasureRequests.name);
    expect(await eraseOrders(deps, [gone], NOW_MS)).toEqual({ outputs: [], wholeOrders: [] });
  });
});
