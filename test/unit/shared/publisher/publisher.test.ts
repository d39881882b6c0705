// The publisher over a producer in memory: what it sends, what it refuses to send, and how much may be under way.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { fieldCategories } from '#schemas/generated/fields';
import { topics } from '#schemas/generated/topics';
import { blockBinding, ORDERS_INFO } from '#shared/hpke/associated-data';
import { openSealingSession, type SealingSession } from '#shared/hpke/sealing-session';
import { createSessionOpener } from '#shared/hpke/session-opener';
import { newKeyPair } from '#shared/hpke/suite';
import { findEventFaults } from '#shared/order-rules/event-faults';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { completeOrder, type ShopOrder } from '#shared/publisher/shop-order';
import { createPublisher, type PublisherDeps, type ShopEvent } from '#shared/publisher/publisher';
import { BEARING_BLOCKS } from '#shared/publisher/seal-order';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';

const { codec } = await givenCodec({ prepare: [topics.ordersEvents] });
const policy = readPolicyFile();
const pair = newKeyPair();
const orders = [...generateOrders({ seed: 'publisher', count: 30 })];
const shopOrder = (order: PlainOrder): ShopOrder => ({ ...order, ...blocksOf(order) });
const [first] = orders as [PlainOrder];
const SEALED = 'fulfilment.crypto.SealedBlock';

let session: SealingSession;
beforeAll(async () => {
  session = await openSealingSession({ keyId: 'k', publicKey: pair.publicKey }, ORDERS_INFO);
});

function given(more: Partial<PublisherDeps> = {}) {
  const sent: OutgoingRecord[] = [];
  const publisher = createPublisher({
    policy: () => policy,
    codec,
    producer: { send: (records) => Promise.resolve(void sent.push(...records)), stop: () => Promise.resolve() },
    session: () => Promise.resolve(session),
    partitionOf: () => 3,
    topic: 't.orders.events',
    mostInFlight: 10,
    onClose: () => Promise.resolve(),
    ...more,
  });
  return { publisher, sent };
}

function decoded({ value }: OutgoingRecord) {
  const event = codec.decode(value as Buffer, topics.ordersEvents);
  if (event.kind === 'refused') throw new Error(event.code);
  return event;
}

describe('publishing an order', () => {
  test('sends it under its id, every personal block sealed for its place', async () => {
    const { publisher, sent } = given();
    expect(await publisher.publish('OrderPlaced', shopOrder(first))).toEqual({ kind: 'published' });
    const [record] = sent as [OutgoingRecord];
    expect(record).toMatchObject({ topic: 't.orders.events', partition: 3, key: first.orderId });
    const event = decoded(record);
    if (event.recordName !== 'fulfilment.orders.OrderPlaced') throw new Error(event.recordName);
    const { shipping, contact, payment, signals } = event.value;
    for (const block of [shipping, contact, payment, signals]) expect(Object.keys(block)).toEqual([SEALED]);
    if (!(SEALED in payment)) throw new Error('plain');
    const opener = createSessionOpener({ info: ORDERS_INFO, privateKeyOf: () => pair.privateKey });
    await opener.prepare([payment[SEALED]]);
    const name = 'fulfilment.orders.Payment';
    const opened = opener.open(payment[SEALED], blockBinding('payment', name, first.eventId, first.orderId));
    if (opened.kind !== 'opened') throw new Error(opened.kind);
    expect(codec.decodeBare(name, opened.plain)).toEqual({ kind: 'decoded', value: blocksOf(first).payment });
  });

  test('lets no word of a person into the bytes', async () => {
    const { publisher, sent } = given();
    for (const order of orders) await publisher.publish('OrderPlaced', shopOrder(order));
    orders.forEach((order, at) => {
      const { shipping, contact, payment, signals } = blocksOf(order);
      const words = [shipping.recipientName, ...shipping.addressLines, contact.email, payment.reference];
      for (const word of [...words, signals.ipAddress]) expect(sent[at]?.value?.includes(word)).toBe(false);
    });
    expect(sent).toHaveLength(30);
  });

  test('in plain, where sealing is switched off, is the record of the contract', async () => {
    const { publisher, sent } = given({ session: () => undefined });
    await publisher.publish('OrderPlaced', shopOrder(first));
    expect(decoded(sent[0] as OutgoingRecord).value).toEqual(first);
  });

  test('needs no field that may be empty, and takes over none that is not of the contract', async () => {
    const { publisher, sent } = given({ session: () => undefined });
    const { contact, ...rest } = shopOrder(first);
    const loose = { ...rest, contact: { email: contact.email, locale: contact.locale }, securityCode: '123' };
    expect(await publisher.publish('OrderPlaced', loose)).toEqual({ kind: 'published' });
    expect(decoded(sent[0] as OutgoingRecord).value).toEqual(completeOrder(loose));
    expect(completeOrder(loose)).not.toHaveProperty('securityCode');
  });
});

