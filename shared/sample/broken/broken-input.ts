// What a broken input is: records as a careless or hostile publisher would send them, and what must become of each.
import type { RefusalCode } from '#shared/errors/catalogue';
import type { PlainOrder } from '../orders/plain-order.js';

export interface BrokenRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** The code of its dead letter; `accepted`: it must not be refused (also when it is kept until its order arrives). */
  readonly expected: RefusalCode | 'accepted';
}

export interface BrokenInput {
  /** Says what is wrong; unique in the corpus. */
  readonly name: string;
  /** Without prefix; default `orders.events`. */
  readonly topic: 'orders.events' | 'carriers.swiftpost.statuses';
  /** To be sent in this order, one after another. */
  readonly records: (kit: BrokenInputKit) => Promise<readonly BrokenRecord[]>;
}

/** What the corpus needs of its surroundings: a registry and orders that nobody has seen yet. */
export interface BrokenInputKit {
  /** A sound order with an id of its own. */
  order(): PlainOrder;
  /** Confluent wire format with the current schema of a record of ours. */
  encode(recordName: string, value: unknown): Promise<Buffer>;
  /** The same with a schema of somebody else, which is registered under a subject of its own. */
  encodeAs(schema: unknown, value: unknown): Promise<Buffer>;
}

export const PLACED = 'fulfilment.orders.OrderPlaced';

/** One broken order: what `change` makes of a sound one is encoded with our schema and must be refused with this code. */
export function brokenOrder(
  name: string,
  expected: BrokenRecord['expected'],
  change: (order: PlainOrder) => PlainOrder,
): BrokenInput {
  return placedAs(name, expected, async (kit) => {
    const order = change(kit.order());
    return { key: Buffer.from(order.orderId), value: await kit.encode(PLACED, order) };
  });
}

/** One broken record on the ingress topic, bytes and key as given. */
export function placedAs(
  name: string,
  expected: BrokenRecord['expected'],
  make: (kit: BrokenInputKit) => Promise<Omit<BrokenRecord, 'expected'>>,
): BrokenInput {
  return { name, topic: 'orders.events', records: async (kit) => [{ ...(await make(kit)), expected }] };
}
