// What is kept off the heap is what plain collections would keep, whatever is done in whatever order.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CountTable } from '#services/fraud/domain/count-table';
import { KeyTable, NO_KEY } from '#services/fraud/domain/key-table';
import { PlaceLists } from '#services/fraud/domain/place-lists';

const steps = <T>(step: fc.Arbitrary<T>) => fc.array(step, { maxLength: 300, size: 'max' });

describe('the table of texts', () => {
  test('gives each text a number of its own while it is there', () => {
    fc.assert(
      fc.property(steps(fc.tuple(fc.boolean(), fc.nat(120), fc.nat(30))), (all) => {
        const table = new KeyTable();
        const known = new Map<string, number>();
        for (const [isAdded, n, length] of all) {
          const key = `k${n}`.padEnd(length, 'é');
          if (isAdded) known.set(key, table.add(key));
          else if (known.has(key)) {
            table.remove(known.get(key) as number);
            known.delete(key);
          }
          if (table.numberOf(key) !== (known.get(key) ?? NO_KEY)) expect(key).toBe('where it is');
        }
        expect(table.size).toBe(known.size);
        expect(new Set(known.values()).size).toBe(known.size);
        expect([...known.keys()].map((key) => table.numberOf(key))).toEqual([...known.values()]);
        expect([...known.values()].map((number) => table.keyOf(number))).toEqual([...known.keys()]);
      }),
      { numRuns: 30 },
    );
  });

  test('gives numbers out again, so that coming and going takes no more room', () => {
    const table = new KeyTable();
    for (let n = 0; n < 5_000; n++) {
      table.add(`k${n}`);
      if (n >= 10) table.remove(table.numberOf(`k${n - 10}`));
    }
    expect([table.size, table.end]).toEqual([10, 11]);
  });
});

test('lists keep what was put in and taken out, each its own', () => {
  fc.assert(
    fc.property(steps(fc.tuple(fc.nat(5), fc.boolean(), fc.nat(40), fc.nat(3))), (all) => {
      const lists = new PlaceLists();
      const plain = Array.from({ length: 6 }, (): number[] => []);
      for (const [n, [list, isPutIn, at, count]] of all.entries()) {
        const own = plain[list] as number[];
        if (isPutIn) {
          lists.insert(list, Math.min(at, own.length), n);
          own.splice(Math.min(at, own.length), 0, n);
        } else if (at + count <= own.length && count > 0) {
          lists.remove(list, at, count);
          own.splice(at, count);
        }
      }
      for (const [list, own] of plain.entries())
        expect(Array.from({ length: lists.lengthOf(list) }, (_, at) => lists.at(list, at))).toEqual(own);
    }),
    { numRuns: 30 },
  );
});

test('counts are those of a map', () => {
  fc.assert(
    fc.property(steps(fc.tuple(fc.boolean(), fc.nat(60))), (all) => {
      const table = new CountTable();
      const plain = new Map<number, number>();
      for (const [isAdded, key] of all) {
        const count = plain.get(key) ?? 0;
        if (isAdded) {
          table.add(key);
          plain.set(key, count + 1);
        } else {
          table.remove(key);
          if (count > 1) plain.set(key, count - 1);
          else plain.delete(key);
        }
        if (table.size !== plain.size || table.has(key) !== plain.has(key)) expect(key).toBe('counted');
      }
      const all60 = Array.from({ length: 61 }, (_, key) => key);
      expect(all60.filter((key) => table.has(key))).toEqual(all60.filter((key) => plain.has(key)));
      table.clear();
      expect(table.size).toBe(0);
    }),
    { numRuns: 30 },
  );
});
