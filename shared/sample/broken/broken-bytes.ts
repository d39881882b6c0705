// Values that are no record, keys that are no key.
import { gzipSync } from 'node:zlib';
import { seededToken } from '../seeded-ids.js';
import { createRandom } from '../seeded-random.js';
import { type BrokenInput, type BrokenInputKit, PLACED, placedAs } from './broken-input.js';

const HEADER_BYTES = 5;
const NO_SUCH_SCHEMA = 0x7fff_fff0;

export const BROKEN_BYTES: readonly BrokenInput[] = [
  bytes('a greeting instead of a record', () => Buffer.from('hello, are you there?')),
  bytes('JSON instead of Avro', (_value, order) => Buffer.from(JSON.stringify(order))),
  bytes('Avro without the registry prefix', (value) => value.subarray(HEADER_BYTES)),
  bytes('another magic byte', (value) => Buffer.concat([Buffer.from([1]), value.subarray(1)])),
  bytes('four bytes', (value) => value.subarray(0, 4)),
  bytes('the registry prefix and nothing behind it', (value) => value.subarray(0, HEADER_BYTES)),
  bytes('a record cut in half', (value) => value.subarray(0, value.length >> 1)),
  bytes('a record without its last byte', (value) => value.subarray(0, -1)),
  bytes('a record with bytes behind its end', (value) => Buffer.concat([value, Buffer.from('and more')])),
  bytes('lengths that never end', (value) => Buffer.concat([value.subarray(0, HEADER_BYTES), Buffer.alloc(64, 0xff)])),
  bytes('random bytes behind the prefix', (value) =>
    Buffer.concat([value.subarray(0, HEADER_BYTES), Buffer.from(seededToken(createRandom('noise'), 300))]),
  ),
  bytes('a gzipped record', (value) => gzipSync(value)),
  placedAs('a schema id that the registry does not know', 'SCHEMA_UNKNOWN', async (kit) => {
    const { key, value } = await sound(kit);
    const header = Buffer.from([0, 0, 0, 0, 0]);
    header.writeInt32BE(NO_SUCH_SCHEMA, 1);
    return { key, value: Buffer.concat([header, value.subarray(HEADER_BYTES)]) };
  }),
  placedAs('a record of somebody else', 'SCHEMA_UNKNOWN', async (kit) => ({
    key: (await sound(kit)).key,
    value: await kit.encodeAs(
      { type: 'record', name: 'Ping', namespace: 'com.example.monitoring', fields: [{ name: 'at', type: 'long' }] },
      { at: 1 },
    ),
  })),
  placedAs('a record of ours that belongs on another topic', 'EVENT_TYPE_UNEXPECTED', async (kit) => {
    const { orderId } = kit.order();
    const status = { orderId, status: 'FINISHED', outcome: 'DELIVERED', reasonCodes: [], policyVersion: 1, at: 1 };
    return { key: Buffer.from(orderId), value: await kit.encode('fulfilment.orders.OrderStatus', status) };
  }),
  placedAs('no bytes at all', 'VALUE_EMPTY', async (kit) => ({ ...(await sound(kit)), value: Buffer.alloc(0) })),
  placedAs('a tombstone', 'VALUE_EMPTY', async (kit) => ({ ...(await sound(kit)), value: null })),
  placedAs('no key', 'KEY_MISSING', async (kit) => ({ ...(await sound(kit)), key: null })),
  placedAs('an empty key', 'KEY_MISSING', async (kit) => ({ ...(await sound(kit)), key: Buffer.alloc(0) })),
  placedAs('the key of another order', 'KEY_MISMATCH', async (kit) => ({
    ...(await sound(kit)),
    key: Buffer.from(kit.order().orderId),
  })),
  placedAs('a key in small letters', 'KEY_MISMATCH', async (kit) => {
    const { key, value } = await sound(kit);
    return { key: Buffer.from(key.toString().toLowerCase()), value };
  }),
  placedAs('a key with a blank behind it', 'KEY_MISMATCH', async (kit) => {
    const { key, value } = await sound(kit);
    return { key: Buffer.concat([key, Buffer.from(' ')]), value };
  }),
];

function bytes(name: string, change: (value: Buffer, order: unknown) => Buffer): BrokenInput {
  return placedAs(name, 'UNDECODABLE_BYTES', async (kit) => {
    const { key, value, order } = await sound(kit);
    return { key, value: change(value, order) };
  });
}

async function sound(kit: BrokenInputKit) {
  const order = kit.order();
  return { order, key: Buffer.from(order.orderId), value: await kit.encode(PLACED, order) };
}
