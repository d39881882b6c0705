import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endOffsetOf, type FetchedRecords, readRecordSet } from '#shared/kafka/wire/record-set-reader';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { type KafkajsBatch, kafkajsBatch } from './kafkajs-encoders.js';

const CONTROL = 0x20;
const LOG_APPEND_TIME = 0x08;
const KEYS = { commit: Buffer.from([0, 0, 0, 1]), abort: Buffer.from([0, 0, 0, 0]) };

type Given = Partial<KafkajsBatch> & { readonly values?: readonly (string | null)[] };

function batch(firstOffset: number, given: Given = {}): Promise<Buffer> {
  const { values = ['one'], ...rest } = given;
  return kafkajsBatch({
    messages: values.map((value, place) => ({ key: `k${place}`, value: value === null ? null : Buffer.from(value) })),
    firstOffset,
    timestampMs: 1_000,
    producerId: -1n,
    producerEpoch: 0,
    firstSequence: 0,
    transactional: false,
    ...rest,
  });
}

async function marker(kind: 'commit' | 'abort', firstOffset: number, producerId: bigint): Promise<Buffer> {
  const messages = [{ key: KEYS[kind], value: Buffer.alloc(6) }];
  return withAttributes(await batch(firstOffset, { messages, producerId, transactional: true }), CONTROL);
}

/** Sets further attribute bits and the checksum they make wrong. */
function withAttributes(bytes: Buffer, bits: number): Buffer {
  bytes.writeInt16BE(bytes.readInt16BE(21) | bits, 21);
  return sealed(bytes);
}
function sealed(bytes: Buffer): Buffer {
  let crc = -1;
  for (const byte of bytes.subarray(21)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  bytes.writeUInt32BE((crc ^ -1) >>> 0, 17);
  return bytes;
}

const fetched = (bytes: Buffer, more: Partial<FetchedRecords> = {}): FetchedRecords => ({
  topic: 'orders.events',
  partition: 3,
  fromOffset: 0,
  aborted: [],
  bytes,
  ...more,
});
function readAll(given: FetchedRecords): { records: IncomingRecord[]; nextOffset: number } {
  const reader = readRecordSet(given);
  const records: IncomingRecord[] = [];
  while (!reader.isDone) reader.read(2, records);
  // Headers are taken apart by who asks for them.
  return { records: records.map((record) => ({ ...record, headers: record.headers })), nextOffset: reader.nextOffset };
}
const offsetsOf = ({ records }: { records: IncomingRecord[] }): string => records.map(({ offset }) => offset).join();

describe('the record set reader', () => {
  test('refuses headers that reach beyond their record, whether anybody looks at them or not', async () => {
    const written = await batch(0, { messages: [{ key: 'k', value: null, headers: { 'erasure-id': 'e' } }] });
    written[written.indexOf('erasure-id') - 1] = 63 << 1;
    const reader = readRecordSet(fetched(sealed(written)));
    expect(() => reader.read(1, [])).toThrow(RangeError);
  });

  test('gives back what kafkajs wrote, whatever the key, the value and the headers', async () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
    const message = fc.record({
      key: fc.option(bytes),
      value: fc.option(bytes),
      headers: fc.dictionary(fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 90 }), async (messages) => {
        const { records, nextOffset } = readAll(fetched(await batch(1_000, { messages })));
        expect(nextOffset).toBe(1_000 + messages.length);
        expect(records).toEqual(
          messages.map(({ key, value, headers }, place) => ({
            topic: 'orders.events',
            partition: 3,
            offset: String(1_000 + place),
            timestampMs: 1_000,
            key,
            value,
            headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
          })),
        );
      }),
    );
  });

  test('gives a tombstone as null and an empty value as empty, which are not the same', async () => {
    const { records } = readAll(fetched(await batch(0, { values: [null, ''] })));
    expect(records.map(({ value }) => value)).toEqual([null, Buffer.alloc(0)]);
  });

  test('leaves out what lies before the asked offset, because a batch may begin earlier', async () => {
    const bytes = Buffer.concat([await batch(0, { values: ['a', 'b'] }), await batch(2, { values: ['c', 'd', 'e'] })]);
    expect(offsetsOf(readAll(fetched(bytes, { fromOffset: 3 })))).toBe('3,4');
  });

  test('stops at a batch that was cut off, and the next fetch begins with it', async () => {
    const bytes = Buffer.concat([await batch(0, { values: ['a', 'b'] }), (await batch(2)).subarray(0, 70)]);
    expect(readAll(fetched(bytes)).nextOffset).toBe(2);
    expect(endOffsetOf(fetched(bytes))).toBe(2);
    expect(endOffsetOf(fetched(bytes.subarray(0, 30), { fromOffset: 7 }))).toBe(7);
  });

  test('passes over what compaction took, at the end of a batch too, so that the offset never gets stuck', async () => {
    const bytes = await batch(10, { values: ['a', 'b'], offsetDeltas: [1, 4], lastOffsetDelta: 9 });
    const all = readAll(fetched(bytes, { fromOffset: 10 }));
    expect(offsetsOf(all)).toBe('11,14');
    expect(all.nextOffset).toBe(20);
    expect(endOffsetOf(fetched(bytes))).toBe(20);
  });

  test('passes over heartbeats but counts their offsets', async () => {
    const messages = [
      { key: '~hb', value: null },
      { key: 'a', value: Buffer.from('x') },
      { key: '~hb', value: Buffer.from('no heartbeat, it has a value') },
      { key: '~hb', value: null },
    ];
    const all = readAll(fetched(await batch(0, { messages })));
    expect(offsetsOf(all)).toBe('1,2');
    expect(all.nextOffset).toBe(4);
  });

  test('reads no further than asked, and goes on where it stopped', async () => {
    const bytes = Buffer.concat([await batch(0, { values: ['a', 'b', 'c'] }), await batch(3, { values: ['d', 'e'] })]);
    const reader = readRecordSet(fetched(bytes));
    const into: IncomingRecord[] = [];
    expect([reader.read(2, into), reader.nextOffset, reader.isDone]).toEqual([2, 2, false]);
    expect([reader.read(2, into), reader.nextOffset, reader.isDone]).toEqual([2, 4, false]);
    expect([reader.read(2, into), reader.nextOffset, reader.isDone]).toEqual([1, 5, true]);
    expect(into.map(({ value }) => String(value)).join('')).toBe('abcde');
  });

  test("takes the broker's time where the topic says so, else the time of each record", async () => {
    const given = { values: ['a', 'b'], timestampDeltasMs: [-500, 7_000_000_000] };
    const created = readAll(fetched(await batch(0, given)));
    expect(created.records.map(({ timestampMs }) => timestampMs)).toEqual([500, 7_000_001_000]);
    const appended = readAll(fetched(withAttributes(await batch(0, given), LOG_APPEND_TIME)));
    expect(appended.records.map(({ timestampMs }) => timestampMs)).toEqual([7_000_001_000, 7_000_001_000]);
  });

  test('keeps headers apart from what objects inherit, whatever their names', async () => {
    const messages = [
      { key: 'a', value: null, headers: JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string> },
    ];
    const { headers } = readAll(fetched(await batch(0, { messages }))).records[0] as IncomingRecord;
    expect(headers['__proto__']?.toString()).toBe('x');
    expect(headers['constructor']?.toString()).toBe('y');
    expect(headers['toString']).toBeUndefined();
  });

  test('unpacks a packed batch', async () => {
    const plain = await batch(4, { values: ['a', 'b', 'c'] });
    const packed = Buffer.concat([plain.subarray(0, 61), gzipSync(plain.subarray(61))]);
    packed.writeInt32BE(packed.length - 12, 8);
    expect(offsetsOf(readAll(fetched(withAttributes(packed, 1), { fromOffset: 5 })))).toBe('5,6');
  });

  test('refuses a batch whose checksum is wrong instead of handing out damaged records', async () => {
    const bytes = await batch(0, { values: ['abc'] });
    bytes[bytes.length - 2] = (bytes[bytes.length - 2] ?? 0) ^ 1;
    expect(() => readAll(fetched(bytes))).toThrow(/KAFKA_REFUSED.*checksum/);
  });

  test('refuses a format older than 2 by name', async () => {
    const bytes = await batch(0);
    bytes[16] = 1;
    expect(() => readAll(fetched(bytes))).toThrow(/KAFKA_REFUSED.*recordFormat=1/);
  });
});

