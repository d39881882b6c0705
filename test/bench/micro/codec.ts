// What the codec costs per record in this process, beside plain avsc: `node --conditions=source --import tsx test/bench/micro/codec.ts`.
// CPU is that of this process, all threads. The least of all rounds is the figure to compare, the median shows the machine's load. Needs no stack.
import avro from 'avsc';
import type { OrderFacts, SealedCategory } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { createAvroCodec } from '#shared/codec/avro-codec';
import type { RegistryClient } from '#shared/codec/registry-client';
import { generateOrders } from '#shared/sample/generate-orders';
import type { PlainOrder } from '#shared/sample/orders/plain-order';

const ORDERS = 2_000;
const ROUNDS = 40;
const WARM_UP_ROUNDS = 10;
const PLACED = 'fulfilment.orders.OrderPlaced';
const SHIPPING = 'fulfilment.orders.Shipping';

let lastId = 0;
const registry = {
  idOf: () => Promise.resolve(++lastId),
  compatibility: () => Promise.resolve('BACKWARD'),
} as unknown as RegistryClient;
const codec = createAvroCodec({ registry, topicPrefix: '', clock: { nowMs: () => 0 } });
await codec.prepare(Object.values(topics));

const generated = [...generateOrders({ seed: 'codec', count: ORDERS })];
const placedBytes = generated.map((order) => codec.encode(topics.ordersEvents, order, PLACED));
/** As a service has them: strings and objects that the codec read. */
const orders = placedBytes.map((bytes) => {
  const decoded = codec.decode(bytes, topics.ordersEvents);
  if (decoded.kind !== 'decoded' || decoded.recordName !== PLACED) throw new Error('not an order');
  return decoded.value as PlainOrder;
});
const facts = orders.map(factsOf);
const sealed = orders.map(sealedOf);
const shipping = orders.map((order) => order.shipping[SHIPPING]);
const plainType = avro.Type.forSchema(codec.schemaOf(PLACED) as never, { wrapUnions: 'auto' });

const factsBytes = facts.map((value) => codec.encode(topics.ordersFacts, value));
const sealedBytes = sealed.map((value) => codec.encode(topics.ordersSealed, value));
const bareBytes = shipping.map((value) => codec.encodeBare(SHIPPING, value));
process.stdout.write(
  `mean bytes: OrderPlaced ${mean(placedBytes)}, OrderFacts ${mean(factsBytes)}, SealedCategory ${mean(sealedBytes)}, Shipping bare ${mean(bareBytes)}\n`,
);

measure('decode OrderPlaced', placedBytes, (bytes) => codec.decode(bytes, topics.ordersEvents));
measure('  plain avsc', placedBytes, (bytes) => plainType.decode(bytes, 5));
measure('encode OrderPlaced', orders, (order) => codec.encode(topics.ordersEvents, order, PLACED));
measure('  plain avsc', orders, (order) => plainType.toBuffer(order));
measure('encode OrderFacts', facts, (value) => codec.encode(topics.ordersFacts, value));
measure('decode OrderFacts', factsBytes, (bytes) => codec.decode(bytes, topics.ordersFacts));
measure('encode SealedCategory', sealed, (value) => codec.encode(topics.ordersSealed, value));
measure('decode SealedCategory', sealedBytes, (bytes) => codec.decode(bytes, topics.ordersSealed));
measure('encode Shipping bare', shipping, (value) => codec.encodeBare(SHIPPING, value));
measure('decode Shipping bare', bareBytes, (bytes) => codec.decodeBare(SHIPPING, bytes));

function measure<T>(name: string, inputs: readonly T[], run: (input: T) => unknown): void {
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS + WARM_UP_ROUNDS; round++) {
    const before = process.cpuUsage();
    for (const input of inputs) run(input);
    const { user, system } = process.cpuUsage(before);
    if (round >= WARM_UP_ROUNDS) costs.push((user + system) / inputs.length);
  }
  costs.sort((a, b) => a - b);
  const [least = 0] = costs;
  const median = costs[ROUNDS >> 1] ?? 0;
  process.stdout.write(`${name.padEnd(24)} CPU µs per record: least ${least.toFixed(2)} median ${median.toFixed(2)}\n`);
}

function mean(buffers: readonly Buffer[]): number {
  return Math.round(buffers.reduce((sum, { length }) => sum + length, 0) / buffers.length);
}

function factsOf(order: PlainOrder): OrderFacts {
  const { carrierId, serviceLevel, countryCode, pickupPoint } = order.shipping[SHIPPING];
  const { amount, currency } = order.payment['fulfilment.orders.Payment'];
  return {
    orderRef: 'r'.repeat(22),
    orderId: order.orderId,
    customerRef: 'c'.repeat(22),
    policyVersion: 1,
    revision: 1,
    placedAt: order.occurredAt,
    destinationCountry: countryCode,
    carrierId,
    serviceLevel,
    deliveryKind: pickupPoint === null ? 'HOME' : 'PICKUP_POINT',
    items: order.items,
    amount,
    currency,
    state: 'PLACED',
    refusalCodes: [],
    refusalPaths: [],
    paidAt: null,
    cancelledAt: null,
    cancelReason: null,
    parcels: [],
    openCases: [],
    caseClosedAt: null,
    lastEventAt: order.occurredAt,
    deliveryRevision: 1,
    addressRevision: 1,
  };
}

function sealedOf(order: PlainOrder): SealedCategory {
  const ciphertext = Buffer.alloc(180, order.orderId);
  const block = { algorithm: 'xchacha20-poly1305-ietf', keyId: 'k'.repeat(30), nonce: Buffer.alloc(24, 1), ciphertext };
  const { occurredAt } = order;
  return {
    orderRef: 'r'.repeat(22),
    category: 'shipping',
    schemaName: SHIPPING,
    policyVersion: 1,
    sealedAt: occurredAt,
    block,
    revision: 1,
  };
}