describe('publishing another event', () => {
  test('seals a corrected address like that of an order', async () => {
    const { publisher, sent } = given();
    const { eventId, orderId, occurredAt } = first;
    const { shipping } = blocksOf(first);
    expect(await publisher.publish('AddressCorrected', { eventId, orderId, occurredAt, shipping })).toEqual({
      kind: 'published',
    });
    const event = decoded(sent[0] as OutgoingRecord);
    if (event.recordName !== 'fulfilment.orders.AddressCorrected') throw new Error(event.recordName);
    expect(Object.keys(event.value.shipping)).toEqual([SEALED]);
    expect(sent[0]?.value?.includes(shipping.recipientName)).toBe(false);
  });

  test('knows every record with personal blocks, so that none goes out in plain', () => {
    const bearing = topics.ordersEvents.recordNames.filter((name) =>
      Object.keys(fieldCategories[name]).some((path) => path.endsWith('.ciphertext')),
    );
    expect([...BEARING_BLOCKS].sort()).toEqual([...bearing].sort());
  });
});

describe('an event that intake would refuse', () => {
  const broken: ShopOrder = {
    ...shopOrder(first),
    shipping: { ...blocksOf(first).shipping, countryCode: 'XX' },
    contact: { email: 'nobody', locale: 'de', phone: '4111 1111 1111 1111' },
  };

  test('is not sent: every fault is told with its code, its path and what to do, never with its value', async () => {
    const { publisher, sent } = given();
    const outcome = await publisher.publish('OrderPlaced', broken);
    expect(sent).toEqual([]);
    if (outcome.kind !== 'refused') throw new Error('published');
    const recordName = 'fulfilment.orders.OrderPlaced';
    const faults = findEventFaults(policy, { recordName, value: completeOrder(broken) });
    expect(outcome.faults.map(({ code, path }) => ({ code, path }))).toEqual(faults);
    expect(outcome.code).toBe('FORBIDDEN_CARD_NUMBER');
    expect(outcome.faults).toContainEqual({
      code: 'COUNTRY_UNKNOWN',
      path: 'shipping.countryCode',
      summary: 'A country code is not an ISO 3166-1 alpha-2 code.',
      whatToDo: 'Send the two-letter code of the country.',
    });
    expect(JSON.stringify(outcome)).not.toMatch(/4111|nobody|XX/);
  });

  const WRONG = 'FIELD_TYPE_WRONG';
  const { city: _city, ...placeless } = shopOrder(first).shipping;

  test.each([
    ['a number for a text', { ...shopOrder(first), customerId: 5 }, WRONG, 'customerId'],
    [
      'a text for a number',
      { ...shopOrder(first), items: [{ ...first.items[0], quantity: '3' }] },
      WRONG,
      'items[0].quantity',
    ],
    [
      'a number for money',
      { ...shopOrder(first), items: [{ ...first.items[0], unitPrice: 3 }] },
      WRONG,
      'items[0].unitPrice',
    ],
    ['a day for a time', { ...shopOrder(first), occurredAt: new Date(first.occurredAt) }, WRONG, 'occurredAt'],
    ['seconds', { ...shopOrder(first), occurredAt: 1_790_000_000 }, 'FIELD_INVALID', 'occurredAt'],
    ['no block at all', { ...shopOrder(first), shipping: undefined }, WRONG, 'shipping'],
    ['no city', { ...shopOrder(first), shipping: placeless }, WRONG, 'shipping.city'],
    ['the wrapper of a union', { ...shopOrder(first), contact: first.contact }, WRONG, 'contact.email'],
    ['no items', { ...shopOrder(first), items: null }, WRONG, 'items'],
    ['nothing', null, WRONG, ''],
  ])(
    'because a caller without a compiler gave %s is refused by the field, not thrown',
    async (_, order, code, path) => {
      const { publisher, sent } = given();
      const outcome = await publisher.publish('OrderPlaced', order as never);
      expect(outcome).toMatchObject({
        kind: 'refused',
        code,
        faults: expect.arrayContaining([expect.objectContaining({ code, path })]),
      });
      expect(sent).toEqual([]);
    },
  );

  test('is told each fault once, and one of no name of ours as such', async () => {
    const { publisher } = given();
    const broken = { ...shopOrder(first), shipping: { ...shopOrder(first).shipping, recipientName: '' } };
    expect(await publisher.publish('OrderPlaced', broken)).toMatchObject({
      faults: [{ path: 'shipping.recipientName' }],
    });
    const unknown = await publisher.publish('OrderPlacd' as never, shopOrder(first) as never);
    expect(unknown).toMatchObject({ kind: 'refused', code: 'EVENT_TYPE_UNEXPECTED' });
  });

  test('may be any event of an order', async () => {
    const { publisher } = given();
    const { eventId, orderId, occurredAt } = first;
    const paid = { eventId, orderId, occurredAt, amount: '1,50', currency: 'EUR' };
    expect(await publisher.publish('PaymentConfirmed', paid)).toMatchObject({
      code: 'FIELD_INVALID',
      faults: [{ path: 'amount' }],
    });
    expect(await publisher.publish('PaymentConfirmed', { ...paid, amount: '1.50' })).toEqual({ kind: 'published' });
  });
});

