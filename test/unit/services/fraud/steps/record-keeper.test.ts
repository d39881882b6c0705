import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type OrderOfRecord, RecordKeeper } from '#services/fraud/steps/record-keeper';

const order = (record: Buffer): OrderOfRecord => ({
  orderRef: '',
  orderId: '',
  placedAt: 0,
  handles: {},
  facts: {},
  record,
});

test('what is kept is read as it was, whatever comes and goes beside it', () => {
  const step = fc.tuple(fc.nat(20), fc.boolean(), fc.integer({ min: 1, max: 300_000 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const keeper = new RecordKeeper((record) => order(record));
      const plain = new Map<number, Buffer>();
      for (const [n, [place, isKept, length]] of steps.entries()) {
        if (isKept) {
          const record = Buffer.alloc(length, `${n}:`);
          keeper.keep(place, order(record));
          plain.set(place, record);
        } else {
          keeper.drop(place);
          plain.delete(place);
        }
      }
      for (const [place, record] of plain) expect(keeper.read(place).record.equals(record)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test('room that nobody needs is given back, and who has read something keeps it', () => {
  const keeper = new RecordKeeper((record) => order(record));
  const record = Buffer.alloc(100_000, 'secret');
  for (let n = 0; n < 1_000; n++) {
    keeper.keep(n, order(record));
    if (n >= 5) keeper.drop(n - 5);
  }
  expect(keeper.bytes).toBeLessThan(4_000_000);
  const read = keeper.read(999);
  keeper.drop(999);
  expect(read.record.equals(record)).toBe(true);
});