describe('transactions in a record set', () => {
  const inTransaction = (offset: number, producerId: bigint, value: string) =>
    batch(offset, { values: [value], producerId, transactional: true });

  test('leaves out the records of an aborted one and the markers, and gives those of a committed one', async () => {
    const bytes = Buffer.concat([
      await inTransaction(0, 1n, 'aborted'),
      await marker('abort', 1, 1n),
      await inTransaction(2, 1n, 'committed'),
      await marker('commit', 3, 1n),
    ]);
    const all = readAll(fetched(bytes, { aborted: [{ producerId: 1n, firstOffset: 0 }] }));
    expect(offsetsOf(all)).toBe('2');
    expect(all.nextOffset).toBe(4);
  });

  test('leaves out interleaved aborted ones, though the broker lists them by their end and not by their beginning', async () => {
    const bytes = Buffer.concat([
      await inTransaction(0, 1n, 'aborted late'),
      await inTransaction(1, 2n, 'aborted early'),
      await marker('abort', 2, 2n),
      await inTransaction(3, 1n, 'aborted late'),
      await marker('abort', 4, 1n),
      await inTransaction(5, 3n, 'committed'),
    ]);
    const aborted = [
      { producerId: 2n, firstOffset: 1 },
      { producerId: 1n, firstOffset: 0 },
    ];
    expect(offsetsOf(readAll(fetched(bytes, { aborted })))).toBe('5');
  });

  test('leaves out the rest of an aborted one that began before this fetch', async () => {
    const bytes = Buffer.concat([await inTransaction(8, 1n, 'aborted'), await marker('abort', 9, 1n)]);
    expect(offsetsOf(readAll(fetched(bytes, { fromOffset: 8, aborted: [{ producerId: 1n, firstOffset: 2 }] })))).toBe(
      '',
    );
  });

  test('gives plain records of a producer whose transaction was aborted, and records whose key looks like a marker', async () => {
    const messages = [{ key: KEYS.abort, value: Buffer.from('a key of four zero bytes') }];
    const bytes = Buffer.concat([
      await batch(0, { producerId: 1n }),
      await batch(1, { messages, producerId: 2n, transactional: true }),
      await inTransaction(2, 2n, 'aborted too'),
      await marker('abort', 3, 2n),
    ]);
    const aborted = [
      { producerId: 1n, firstOffset: 0 },
      { producerId: 2n, firstOffset: 1 },
    ];
    expect(offsetsOf(readAll(fetched(bytes, { aborted })))).toBe('0');
  });
});
