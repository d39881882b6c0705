// Realistic orders of Cozy Closet out of a seed: the same seed gives the same orders, on every machine and at every time.
// Customers come from a pool that faker fills once, so a stream of 200,000 orders stays fast and small.
import type { Item } from '#schemas/generated/records';
import type { Destination } from './orders/destination.js';
import { EUROPE } from './orders/destinations-europe.js';
import { OVERSEAS } from './orders/destinations-overseas.js';
import { decimalOf } from './orders/money.js';
import { makePerson, type Person } from './orders/person.js';
import type { PlainOrder } from './orders/plain-order.js';
import { priceListOf } from './orders/price-list.js';
import { weightedPicker } from './orders/weighted.js';
import { seededCapitals, seededToken, seededUuid } from './seeded-ids.js';
import { createRandom, type SeededRandom } from './seeded-random.js';

export interface SampleOptions {
  /** Any number or text. */
  readonly seed: number | string;
  /** How many orders; default 500. */
  readonly count?: number;
  /** `occurredAt` of the first order, ms since 1970; default 2026-01-05T08:00Z. The sample never looks at a clock. */
  readonly firstAtMs?: number;
  /** Mean time between two orders, ms; default 1,000. */
  readonly everyMs?: number;
  /** Size of the pool of customers; default 2,000. With few of them people order again and again. */
  readonly customers?: number;
}

export const DESTINATIONS: readonly Destination[] = [...EUROPE, ...OVERSEAS];

const DEFAULTS = { count: 500, firstAtMs: Date.UTC(2026, 0, 5, 8), everyMs: 1_000, customers: 2_000 } as const;
/** How many lines an order has, frequent numbers more than once. */
const LINES = [1, 2, 2, 3, 3, 3, 4, 4] as const;
const SHIPPING_CENTS = { standard: 490, express: 1_190 } as const;

/** The orders one after another, oldest first; nothing of an order is kept once it is handed out. */
export function* generateOrders(options: SampleOptions): Generator<PlainOrder, void, void> {
  const { seed, count, firstAtMs, everyMs, customers } = { ...DEFAULTS, ...options };
  const people = makePeople(createRandom(`${seed}/people`), customers);
  const random = createRandom(`${seed}/orders`);
  const series = seededCapitals(random, 5);
  let occurredAt = firstAtMs;
  for (let number = 1; number <= count; number++) {
    const person = random.pick(people);
    yield makeOrder(person, random, {
      orderId: `CC-${series}-${String(number).padStart(6, '0')}`,
      occurredAt,
      accountCreatedAt: firstAtMs - person.accountAgeMs,
    });
    occurredAt += random.between(0, 2 * everyMs);
  }
}

function makePeople(random: SeededRandom, count: number): readonly Person[] {
  const pickDestination = weightedPicker(DESTINATIONS);
  return Array.from({ length: count }, () => makePerson(pickDestination(random), random));
}

/** What history says of an order; the rest is made up. */
export interface OrderFrame {
  readonly orderId: string;
  readonly occurredAt: number;
  readonly accountCreatedAt: number;
  readonly customerId?: string;
  /** Default: one to four lines of the catalogue. */
  readonly items?: readonly Item[];
  /** Default: the items and the shipping; decimal string in the currency of the destination. */
  readonly amount?: string;
  /** Default: one of the destination's. */
  readonly paymentMethod?: string;
}

/** One order of a person, filled up from the sequence. */
export function makeOrder(person: Person, random: SeededRandom, frame: OrderFrame): PlainOrder {
  const { destination } = person;
  const serviceLevel = random.chance(0.15) ? 'express' : 'standard';
  const lines = frame.items === undefined ? pickLines(destination, random) : [];
  const shippingCents = Math.round(SHIPPING_CENTS[serviceLevel] * destination.priceFactor);
  const totalCents = lines.reduce((sum, { cents }) => sum + cents, shippingCents);
  const method = frame.paymentMethod ?? random.pick(destination.paymentMethods);
  const device = random.pick(person.devices);
  const point = person.pickupPoint;
  return {
    eventId: seededUuid(random),
    orderId: frame.orderId,
    occurredAt: frame.occurredAt,
    customerId: frame.customerId ?? person.customerId,
    items: frame.items ?? lines.map(({ item }) => item),
    shipping: {
      'fulfilment.orders.Shipping': {
        recipientName: person.name,
        phone: person.phone,
        email: person.email,
        addressLines: point === null ? person.addressLines : [point.line],
        city: person.city,
        region: person.region,
        postalCode: person.postalCode,
        countryCode: destination.countryCode,
        pickupPoint: point === null ? null : { pointId: point.pointId, customerPostNumber: point.customerPostNumber },
        carrierId: destination.carrierId,
        serviceLevel,
      },
    },
    contact: {
      'fulfilment.orders.Contact': { email: person.email, phone: person.phone, locale: destination.locale },
    },
    payment: {
      'fulfilment.orders.Payment': {
        method,
        reference: `pay_${seededToken(random, 24)}`,
        amount: frame.amount ?? decimalOf(totalCents),
        currency: destination.currency,
        cardLast4: method === 'card' ? person.cardLast4 : null,
      },
    },
    signals: {
      'fulfilment.orders.Signals': {
        deviceId: device.deviceId,
        ipAddress: random.pick(person.ipAddresses),
        userAgent: device.userAgent,
        acceptLanguage: person.acceptLanguage,
        accountCreatedAt: frame.accountCreatedAt,
        asn: person.asn,
      },
    },
  };
}

function pickLines(destination: Destination, random: SeededRandom): readonly ReturnType<typeof priceListOf>[number][] {
  const list = priceListOf(destination);
  return Array.from({ length: random.pick(LINES) }, () => random.pick(list));
}
