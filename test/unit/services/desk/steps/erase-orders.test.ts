// Erasure requests of a unit, taken off the desk together: one trip to each store however many orders there are, and a receipt for each.
import { beforeEach, expect, test } from '@jest/globals';
import { topics } from '#schemas/generated/topics';
import { type EraseOrdersDeps, eraseOrders } from '#services/desk/steps/erase-orders';
import type { OrderRef } from '#shared/domain/refs';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';
import { createMemoryAfterSales } from '../support/memory-after-sales.js';
import { createMemoryShelf } from '../support/memory-desk.js';
import { NO_AUTHORISATIONS } from '../support/memory-authorisations.js';

const { codec } = await givenCodec();
const [A, B, C] = ['a', 'b', 'c'].map((name) => name.repeat(22) as OrderRef) as [OrderRef, OrderRef, OrderRef];

let deps: EraseOrdersDeps;
let trips: string[];

beforeEach(async () => {
  const shelf = createMemoryShelf();
  const cases = createMemoryAfterSales();
  trips = [];
  for (const orderRef of [A, B])
    await shelf.apply([
      { orderRef, part: 'facts', value: Buffer.from('facts') },
      { orderRef, part: 'blocks.contact', value: Buffer.from('sealed') },
    ]);
  const opened = { customerRef: 'c', caseId: '1', openedBy: 'customer', openedAtMs: 1, closedAtMs: null } as const;
  await cases.open({ caseRef: 'case', orderRef: A, ...opened });
  deps = {
    codec,
    shelf: {
      apply: shelf.apply,
      erase: (orderRefs) => {
        trips.push(`orders ${orderRefs.length}`);
        return shelf.erase(orderRefs);
      },
    },
    cases: {
      erase: (orderRefs) => {
        trips.push(`cases ${orderRefs.length}`);
        return cases.erase(orderRefs);
      },
    },
    authorisations: NO_AUTHORISATIONS,
    clock: { nowMs: () => 9 },
    topicName: (name) => name,
    isParticipant: true,
  };
});

function request(erasureId: string, orderRef: OrderRef, categories: string[] = []): IncomingRecord {
  const value = { erasureId, orderRef, categories, reason: 'RETENTION_ENDED', policyVersion: 1, requestedAt: 1 };
  const topic = topics.erasureRequests.name;
  const encoded = Buffer.from(codec.encode(topics.erasureRequests, value));
  return { topic, partition: 0, offset: '0', timestampMs: 0, key: Buffer.from(orderRef), value: encoded, headers: {} };
}

const receiptsOf = async (...requests: IncomingRecord[]) =>
  (await eraseOrders(deps, requests)).map(({ value }) => {
    const decoded = codec.decode(value as Buffer, topics.erasureReceipts);
    if (decoded.kind === 'refused') throw new Error(decoded.code);
    return [decoded.value.erasureId, decoded.value.deletedDocuments];
  });

test('whole orders go with their cases in one trip each, single categories by themselves, and every receipt counts its own', async () => {
  const tombstone = { ...request('gone', C), value: null };
  expect(await receiptsOf(request('1', A), request('2', B, ['contact']), tombstone, request('3', C))).toEqual([
    ['1', 2],
    ['2', 1],
    ['3', 0],
  ]);
  expect(trips).toEqual(['cases 2', 'orders 2']);
});

test('a request that comes again deletes nothing more and is answered again', async () => {
  await receiptsOf(request('1', A));
  expect(await receiptsOf(request('1', A))).toEqual([['1', 0]]);
});

test('nobody is answered when erasure does not wait for the desk, and all is deleted all the same', async () => {
  deps = { ...deps, isParticipant: false };
  expect(await receiptsOf(request('1', A))).toEqual([]);
  deps = { ...deps, isParticipant: true };
  expect(await receiptsOf(request('1', A))).toEqual([['1', 0]]);
});
