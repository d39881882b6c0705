// The corpus of broken orders as data (test/corpus): every fault in every field it names, as an order with what must become of it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { RefusalCode } from '#shared/errors/catalogue';
import { type BrokenInput, PLACED } from '#shared/sample/broken/broken-input';
import { blocksOf, type PlainOrder, withBlocks } from '#shared/sample/orders/plain-order';

const FILE = path.join(import.meta.dirname, '../corpus/broken-orders.yaml');

const corpusSchema = z.strictObject({
  faults: z.array(
    z.strictObject({
      name: z.string(),
      value: z.union([z.string(), z.strictObject({ repeat: z.string(), times: z.int() })]),
      refused: z.record(z.string(), z.array(z.string())).default({}),
      accepted: z.array(z.string()).default([]),
    }),
  ),
});

export interface CorpusRow {
  readonly name: string;
  /** Of the field that is wrong, as a refusal names it. */
  readonly field: string;
  readonly value: string;
  readonly expected: RefusalCode | 'accepted';
  /** Makes a sound order an order with this fault. */
  readonly spoil: (order: PlainOrder) => PlainOrder;
}

export const CORPUS: readonly CorpusRow[] = readCorpus();

/** The same for the running services. */
export const CORPUS_INPUTS: readonly BrokenInput[] = CORPUS.map(({ name, expected, spoil }) => ({
  name,
  topic: 'orders.events',
  records: async (kit) => {
    const order = spoil(kit.order());
    return [{ key: Buffer.from(order.orderId), value: await kit.encode(PLACED, order), expected }];
  },
}));

function readCorpus(): CorpusRow[] {
  const { faults } = corpusSchema.parse(parse(readFileSync(FILE, 'utf8')));
  return faults.flatMap(({ name, value, refused, accepted }) => {
    const text = typeof value === 'string' ? value : value.repeat.repeat(value.times);
    const row =
      (expected: CorpusRow['expected']) =>
      (field: string): CorpusRow => ({
        name: `${name} in ${field}`,
        field,
        value: text,
        expected,
        spoil: (order) => spoiled(order, field, text),
      });
    return [
      ...Object.entries(refused).flatMap(([code, fields]) => fields.map(row(code as RefusalCode))),
      ...accepted.map(row('accepted')),
    ];
  });
}

/** Sound wherever it is not spoiled: to a locker of a carrier that has them, every optional field filled. */
function spoiled(order: PlainOrder, field: string, value: string): PlainOrder {
  const { shipping } = blocksOf(order);
  const complete = {
    ...shipping,
    city: 'Berlin',
    region: 'BE',
    postalCode: '10115',
    countryCode: 'DE',
    carrierId: 'swiftpost',
    pickupPoint: { pointId: 'DE-1', customerPostNumber: '1234567' },
  };
  const copy = structuredClone(withBlocks(order, { shipping: complete }));
  const parts = field.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
  const last = parts.pop() ?? '';
  const block = blocksOf(copy);
  let at = ((parts[0] ?? '') in block ? block : copy) as unknown as Record<string, unknown>;
  for (const part of parts) at = at[part] as Record<string, unknown>;
  at[last] = value;
  return copy;
}

/** What the order has in that field. */
export function valueAt(blocks: unknown, field: string): unknown {
  const parts = field.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
  return parts.reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], blocks);
}
