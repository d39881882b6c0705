// A publisher under a policy that changes while it runs: what a version forbids is refused, what no carrier gets any more stays with the shop.
import { describe, expect, test } from '@jest/globals';
import { topics } from '#schemas/generated/topics';
import type { NamedEvent } from '#shared/order-rules/event-faults';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import { withoutNeedless } from '#shared/publisher/needless-fields';
import { createPublisher } from '#shared/publisher/publisher';
import { completeOrder, type ShopOrder } from '#shared/publisher/shop-order';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf } from '#shared/sample/orders/plain-order';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';
import { changedPolicy, currentPolicy, put, type Tree } from '#test/unit/shared/policy/support/changed-policy';

const { codec } = await givenCodec({ prepare: [topics.ordersEvents] });
const [plain] = [...generateOrders({ seed: 'policy-in-force', count: 1 })];
if (plain === undefined) throw new Error('no order');
const pickupPoint = { pointId: 'P1', customerPostNumber: '12345' };
const order: ShopOrder = {
  ...plain,
  ...blocksOf(plain),
  shipping: { ...blocksOf(plain).shipping, phone: '+49301234567', email: 'ann@mail.example', pickupPoint },
};

function withdraw(tree: Tree, ...fields: readonly string[]): void {
  for (const { releases } of Object.values(tree['carriers'] as Tree) as { releases: Tree }[]) {
    for (const release of Object.values(releases) as { fields: Tree; overrides?: Record<string, Tree> }[]) {
      for (const list of [release.fields, ...Object.values(release.overrides ?? {})])
        for (const field of fields) delete list[field];
    }
  }
}

const under = (...fields: readonly string[]): Policy =>
  changedPolicy((tree) => {
    put(tree, 'version', 2);
    withdraw(tree, ...fields);
  });

const placed = (): NamedEvent => ({ recordName: 'fulfilment.orders.OrderPlaced', value: completeOrder(order) });
const addressOf = (event: NamedEvent) =>
  (event.value as ReturnType<typeof completeOrder>).shipping as { readonly 'fulfilment.orders.Shipping': object };
const address = completeOrder(order).shipping as { readonly 'fulfilment.orders.Shipping': object };

function given(policy: () => Policy) {
  const sent: OutgoingRecord[] = [];
  const publisher = createPublisher({
    policy,
    codec,
    producer: { send: (records) => Promise.resolve(void sent.push(...records)), stop: () => Promise.resolve() },
    session: () => undefined,
    partitionOf: () => 0,
    topic: 't',
    mostInFlight: 10,
    onClose: () => Promise.resolve(),
  });
  return { publisher, sent };
}

describe('a version of the policy', () => {
  test('refuses from then on what it forbids', async () => {
    let policy = currentPolicy();
    const { publisher, sent } = given(() => policy);
    const items = order.items.map((item) => ({ ...item, description: 'wunderziffer 123' }));
    expect(await publisher.publish('OrderPlaced', { ...order, items })).toEqual({ kind: 'published' });
    policy = changedPolicy((tree) => {
      put(tree, 'version', 2);
      put(tree, 'forbidden/card-security-code/words/0', 'wunderziffer');
    });
    expect(await publisher.publish('OrderPlaced', { ...order, items })).toMatchObject({
      code: 'FORBIDDEN_CARD_SECURITY_CODE',
    });
    expect(sent).toHaveLength(1);
  });

  test('keeps with the shop what no carrier gets any more, of orders and of corrected addresses', async () => {
    let policy = currentPolicy();
    const { publisher, sent } = given(() => policy);
    const { eventId, orderId, occurredAt, shipping } = order;
    const both = async (): Promise<void> => {
      await publisher.publish('OrderPlaced', order);
      await publisher.publish('AddressCorrected', { eventId, orderId, occurredAt, shipping });
    };
    await both();
    for (const { value } of sent) expect(value?.includes('ann@mail.example')).toBe(true);
    policy = under('email');
    await both();
    for (const { value } of sent.slice(2)) {
      expect(value?.includes('ann@mail.example')).toBe(false);
      expect(value?.includes('+49301234567')).toBe(true);
    }
  });

  test('that can’t be followed any more stops the publisher', async () => {
    const { publisher, sent } = given(() => {
      throw new Error('too old for it');
    });
    await expect(publisher.publish('OrderPlaced', order)).rejects.toThrow('too old for it');
    expect(sent).toEqual([]);
  });
});

describe('a field', () => {
  test.each([
    [['phone'], { phone: null }],
    [['email'], { email: null }],
    [['customerPostNumber'], { pickupPoint: { ...pickupPoint, customerPostNumber: null } }],
    [['phone', 'email'], { phone: null, email: null }],
  ])('that no allow-list names is left out: %j', (fields, missing) => {
    const event = withoutNeedless(under(...fields), placed());
    expect(addressOf(event)['fulfilment.orders.Shipping']).toEqual({
      ...address['fulfilment.orders.Shipping'],
      ...missing,
    });
  });

  test('that one carrier still gets somewhere stays, for a parcel may be re-routed to it', () => {
    const event = placed();
    expect(withoutNeedless(currentPolicy(), event)).toBe(event);
  });

  test('of an address that is sealed already is not reached', () => {
    const block = { algorithm: 'a', keyId: 'k', nonce: Buffer.alloc(44), ciphertext: Buffer.alloc(9) };
    const sealed = {
      ...placed(),
      value: { ...completeOrder(order), shipping: { 'fulfilment.crypto.SealedBlock': block } },
    } as NamedEvent;
    expect(withoutNeedless(under('email'), sealed)).toBe(sealed);
  });
});