describe('without anything to seal to', () => {
  test('nothing is sent, and the caller is told', async () => {
    const { publisher, sent } = given({ session: () => Promise.reject(new Error('no key')) });
    await expect(publisher.publish('OrderPlaced', shopOrder(first))).rejects.toThrow('no key');
    expect(sent).toEqual([]);
  });
});

describe('backpressure', () => {
  const stop = (): Promise<void> => Promise.resolve();
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  test('no more than so many events are under way, whoever publishes', async () => {
    const open: (() => void)[] = [];
    let underWay = 0;
    let most = 0;
    const send = async (): Promise<void> => {
      most = Math.max(most, ++underWay);
      await new Promise<void>((resolve) => open.push(resolve));
      underWay--;
    };
    const { publisher } = given({ mostInFlight: 2, producer: { send, stop } });
    let done = 0;
    for (const order of orders.slice(0, 5)) {
      void publisher.publish('OrderPlaced', shopOrder(order)).then(() => done++);
    }
    while (done < 5) {
      open.shift()?.();
      await turn();
    }
    expect(most).toBe(2);
  });

  test('a stream is taken no faster than the broker takes it', async () => {
    let taken = 0;
    let acknowledged = 0;
    let mostAhead = 0;
    function* events(): Generator<ShopEvent> {
      for (const order of orders) {
        mostAhead = Math.max(mostAhead, ++taken - acknowledged);
        yield { type: 'OrderPlaced', event: shopOrder(order) };
      }
    }
    const send = async (records: readonly OutgoingRecord[]): Promise<void> => {
      await turn();
      acknowledged += records.length;
    };
    const { publisher } = given({ mostInFlight: 4, producer: { send, stop } });
    expect(await publisher.publishAll(events())).toEqual({ published: 30, refused: 0 });
    expect(acknowledged).toBe(30);
    // Those under way, and those gathered for the next request.
    expect(mostAhead).toBeLessThanOrEqual(8);
  });

  test('of a stream, what is refused is told one by one, and a broken broker ends it', async () => {
    const events: ShopEvent[] = [
      { type: 'OrderPlaced', event: { ...shopOrder(first), customerId: '' } },
      { type: 'OrderPlaced', event: shopOrder(first) },
    ];
    const refused: string[] = [];
    const { publisher } = given();
    const totals = await publisher.publishAll(events, (_, { code }) => void refused.push(code));
    expect({ totals, refused }).toEqual({ totals: { published: 1, refused: 1 }, refused: ['FIELD_INVALID'] });
    const failing = given({ producer: { send: () => Promise.reject(new Error('gone')), stop } });
    await expect(failing.publisher.publishAll(events)).rejects.toThrow('gone');
  });
});
