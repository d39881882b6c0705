// What a carrier may send wrong on its statuses topic.
import { createRandom } from '../seeded-random.js';
import { type BrokenInput, type BrokenInputKit, type BrokenRecord, PLACED } from './broken-input.js';

const STATUS = 'fulfilment.carriers.ShipmentStatus';
const AT = 1_790_000_000_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export const BROKEN_REPORTS: readonly BrokenInput[] = [
  report('a report in seconds', 'FIELD_INVALID', (ref) => ({ key: ref, shipmentRef: ref, occurredAt: AT / 1_000 })),
  report('a shipment that was never released', 'SHIPMENT_UNKNOWN', (ref) => ({ key: ref, shipmentRef: ref })),
  report('the number of an order instead of the shipment', 'FIELD_INVALID', () => ({
    key: 'CC-1',
    shipmentRef: 'CC-1',
  })),
  report('a report without a key', 'KEY_MISSING', (ref) => ({ key: null, shipmentRef: ref })),
  report('the key of another shipment', 'KEY_MISMATCH', (ref) => ({ key: another(ref), shipmentRef: ref })),
  {
    name: 'a tombstone of the carrier',
    topic: 'carriers.swiftpost.statuses',
    records: (kit) => Promise.resolve([{ key: Buffer.from(refOf(kit)), value: null, expected: 'VALUE_EMPTY' }]),
  },
  {
    name: 'an order on the topic of the carrier',
    topic: 'carriers.swiftpost.statuses',
    records: async (kit) => {
      const order = kit.order();
      const value = await kit.encode(PLACED, order);
      return [{ key: Buffer.from(order.orderId), value, expected: 'EVENT_TYPE_UNEXPECTED' }];
    },
  },
  {
    name: 'a status nobody agreed on',
    topic: 'carriers.swiftpost.statuses',
    records: async (kit) => {
      const shipmentRef = refOf(kit);
      const schema = {
        type: 'record',
        name: 'ShipmentStatus',
        namespace: 'fulfilment.carriers',
        fields: [
          { name: 'shipmentRef', type: 'string' },
          { name: 'status', type: { type: 'enum', name: 'ParcelStatus', symbols: ['DELIVERED', 'EATEN_BY_THE_DOG'] } },
          { name: 'occurredAt', type: 'long' },
        ],
      };
      const value = await kit.encodeAs(schema, { shipmentRef, status: 'EATEN_BY_THE_DOG', occurredAt: AT });
      return [{ key: Buffer.from(shipmentRef), value, expected: 'FIELD_TYPE_WRONG' }];
    },
  },
  {
    name: 'a report with the signature of the recipient',
    topic: 'carriers.swiftpost.statuses',
    records: async (kit) => {
      const shipmentRef = refOf(kit);
      const schema = {
        type: 'record',
        name: 'ShipmentStatus',
        namespace: 'fulfilment.carriers',
        fields: [
          { name: 'shipmentRef', type: 'string' },
          { name: 'status', type: { type: 'enum', name: 'ParcelStatus', symbols: ['DELIVERED'] } },
          { name: 'occurredAt', type: 'long' },
          { name: 'signedBy', type: 'string' },
        ],
      };
      const value = await kit.encodeAs(schema, { shipmentRef, status: 'DELIVERED', occurredAt: AT, signedBy: 'Ada' });
      return [{ key: Buffer.from(shipmentRef), value, expected: 'FIELD_UNKNOWN' }];
    },
  },
];

function report(
  name: string,
  expected: BrokenRecord['expected'],
  make: (ref: string) => { readonly key: string | null; readonly shipmentRef: string; readonly occurredAt?: number },
): BrokenInput {
  return {
    name,
    topic: 'carriers.swiftpost.statuses',
    records: async (kit) => {
      const { key, shipmentRef, occurredAt = AT } = make(refOf(kit));
      const value = await kit.encode(STATUS, { shipmentRef, status: 'DELIVERED', occurredAt });
      return [{ key: key === null ? null : Buffer.from(key), value, expected }];
    },
  };
}

/** Of the form refs have, and of no shipment. */
function refOf(kit: BrokenInputKit): string {
  const random = createRandom(`report/${kit.order().orderId}`);
  const letters = Array.from({ length: 21 }, () => ALPHABET.charAt(random.below(64))).join('');
  // The last letter of 22 stands for the last two of 128 bits.
  return `${letters}${random.pick(['A', 'Q', 'g', 'w'])}`;
}

function another(ref: string): string {
  return `${ref.startsWith('A') ? 'B' : 'A'}${ref.slice(1)}`;
}
