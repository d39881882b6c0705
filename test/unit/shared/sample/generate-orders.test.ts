import { describe, expect, test } from '@jest/globals';
import avro from 'avsc';
import { schemas } from '#schemas/generated/schemas';
import { holdsCardNumber } from '#shared/sample/digit-runs';
import { DESTINATIONS, generateOrders } from '#shared/sample/generate-orders';
import { centsOf } from '#shared/sample/orders/money';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';

const orderPlaced = avro.Type.forSchema(schemas['fulfilment.orders.OrderPlaced'].at(-1)?.schema as avro.Schema);
const orders = [...generateOrders({ seed: 'unit', count: 3_000 })];
const destinations = new Map(DESTINATIONS.map((destination) => [destination.countryCode, destination]));

/** Every text in a value, wherever it is. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* textsIn(inner);
}

const shippingOf = (order: PlainOrder) => blocksOf(order).shipping;

describe('the sample orders', () => {
  test('are the same for the same seed, so that a failed run can be repeated', () => {
    expect(JSON.stringify([...generateOrders({ seed: 'unit', count: 3_000 })])).toBe(JSON.stringify(orders));
  });

  test('are others for another seed, order numbers included, so that two samples can share a broker', () => {
    const others = [...generateOrders({ seed: 'other', count: 3_000 })];
    const ids = new Set([...orders, ...others].map(({ orderId }) => orderId));
    expect(ids.size).toBe(6_000);
    const events = new Set([...orders, ...others].map(({ eventId }) => eventId));
    expect(events.size).toBe(6_000);
  });

  test('number 500 unless told otherwise', () => {
    expect([...generateOrders({ seed: 1 })]).toHaveLength(500);
  });

  test('all fit the schema of OrderPlaced, so that none is refused for its shape', () => {
    expect(orders.filter((order) => !orderPlaced.isValid(order))).toEqual([]);
  });

  test('are about as large as real ones, so that figures measured with them mean something', () => {
    const bytes = orders.reduce((sum, order) => sum + orderPlaced.toBuffer(order).length + 5, 0) / orders.length;
    expect(bytes).toBeGreaterThan(820);
    expect(bytes).toBeLessThan(960);
  });

  test('go to all ten countries, each with the carrier and the postal code of its country', () => {
    const lost = orders.map(shippingOf).filter(({ countryCode, postalCode, carrierId }) => {
      const destination = destinations.get(countryCode);
      return (
        destination === undefined ||
        !destination.postalForm.test(postalCode ?? '') ||
        destination.carrierId !== carrierId
      );
    });
    expect(lost).toEqual([]);
    const seen = new Set(orders.map((order) => shippingOf(order).countryCode));
    expect([...seen].sort()).toEqual(['BR', 'DE', 'ES', 'FR', 'IT', 'MX', 'NL', 'PL', 'PT', 'US']);
  });

  test('give the state to every American address and the post number to every German locker, as the labels need', () => {
    const american = orders.map(shippingOf).filter(({ countryCode }) => countryCode === 'US');
    expect(american.length).toBeGreaterThan(20);
    for (const { region } of american) expect(region).toMatch(/^[A-Z]{2}$/);
    const lockers = orders
      .map(shippingOf)
      .filter(({ countryCode, pickupPoint }) => countryCode === 'DE' && pickupPoint !== null);
    expect(lockers.length).toBeGreaterThan(20);
    for (const { pickupPoint, addressLines } of lockers) {
      expect(pickupPoint?.customerPostNumber).toMatch(/^\d{8}$/);
      expect(addressLines[0]).toMatch(/^Packstation \d{3}$/);
    }
  });

  test('never hold what could be a full card number, or intake would refuse them', () => {
    expect(orders.flatMap((order) => [...textsIn(order)].filter(holdsCardNumber))).toEqual([]);
  });

  test('cost what their lines and the shipping cost, in one currency', () => {
    const wrong = orders.filter((order) => {
      const { payment } = blocksOf(order);
      const lines = order.items.reduce((sum, { unitPrice, quantity }) => sum + centsOf(unitPrice) * quantity, 0);
      const currencies = new Set([payment.currency, ...order.items.map(({ currency }) => currency)]);
      return centsOf(payment.amount) <= lines || currencies.size !== 1 || order.items.length > 4;
    });
    expect(wrong).toEqual([]);
  });

  test('name the last four digits for card payments only', () => {
    const payments = orders.map((order) => blocksOf(order).payment);
    expect(payments.filter(({ method, cardLast4 }) => (cardLast4 === null) === (method === 'card'))).toEqual([]);
    expect(payments.some(({ method }) => method === 'card')).toBe(true);
  });

  test('are written to and come from nobody: reserved mail domains and addresses only', () => {
    const real = orders.filter((order) => {
      const { contact, signals } = blocksOf(order);
      const reservedMail = /^[a-z]+\.[a-z]+\d{1,2}@[a-z]+\.example$/.test(contact.email);
      const reservedAddress = /^(198\.1[89]\.\d{1,3}\.\d{1,3}|2001:db8(:[0-9a-f]{4}){6})$/.test(signals.ipAddress);
      return !reservedMail || !reservedAddress;
    });
    expect(real).toEqual([]);
  });

  test('are placed one after another by accounts that are older than their orders', () => {
    const times = orders.map(({ occurredAt }) => occurredAt);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const younger = orders.filter((order) => (blocksOf(order).signals.accountCreatedAt ?? 0) > order.occurredAt);
    expect(younger).toEqual([]);
  });

  test('come back for the same customers with the same name and address', () => {
    const people = new Map<string, string>();
    const changed: string[] = [];
    let again = 0;
    for (const order of orders) {
      const { recipientName, addressLines, postalCode } = shippingOf(order);
      const person = JSON.stringify([recipientName, addressLines, postalCode]);
      if (people.has(order.customerId)) again++;
      if ((people.get(order.customerId) ?? person) !== person) changed.push(order.customerId);
      people.set(order.customerId, person);
    }
    expect(changed).toEqual([]);
    expect(again).toBeGreaterThan(100);
  });
});
