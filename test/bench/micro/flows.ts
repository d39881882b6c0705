// What intake and carriers cost per order without Kafka: units of 1,000 records straight into the flows, keys and stores in the real MongoDB.
// `… flows.ts [ORDERS] [--profile FILE]` prints µs of processor time per order; the profile covers the measured part only.
import { createFraudHash } from '#shared/refs/fraud-hash';
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { topics } from '#schemas/generated/topics';
import { createShipmentSealer } from '#services/carriers/adapters/shipment-sealer';
import { createCarriersFlow } from '#services/carriers/flow';
import { NO_GATE } from '#services/carriers/steps/fraud-gate';
import { createWaitingRoom } from '#services/carriers/steps/waiting-room';
import { createMongoShipmentStore } from '#services/carriers/store/mongo-shipment-store';
import { createBlockOpener } from '#services/intake/adapters/block-opener';
import { createIntakeFlow } from '#services/intake/flow';
import { createMongoEarlyEvents } from '#services/intake/store/mongo-early-events';
import { createSystemClock } from '#shared/domain/system-clock';
import { createSilentLogger } from '#shared/logging/logger';
import type { IncomingRecord, OutgoingRecord, UnitHandler } from '#shared/pipeline/unit';
import { openPlatform } from '#shared/platform/open-platform';
import { allTopics } from '#shared/platform/prepare-topics';
import { compose } from '#shared/runtime/compose';
import { generateOrders } from '#shared/sample/generate-orders';

const orders = Number(process.argv[2] ?? 40_000);
const profileFile = process.argv[3] === '--profile' ? process.argv[4] : undefined;
const UNIT = 1_000;
const WARM_UP_UNITS = 8;

await compose('flows', async (use) => {
  const platform = await openPlatform(use, { name: 'bench', logger: createSilentLogger() });
  const { codec, vault, refs, policy, clock, topicName, database } = platform;
  await codec.prepare(allTopics(platform));
  const store = await createMongoShipmentStore(database, 180 * 86_400_000);
  const common = {
    codec,
    vault,
    refs,
    policy,
    clock,
    topicName,
    sealDeadLetters: () => Promise.reject(new Error('no refusals expected')),
    onDeadLetters: () => undefined,
    observer: { step: () => undefined },
  };
  const intake = createIntakeFlow({
    ...common,
    hash: createFraudHash(Buffer.alloc(32, 7)),
    early: await createMongoEarlyEvents(database, createSystemClock()),
    opener: createBlockOpener({ keys: { list: () => [], privateKeyOf: () => undefined }, graceMs: 0 }),
    onCommitted: () => undefined,
  });
  const waitingRoom = createWaitingRoom({ codec, store, onForgetFailed: () => undefined });
  const carriers = createCarriersFlow({
    ...common,
    store,
    sealer: createShipmentSealer({ clock }),
    waitingRoom,
    gate: NO_GATE,
    machineClock: clock,
    carrierOf: () => undefined,
    onReleased: () => undefined,
  });

  let offset = 0;
  const record = (topic: string, partition: number, key: string, value: Buffer): IncomingRecord => ({
    topic,
    partition,
    offset: String(offset++),
    timestampMs: 0,
    key: Buffer.from(key),
    value,
    headers: {},
  });
  const events = topicName(topics.ordersEvents.name);
  const placed: IncomingRecord[] = [];
  const paid: IncomingRecord[] = [];
  for (const order of generateOrders({ seed: `flows/${process.pid}`, count: orders })) {
    const { amount, currency } = order.payment['fulfilment.orders.Payment'];
    const eventId = order.eventId.replace(/^./, (digit) => (digit === 'f' ? '0' : 'f'));
    const payment = { eventId, orderId: order.orderId, occurredAt: order.occurredAt + 1, amount, currency };
    const encode = (value: never, name: string): Buffer => Buffer.from(codec.encode(topics.ordersEvents, value, name));
    placed.push(record(events, 0, order.orderId, encode(order as never, 'fulfilment.orders.OrderPlaced')));
    paid.push(record(events, 0, order.orderId, encode(payment as never, 'fulfilment.orders.PaymentConfirmed')));
  }
  const asInput = (outputs: readonly OutgoingRecord[]): IncomingRecord[] =>
    outputs
      .filter(({ topic, partition }) => topic.endsWith('.facts') || partition < 4)
      .map(({ topic, partition, key, value }) => record(topic, partition, String(key), Buffer.from(value ?? '')));

  const sealedAndFacts = asInput(await run('intake, OrderPlaced', intake, placed));
  const paidFacts = asInput(await run('intake, PaymentConfirmed', intake, paid));
  await run('carriers', carriers, [...sealedAndFacts, ...paidFacts]);
  return null;
}).start();
process.exit(0);

async function run(name: string, handler: UnitHandler, records: readonly IncomingRecord[]): Promise<OutgoingRecord[]> {
  const outputs: OutgoingRecord[] = [];
  const session = new Session();
  session.connect();
  const units = Math.ceil(records.length / UNIT);
  let cpu = process.cpuUsage();
  let startedMs = performance.now();
  for (let unit = 0; unit < units; unit++) {
    if (unit === WARM_UP_UNITS) {
      if (profileFile !== undefined) {
        await session.post('Profiler.enable');
        await session.post('Profiler.start');
      }
      cpu = process.cpuUsage();
      startedMs = performance.now();
    }
    const result = await handler({
      lane: 0,
      records: records.slice(unit * UNIT, (unit + 1) * UNIT),
      isRevoked: () => false,
    });
    // Values are slices of shared buffers that the next unit may overwrite.
    for (const output of result.outputs)
      outputs.push({ ...output, value: output.value === null ? null : Buffer.from(output.value) });
    result.afterCommit?.();
  }
  const { user, system } = process.cpuUsage(cpu);
  const measured = orders * (1 - WARM_UP_UNITS / units);
  const wall = ((performance.now() - startedMs) * 1_000) / measured;
  process.stdout.write(
    `${name.padEnd(28)} ${((user + system) / measured).toFixed(1).padStart(7)} µs CPU, ${wall.toFixed(1).padStart(7)} µs wall per order\n`,
  );
  if (profileFile !== undefined) {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(`${profileFile}.${name.split(/[ ,]+/).join('-')}.cpuprofile`, JSON.stringify(profile));
  }
  session.disconnect();
  return outputs;
}
