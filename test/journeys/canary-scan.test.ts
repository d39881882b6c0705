// The promise of 60 seconds, on the disk itself: once every order is erased, no byte below the stack's folder tells anything of a person.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { CompressionTypes } from 'kafkajs';
import type { DeadLetter } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { CarrierSystem } from '#shared/sample/carrier-system';
import { generateOrders } from '#shared/sample/generate-orders';
import type { OrderService } from '#shared/sample/order-service';
import { blocksOf, type PlainOrder, withBlocks } from '#shared/sample/orders/plain-order';
import { outsideKafka, outsideRegistry } from '#shared/sample/outside/connection';
import { plantCanaries } from '#shared/sample/plant-canaries';
import { createRandom } from '#shared/sample/seeded-random';
import { type StackHandle, startStack } from '#shared/stack/start-stack';
import { createTopics } from '#test/support/create-topics';
import { eventually } from '#test/support/eventually';
import { runProgram } from '#test/support/run-program';
import { placesOf, type ScanReport } from '#test/support/scan-folder';
import { type Scanner, startScanner } from '#test/support/scanner';
import {
  createTestWorld,
  type ServicesUnderTest,
  startServices,
  type TestWorld,
} from '#test/support/services-under-test';
import { outsidersOf } from '#test/support/world-outsiders';
import { openWorldView, type WorldView } from '#test/support/world-view';

/** In full: CANARY_ORDERS=10000. */
const ORDERS = Number(process.env['CANARY_ORDERS'] ?? 40);
/** As many at once as a small machine erases while it takes in others. */
const ORDERS_PER_SECOND = 50;
const PATIENCE_MS = 120_000 + (ORDERS / ORDERS_PER_SECOND) * 6_000;
jest.setTimeout(300_000 + PATIENCE_MS);
const SPEED = 432_000;
/** The promise of the profile `fast`, and half of it again for a machine that is busy with other tests. */
const DEADLINE_MS = 90_000;
/** A file for the canaries: they and the stack's folder are then kept, for another scanner to look at. */
const KEEP = process.env['CANARY_KEEP'];
const LOOK_EVERY_MS = 3_000;
const QUIET_UP_TO = 1_000;
const SAY_EVERY_MS = 10_000;
const MOST_WARNINGS = 60;
/** Unique to this run: a canary that another run left somewhere would prove nothing. */
const SEED = `canary-scan ${process.env['CANARY_SEED'] ?? new Date().toISOString()}`;

const random = createRandom(SEED);
const canaries: string[] = [];
const planted = (count: number, seed: string): PlainOrder[] =>
  [...generateOrders({ seed: `${SEED} ${seed}`, count, customers: count })].map((generated) => {
    const { order, canaries: ofOrder } = plantCanaries(generated, random);
    canaries.push(...ofOrder.map(({ marker }) => marker));
    return order;
  });
const orders = planted(ORDERS, 'good');
const refused = planted(6, 'refused');

let stackDir: string;
let stack: StackHandle;
let world: TestWorld;
let view: WorldView;
let services: ServicesUnderTest;
let carriers: Readonly<Record<string, CarrierSystem>>;
let orderService: OrderService;
let scanner: Scanner;

beforeAll(async () => {
  scanner = startScanner(canaries);
  stackDir = mkdtempSync(path.join(tmpdir(), 'canary-scan-'));
  const cache = process.env['STACK_CACHE'];
  stack = await startStack({ stackDir, mode: 'local', environment: {}, ...(cache === undefined ? {} : { cache }) });
  world = createTestWorld('canary-scan', { speed: SPEED, stack: stack.env, profile: 'fast' });
  view = await openWorldView(world);
  services = await startServices({ ...world, env: { ...world.env, LOG_LEVEL: 'debug' } });
  const outsiders = outsidersOf(world);
  carriers = await outsiders.startCarriers({ seed: SEED, shares: { doubled: 0 } });
  orderService = await outsiders.startOrderService({ seed: SEED, orders, ordersPerSecond: ORDERS_PER_SECOND });
});

afterAll(async () => {
  await Promise.allSettled([orderService?.stop(), ...Object.values(carriers ?? {}).map((carrier) => carrier.stop())]);
  await services?.stop();
  scanner?.stop();
  await view?.close();
  await stack?.stop({ purge: KEEP === undefined });
  if (KEEP === undefined) rmSync(stackDir, { recursive: true, force: true });
});

