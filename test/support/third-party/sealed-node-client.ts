// What the two sides of a sealed road do in Node beyond sealed-blocks.ts: an order service that seals its orders, a carrier that opens its shipments.
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { publishAvro, readAvro } from './node-client.js';
import type { OutsiderLogin } from './outsider.js';
import { openBlock, openSession, type SealedBlock } from './sealed-blocks.js';

interface IngressKey {
  readonly keyId: string;
  readonly publicKey: Buffer;
  readonly validUntil: number | null;
}

/** An avsc type, as far as it is needed here. */
interface AvroType {
  readonly name?: string;
  readonly types?: readonly AvroType[];
  field(name: string): { readonly type: AvroType };
  toBuffer(value: unknown): Buffer;
}

type Order = Readonly<Record<string, unknown>> & { readonly eventId: string; readonly orderId: string };

const BLOCKS = ['shipping', 'contact', 'payment', 'signals'] as const;

/** Seals the personal blocks to the newest key of `keysTopic`, then publishes the orders like any others. */
export async function publishSealedOrders(
  login: OutsiderLogin,
  { topic, keysTopic, groupId }: { readonly topic: string; readonly keysTopic: string; readonly groupId: string },
  orders: readonly Order[],
): Promise<void> {
  const keys = await readAvro(login, keysTopic, groupId, 1);
  const key = keys.map(({ value }) => value as IngressKey | null).find((one) => one?.validUntil === null);
  if (key === undefined || key === null) throw new Error('no key to seal to');
  const session = await openSession(key.keyId, key.publicKey, 'fulfilment/orders.events');

  const subject = `${topic}-fulfilment.orders.OrderPlaced`;
  const registry = new SchemaRegistry({ host: login.registryUrl });
  const schema = (await registry.getSchema(await registry.getLatestSchemaId(subject))) as unknown as AvroType;
  const sealed = orders.map((order) => {
    const value: Record<string, unknown> = { ...order };
    for (const category of BLOCKS) {
      const [[name, record] = ['', undefined]] = Object.entries(order[category] as Record<string, unknown>);
      const type = schema.field(category).type.types?.find((branch) => branch.name === name);
      if (type === undefined) throw new Error(`no schema for ${name}`);
      // The version of the record's schema in one byte, then plain Avro.
      const plain = Buffer.concat([Buffer.from([1]), type.toBuffer(record)]);
      const boundTo = [category, name, order.eventId, order.orderId].join('\n');
      value[category] = { 'fulfilment.crypto.SealedBlock': session.seal(plain, boundTo) };
    }
    return { key: order.orderId, value };
  });
  await publishAvro(login, topic, subject, sealed);
}

/** As `readAvro`, with what is inside the sealed values. */
export async function readSealed(
  login: OutsiderLogin,
  topic: string,
  groupId: string,
  count: number,
  { privateKey, info }: { readonly privateKey: Buffer; readonly info: string },
): Promise<readonly { readonly key: string | null; readonly value: unknown }[]> {
  const registry = new SchemaRegistry({ host: login.registryUrl });
  const seen = await readAvro(login, topic, groupId, count);
  return Promise.all(
    seen.map(async ({ key, value }) => {
      if (value === null) return { key, value };
      const { block } = value as { readonly block: SealedBlock };
      return { key, value: (await registry.decode(await openBlock(block, privateKey, info, key ?? ''))) as unknown };
    }),
  );
}
