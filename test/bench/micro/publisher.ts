// What publishing costs without a broker: checks and encoding, and sealing on top of them. Usage: publisher.ts [ORDERS]
import { topics } from '#schemas/generated/topics';
import { createAvroCodec } from '#shared/codec/avro-codec';
import type { RegistryClient } from '#shared/codec/registry-client';
import { ORDERS_INFO } from '#shared/hpke/associated-data';
import { openSealingSession } from '#shared/hpke/sealing-session';
import { newKeyPair } from '#shared/hpke/suite';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { createPublisher, type ShopEvent } from '#shared/publisher/publisher';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf } from '#shared/sample/orders/plain-order';

const count = Number(process.argv[2] ?? 20_000);
const registry = { idOf: () => Promise.resolve(1), compatibility: () => Promise.resolve('BACKWARD') };
const codec = createAvroCodec({
  registry: registry as unknown as RegistryClient,
  topicPrefix: '',
  clock: { nowMs: () => 0 },
});
await codec.prepare([topics.ordersEvents]);
const policy = readPolicyFile();
const session = await openSealingSession({ keyId: 'bench', publicKey: newKeyPair().publicKey }, ORDERS_INFO);
const events = [...generateOrders({ seed: 'publisher', count })].map(
  (order): ShopEvent => ({ type: 'OrderPlaced', event: { ...order, ...blocksOf(order) } }),
);

for (let round = 1; round <= 4; round++) {
  const micros = [await run(false), await run(true)].map((cpu) => cpu.toFixed(1));
  process.stdout.write(`round ${round}: plain ${micros[0]} µs an order, sealed ${micros[1]} µs\n`);
}

async function run(isSealed: boolean): Promise<number> {
  const publisher = createPublisher({
    policy: () => policy,
    codec,
    producer: { send: () => Promise.resolve(), stop: () => Promise.resolve() },
    session: () => (isSealed ? Promise.resolve(session) : undefined),
    partitionOf: () => 0,
    topic: 'orders.events',
    mostInFlight: 5_000,
    onClose: () => Promise.resolve(),
  });
  const before = process.cpuUsage();
  await publisher.publishAll(events);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / events.length;
}