/** What a service manager would have written to disk belongs to the folder, too. */
function scan(): Promise<ScanReport> {
  writeFileSync(path.join(stackDir, 'logs', 'services.log'), services.output());
  return scanner.scan(stackDir);
}

/** A run that takes minutes tells how it goes. */
function say(text: string): void {
  if (ORDERS > QUIET_UP_TO) process.stderr.write(`canary scan: ${text}\n`);
}

async function untilErased(): Promise<void> {
  let saidMs = Date.now();
  let ended: string | undefined;
  void services.ended.then((code) => (ended = `the services ended with ${code ?? 'a signal'}`));
  const done = eventually(
    'every order erased, by services that live',
    () => {
      if (ended !== undefined) return ended;
      const { placed, byStatus } = orderService.counts();
      if (Date.now() - saidMs >= SAY_EVERY_MS) {
        saidMs = Date.now();
        say(
          `${placed} placed, ${byStatus.RELEASED ?? 0} released, ${byStatus.FINISHED ?? 0} finished, ${byStatus.ERASED ?? 0} erased`,
        );
      }
      return (byStatus.ERASED ?? 0) === ORDERS ? 'erased' : undefined;
    },
    PATIENCE_MS,
  );
  const outcome = await done.catch((error: unknown) => {
    say(lastWarnings());
    throw error;
  });
  if (outcome !== 'erased') throw new Error(`${outcome}\n${lastWarnings()}`);
}

/** Nothing of a person is in them. */
function lastWarnings(): string {
  const lines = services.output().split('\n');
  return lines
    .filter((line) => !/"level":"(?:debug|info)"/.test(line))
    .slice(-MOST_WARNINGS)
    .join('\n');
}

/** @returns when the last key was seen to be destroyed: from then on the promise runs */
async function untilShredded(): Promise<number> {
  const { refs, vault } = view.platform;
  const orderRefs = orders.map(({ orderId }) => refs.orderRef(orderId));
  return eventually(
    'every key destroyed',
    async () => {
      const keys = await vault.keysFor(orderRefs);
      return orderRefs.every((orderRef) => keys.get(orderRef)?.kind === 'erased') ? Date.now() : undefined;
    },
    PATIENCE_MS,
  );
}

/** Broken in ways that take different roads through intake, each full of personal data. */
async function publishRefused(): Promise<void> {
  const connection = outsidersOf(world).orderServiceConnection;
  const registry = outsideRegistry(connection);
  const topic = `${world.isolation.topicPrefix}orders.events`;
  const schemaId = await registry.getLatestSchemaId(`${topic}-fulfilment.orders.OrderPlaced`);
  const encode = (order: PlainOrder): Promise<Buffer> => registry.encode(schemaId, order);
  const [address, card, cut, keyless, doubled, text] = refused as [
    PlainOrder,
    PlainOrder,
    PlainOrder,
    PlainOrder,
    PlainOrder,
    PlainOrder,
  ];
  const key = ({ orderId }: PlainOrder): string => `${orderId}-refused`;
  const { shipping, payment } = blocksOf(card);
  const producer = outsideKafka(connection, 'order-service').producer();
  await producer.connect();
  const named = (order: PlainOrder): PlainOrder => ({ ...order, orderId: key(order) });
  const noSuchCountry = withBlocks(address, {
    shipping: { ...blocksOf(address).shipping, countryCode: 'XX', postalCode: null },
  });
  const withCode = withBlocks(card, { shipping, payment: { ...payment, reference: `${payment.reference} cvv 123` } });
  await producer.send({
    topic,
    messages: [
      { key: key(address), value: await encode(named(noSuchCountry)) },
      { key: key(card), value: await encode(named(withCode)) },
      { key: key(cut), value: (await encode(named(cut))).subarray(0, -40) },
      { key: null, value: await encode(named(keyless)) },
      { key: key(doubled), value: await encode(named(doubled)) },
      { key: key(doubled), value: await encode(named(doubled)) },
      { key: key(text), value: JSON.stringify(text) },
    ],
  });
  await producer.disconnect();
}

/** Leaves a text where it is packed: in compressed batches of Kafka and in MongoDB. */
async function leaveProbe(probe: string): Promise<void> {
  const { kafka, database } = view.platform;
  const topic = `${world.isolation.topicPrefix}probe`;
  const admin = kafka.kafkajs.admin();
  await admin.connect();
  await createTopics(admin, [{ topic, numPartitions: 1 }]);
  await admin.disconnect();
  const producer = kafka.kafkajs.producer();
  await producer.connect();
  for (const compression of [CompressionTypes.GZIP, CompressionTypes.Snappy, CompressionTypes.LZ4])
    await producer.send({ topic, compression, messages: [{ value: `${'-'.repeat(400)}${probe}${'-'.repeat(400)}` }] });
  await producer.disconnect();
  await database.collection('probe').insertOne({ text: probe }, { writeConcern: { w: 'majority', journal: true } });
}

