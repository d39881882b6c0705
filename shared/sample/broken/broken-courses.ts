// Events that are sound by themselves but contradict what came before them, and events of every later kind that are not sound.
import type { Shipping } from '#schemas/generated/records';
import { seededUuid } from '../seeded-ids.js';
import { createRandom } from '../seeded-random.js';
import { type BrokenInput, type BrokenInputKit, type BrokenRecord, PLACED } from './broken-input.js';
import { blocksOf, type PlainOrder } from '../orders/plain-order.js';

const PAID = 'fulfilment.orders.PaymentConfirmed';
const CANCELLED = 'fulfilment.orders.OrderCancelled';
const PACKED = 'fulfilment.orders.OrderPacked';
const REROUTED = 'fulfilment.orders.OrderRerouted';
const CORRECTED = 'fulfilment.orders.AddressCorrected';
const OPENED = 'fulfilment.orders.AfterSalesOpened';
const CLOSED = 'fulfilment.orders.AfterSalesClosed';

type Event = readonly [
  recordName: string,
  content: Readonly<Record<string, unknown>>,
  expected: BrokenRecord['expected'],
];

const placed: Event = [PLACED, {}, 'accepted'];
const paid: Event = [PAID, { amount: '59.70', currency: 'EUR' }, 'accepted'];
const cancelled: Event = [CANCELLED, { reason: 'CUSTOMER' }, 'accepted'];
const packed: Event = [PACKED, { parcels: [{ parcel: 1, weightGrams: 500, skus: [] }] }, 'accepted'];
const opened: Event = [OPENED, { caseId: 'case-1' }, 'accepted'];
const closed: Event = [CLOSED, { caseId: 'case-1' }, 'accepted'];
const rerouted: Event = [REROUTED, { carrierId: 'swiftpost', serviceLevel: 'express' }, 'accepted'];
/** To another door; `change` is of the new address. */
const corrected = (expected: BrokenRecord['expected'] = 'accepted', change: Partial<Shipping> = {}): Event => [
  CORRECTED,
  { address: { addressLines: ['Neue Gasse 7'], ...change } },
  expected,
];
const NOBODYS_BLOCK = {
  'fulfilment.crypto.SealedBlock': {
    algorithm: 'xchacha20-poly1305-ietf',
    keyId: 'nobody-knows-this-key',
    nonce: Buffer.alloc(24, 7),
    ciphertext: Buffer.alloc(80, 7),
  },
};
const refusedAs = ([recordName, content]: Event, expected: BrokenRecord['expected'], change = {}): Event => [
  recordName,
  { ...content, ...change },
  expected,
];

