import { expect, test } from '@jest/globals';
import { topics } from '#schemas/generated/topics';
import { readInputs } from '#services/notifications/steps/read-inputs';
import { codec, incoming, refs } from '#test/unit/services/intake/support/small-intake';

const deps = { codec, orderRefOf: refs.orderRef, topicName: (name: string) => name };

function told(orderId: string, status: string) {
  const value = { orderId, status, outcome: null, reasonCodes: [], policyVersion: 1, at: 5, fieldPaths: [] };
  return incoming(orderId, codec.encode(topics.ordersStatuses, value as never), 1, 0, topics.ordersStatuses.name);
}

test('the last status of an erased order does not bring its number back', async () => {
  const { orderIds, heard } = await readInputs(deps, [told('order-1', 'ACCEPTED'), told('order-2', 'ERASED')]);
  expect(orderIds).toEqual([{ orderRef: refs.orderRef('order-1'), orderId: 'order-1' }]);
  expect(heard.map(({ orderRef }) => orderRef)).toEqual([refs.orderRef('order-1')]);
});