describe('the scanner', () => {
  test('finds what lies compressed in batches of Kafka and in the journal of MongoDB, and in no other place', async () => {
    const probe = `probe${randomBytes(12).toString('hex')}`;
    await leaveProbe(probe);
    const { hits, notScanned } = await scanner.scan(stackDir, [probe]);
    const utf8 = hits.filter(({ form }) => form === 'utf-8');
    const kinds = utf8.map(({ file, within }) => `${/\.probe-0/.test(file) ? 'kafka' : path.dirname(file)} ${within}`);
    expect(notScanned).toEqual([]);
    // Snappy leaves a text of random letters as it is, so that one is found without unpacking, too.
    expect(kinds.filter((kind) => kind === 'kafka kafka-batch')).toHaveLength(3);
    expect(kinds.filter((kind) => kind.startsWith('data/mongod')).length).toBeGreaterThan(0);
    expect(kinds.filter((kind) => !/^(?:kafka|data\/mongod)/.test(kind))).toEqual([]);
  });
});

describe('planted personal data', () => {
  test('is found while orders are under way, so that finding none later means something', async () => {
    const found = await eventually(
      'canaries in the ingress and with the carriers',
      async () => {
        const { hits, tookMs } = await scan();
        say(`${hits.length} places while orders are under way, looked through in ${tookMs} ms`);
        const shipments = hits.filter(({ file }) => /carriers\.\w+\.shipments/.test(file));
        return shipments.length > 0 ? { hits, shipments } : undefined;
      },
      60_000,
    );
    // What carriers get of an order, and nothing of what they don't.
    expect(found.shipments.length).toBeGreaterThan(0);
    expect(placesOf(found.hits).filter((place) => !/orders\.events|carriers\.\w+\.shipments/.test(place))).toEqual([]);
  });

  test('is nowhere on disk 60 seconds after the last erasure: not in Kafka, the registry, MongoDB, any log or a backup', async () => {
    await publishRefused();
    const backup = await runProgram('shared/backup/backup-cli.ts', ['--to', path.join(stackDir, 'backup')], world.env);
    expect(backup).toMatchObject({ code: 0 });
    say(backup.text.trim());
    const letters = await eventually('the refusals', async () => {
      const seen = await view.all<DeadLetter>(topics.intakeDeadLetters);
      return seen.length >= refused.length ? seen : undefined;
    });
    expect(letters.map(({ value }) => String(value?.code)).sort()).toEqual([
      'COUNTRY_UNKNOWN',
      'EVENT_DUPLICATE',
      'FORBIDDEN_CARD_SECURITY_CODE',
      'KEY_MISSING',
      'UNDECODABLE_BYTES',
      'UNDECODABLE_BYTES',
    ]);
    const [shreddedMs] = await Promise.all([untilShredded(), untilErased()]);
    const startedMs = Date.now();
    let report = await scan();
    const course: string[] = [];
    while (report.hits.length > 0 && Date.now() - startedMs < DEADLINE_MS) {
      course.push(`${Date.now() - startedMs} ms: ${report.hits.length}`);
      say(`${report.hits.length} places after ${Date.now() - startedMs} ms`);
      await sleep(LOOK_EVERY_MS);
      report = await scan();
    }
    const took = Date.now() - startedMs;
    const seconds = (Date.now() - shreddedMs) / 1_000;
    process.stderr.write(
      `canary scan: ${canaries.length} canaries, ${report.files} files, ${(report.bytes / 2 ** 20).toFixed(0)} MiB, ` +
        `${report.unpacked} units unpacked in ${report.tookMs} ms; clean after ${took} ms (${course.join(', ')}), ${seconds.toFixed(1)} s after the last of ${ORDERS} keys was destroyed\n`,
    );
    expect(placesOf(report.hits)).toEqual([]);
    expect(report.notScanned).toEqual([]);
    expect(report.unpacked).toBeGreaterThan(0);
    expect(canaries.length).toBeGreaterThan(ORDERS * 15);
    if (KEEP !== undefined) writeFileSync(KEEP, canaries.join('\n'));
  });
});