export const BROKEN_COURSES: readonly BrokenInput[] = [
  course('the same event twice', [placed, refusedAs(placed, 'EVENT_DUPLICATE', { eventId: 'first' })]),
  course('one order placed with two events', [placed, refusedAs(placed, 'ORDER_DUPLICATE')]),
  course('a payment before its order', [paid, placed]),
  course('two payments', [placed, paid, refusedAs(paid, 'EVENT_OUT_OF_ORDER')]),
  course('a payment of a cancelled order', [placed, cancelled, refusedAs(paid, 'EVENT_OUT_OF_ORDER')]),
  course('two cancellations', [placed, cancelled, refusedAs(cancelled, 'EVENT_OUT_OF_ORDER')]),
  course('packed after the cancellation', [placed, cancelled, refusedAs(packed, 'EVENT_OUT_OF_ORDER')]),
  course('packed twice', [placed, packed, refusedAs(packed, 'EVENT_OUT_OF_ORDER')]),
  course('a case closed that was never opened', [placed, refusedAs(closed, 'EVENT_OUT_OF_ORDER')]),
  course('a case opened twice', [placed, opened, refusedAs(opened, 'EVENT_OUT_OF_ORDER'), closed]),
  course('a payment of a refused order', [
    refusedAs(placed, 'FIELD_INVALID', { items: [] }),
    refusedAs(paid, 'ORDER_REFUSED'),
  ]),
  course('a refused order that is mended and placed again', [
    refusedAs(placed, 'FIELD_INVALID', { items: [] }),
    placed,
    paid,
  ]),
  course('a payment whose amount is no number', [
    placed,
    refusedAs(paid, 'FIELD_INVALID', { amount: 'all of it' }),
    paid,
  ]),
  course('a payment in a currency by its name', [placed, refusedAs(paid, 'FIELD_INVALID', { currency: 'Euro' }), paid]),
  course('packed into no parcel', [placed, refusedAs(packed, 'FIELD_INVALID', { parcels: [] })]),
  course('a parcel without a number', [
    placed,
    refusedAs(packed, 'FIELD_INVALID', { parcels: [{ parcel: 0, weightGrams: 500, skus: [] }] }),
  ]),
  course('more parcels than anybody packs', [
    placed,
    refusedAs(packed, 'TOO_MANY_ITEMS', {
      parcels: Array.from({ length: 101 }, (_, i) => ({ parcel: (i % 100) + 1, weightGrams: 1, skus: [] })),
    }),
  ]),
  course('another carrier that nobody knows', [
    placed,
    refusedAs(rerouted, 'CARRIER_UNKNOWN', { carrierId: 'dronepost' }),
    rerouted,
  ]),
  course('another carrier without a name', [placed, refusedAs(rerouted, 'FIELD_INVALID', { carrierId: '' })]),
  course('a card number as the service of another carrier', [
    placed,
    refusedAs(rerouted, 'FORBIDDEN_CARD_NUMBER', { serviceLevel: 'card 4111111111111111' }),
  ]),
  course('another carrier for a cancelled order', [placed, cancelled, refusedAs(rerouted, 'EVENT_OUT_OF_ORDER')]),
  course('another address for a cancelled order', [placed, cancelled, corrected('EVENT_OUT_OF_ORDER')]),
  course('another address for an order that was never placed', [corrected('EVENT_OUT_OF_ORDER')]),
  course('another address for a refused order', [
    refusedAs(placed, 'FIELD_INVALID', { items: [] }),
    corrected('ORDER_REFUSED'),
  ]),
  course('another address in a country that does not exist', [
    placed,
    corrected('COUNTRY_UNKNOWN', { countryCode: 'XX', postalCode: null }),
    corrected(),
  ]),
  course('another address that is a position', [
    placed,
    corrected('FORBIDDEN_LOCATION', { addressLines: ['52.52000, 13.40500'] }),
  ]),
  course('another address with a security code', [
    placed,
    corrected('FORBIDDEN_CARD_SECURITY_CODE', { addressLines: ['Neue Gasse 7', 'card cvv 123'] }),
  ]),
  course('another address with half of an emoji', [placed, corrected('FIELD_INVALID', { city: 'Ber\ud83d' })]),
  course('another address by a carrier that nobody knows', [
    placed,
    corrected('CARRIER_UNKNOWN', { carrierId: 'owl' }),
  ]),
  course('another address sealed with a key that nobody gave out', [
    placed,
    [CORRECTED, { shipping: NOBODYS_BLOCK }, 'BLOCK_KEY_UNKNOWN'],
  ]),
  course('a case without a number', [placed, refusedAs(opened, 'FIELD_INVALID', { caseId: '' })]),
];

/** Events of one order, one after another; `eventId: 'first'` repeats the id of the first event. */
function course(name: string, events: readonly Event[]): BrokenInput {
  return {
    name,
    topic: 'orders.events',
    records: async (kit) => {
      const order = kit.order();
      const random = createRandom(`broken/${order.orderId}`);
      const records: BrokenRecord[] = [];
      const ids: string[] = [];
      for (const [recordName, content, expected] of events) {
        ids.push(content['eventId'] === 'first' ? (ids[0] ?? '') : seededUuid(random));
        records.push(await recordOf(kit, order, recordName, { ...content, eventId: ids.at(-1) }, expected));
      }
      return records;
    },
  };
}

async function recordOf(
  kit: BrokenInputKit,
  order: PlainOrder,
  recordName: string,
  content: Readonly<Record<string, unknown>>,
  expected: BrokenRecord['expected'],
): Promise<BrokenRecord> {
  const { orderId, occurredAt } = order;
  const base = recordName === PLACED ? order : { orderId, occurredAt: occurredAt + 1_000 };
  const { address, ...fields } = content;
  const shipping = { 'fulfilment.orders.Shipping': { ...blocksOf(order).shipping, ...(address as Partial<Shipping>) } };
  const value = { ...base, ...(address === undefined ? {} : { shipping }), ...fields };
  return { key: Buffer.from(orderId), value: await kit.encode(recordName, value), expected };
}
