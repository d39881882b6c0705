// `npm start`: the stack, the services and a day in the life of a shop, until Ctrl-C; with `--once` until every order is erased.
import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import { CLOCK } from '#shared/config/clock';
import { KAFKA } from '#shared/config/kafka';
import { KEYRING } from '#shared/config/keyring';
import { loadConfig } from '#shared/config/load';
import { REGISTRY } from '#shared/config/registry';
import { createScaledClock } from '#shared/domain/scaled-clock';
import { createSystemClock } from '#shared/domain/system-clock';
import type { OrderRef } from '#shared/domain/refs';
import { readPolicyFile, repositoryRoot } from '#shared/policy/read-policy-file';
import { lane } from '#shared/refs/lane';
import { createRefs } from '#shared/refs/refs';
import { generateOrders } from '#shared/sample/generate-orders';
import { startAnalyst } from '#shared/sample/analyst';
import { startOrderService } from '#shared/sample/order-service';
import { blocksOf } from '#shared/sample/orders/plain-order';
import { analystConnection, OUTSIDE, orderServiceConnection } from '#shared/sample/outside/outside-config';
import { createProgressPrinter } from '#shared/stack/progress-printer';
import { startStack } from '#shared/stack/start-stack';
import { openKeyring } from '#shared/vault/open-keyring';
import { createLiveView, type RoadCounts } from './live-view.js';
import { leavesFirst } from './left-to-people.js';
import { aheadLine, parseStartArguments, START_HELP } from './start-arguments.js';
import { DESK_AUDIENCE, deskLines, orderToTry, startSamplePeople } from './sample-people.js';
import { openSampleMail } from './sample-mail.js';
import { startServicesProcess } from './services-process.js';
import { verifyLedger } from './verify-ledger.js';
import { sealToCarrier, startSealingShop } from './sealed-roads.js';
import { startSampleCarriers } from './sample-carriers.js';
import { createWitness } from './witness.js';
import { renderSummary } from './summary.js';

/** Whose records only it can read. */
const SEALED_CARRIER = 'parcelway';

/** The shop goes on after its first rush, so that whoever looks later finds orders in every state. */
const AFTERWARDS_PER_SECOND = 0.5;

/** So that a short run has some of everything that can happen to an order between its payment and its end. */
const SAMPLE_SHARES = { packed: 0.1, packedLate: 0.2, corrected: 0.1, rerouted: 0.6 } as const;

const options = parseStartArguments(process.argv.slice(2));
if (options === 'help') {
  process.stdout.write(START_HELP);
  process.exit(0);
}

// Whatever fails is told in its own words, without a stack trace: the person at the terminal can act on the words only.
process.on('uncaughtException', (error) => {
  process.stderr.write(`\n${error.message}\n`);
  process.exit(1);
});

const root = repositoryRoot();
const out = process.stdout;
const realClock = createSystemClock();
const interrupted = new Promise<'interrupted'>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('interrupted'));
});

out.write('Kafka, registry and MongoDB …\n');
const stack = await startStack({ onProgress: createProgressPrinter(process.stderr), lifetime: 'process' });
const originMs = realClock.nowMs();
const [firstOrder] = generateOrders({ seed: options.seed, count: 1, firstAtMs: originMs });
const people = await startSamplePeople(firstOrder?.customerId ?? '');
const toTry = options.once ? null : orderToTry(options.seed, firstOrder?.customerId ?? '', originMs);
const mail = await openSampleMail(process.env, !options.once);
const env: Record<string, string | undefined> = {
  ...process.env,
  ...stack.env,
  ...mail.env,
  DESK_OIDC_ISSUER: people.issuer,
  DESK_OIDC_AUDIENCE: DESK_AUDIENCE,
  CLOCK_SPEED: String(options.speed),
  CLOCK_ORIGIN_MS: String(originMs),
  ERASURE_DEADLINE_PROFILE: process.env['ERASURE_DEADLINE_PROFILE'] ?? 'fast',
};
const config = loadConfig({ kafka: KAFKA, registry: REGISTRY, outside: OUTSIDE, clock: CLOCK, keyring: KEYRING }, env);
const clock = createScaledClock({ ...config.clock, base: realClock });

out.write('Services …\n');
const logFile = path.join(env['STACK_DIR'] ?? path.join(root, '.stack'), 'logs', 'services.log');
const services = await startServicesProcess({ root, env, logFile });
out.write(deskLines(services.addresses['desk'], people, toTry?.orderId ?? null));
out.write(mail.lines(services.addresses['mailbox'], toTry?.orderId ?? null));
out.write(
  `\nHealth and metrics  ${services.healthUrl}/health/ready\nLog of the services ${path.relative(process.cwd(), logFile)}\n`,
);

const refs = createRefs((await openKeyring(config.keyring)).derive('refs'));
const witness = createWitness(refs);
const privateKeyOf = await sealToCarrier(env, SEALED_CARRIER);
const carriers = await startSampleCarriers({
  config,
  clock,
  seed: options.seed,
  originMs,
  privateKeys: new Map([[SEALED_CARRIER, privateKeyOf]]),
  onShipment: (carrierId, shipmentRef, seen) => witness.carrierSaw(carrierId, shipmentRef, seen),
});
const ours = new Set<string>();
const isLeftToPeople = leavesFirst(options.once ? 0 : undefined);
const analyst = await startAnalyst({
  connection: analystConnection(config),
  clock,
  groupId: `fraud-analyst.sample-${originMs}`,
  seed: options.seed,
  isOurs: (orderRef) => ours.has(orderRef) && !isLeftToPeople(orderRef),
  laneOf: (orderRef) => lane(orderRef as OrderRef),
});
const sealingShop = await startSealingShop(env, orderServiceConnection(config));
if (toTry !== null) await sealingShop.place(toTry);
let [toPickupPoints, placed, sealedAtSource] = [0, 0, 0];
const orderService = await startOrderService({
  connection: orderServiceConnection(config),
  orders: generateOrders({
    seed: options.seed,
    count: options.once ? options.orders : Number.POSITIVE_INFINITY,
    firstAtMs: clock.nowMs(),
  }),
  ordersPerSecond: options.rate,
  afterwards: { orders: options.orders, perSecond: AFTERWARDS_PER_SECOND },
  seed: options.seed,
  clock,
  groupId: `order-service.sample-${originMs}`,
  shares: SAMPLE_SHARES,
  tellsSignIns: true,
  // Every other one: shops come with the library and without.
  placeSealed: (order) => {
    if (placed++ % 2 === 0) return null;
    sealedAtSource++;
    return sealingShop.place(order);
  },
  onPlaced: (order) => {
    witness.placed(order);
    ours.add(refs.orderRef(order.orderId));
    if (blocksOf(order).shipping.pickupPoint !== null) toPickupPoints++;
  },
});

out.write(`\n${aheadLine(options)}\n\n`);
const view = createLiveView(out, options.orders, () => realClock.nowMs());
const counts = (): RoadCounts => {
  const { placed: sent, byStatus } = orderService.counts();
  return {
    placed: sent,
    sealedAtSource,
    refused: byStatus.REFUSED ?? 0,
    accepted: byStatus.ACCEPTED ?? 0,
    released: byStatus.RELEASED ?? 0,
    handedOver: byStatus.HANDED_OVER ?? 0,
    delivered: byStatus.DELIVERED ?? 0,
    finished: byStatus.FINISHED ?? 0,
    erased: byStatus.ERASED ?? 0,
    carriers: carriers.map(({ carrierId, system }) => ({
      id: carrierId,
      isSealed: carrierId === SEALED_CARRIER,
      ...system.counts(),
    })),
  };
};

const outcome = await Promise.race([
  play(),
  interrupted,
  services.ended.then((how) => `The services ended ${how}: see ${logFile}.`),
  orderService.failed.then((error) => `The sample order service failed: ${error.message}`),
  analyst.failed.then((error) => `The sample analyst failed: ${error.message}`),
  ...carriers.map(({ carrierId, system }) =>
    system.failed.then((error) => `The sample carrier ${carrierId} failed: ${error.message}`),
  ),
]);
view.show(counts());
view.end();

let exitCode = 0;
if (outcome === 'interrupted') out.write('\nStopping …\n');
else if (outcome !== 'done') {
  process.stderr.write(`\n${outcome}\n`);
  exitCode = 1;
} else {
  const ledger = await verifyLedger(root, env);
  out.write(
    renderSummary({
      counts: counts(),
      byOutcome: orderService.counts().byOutcome,
      changes: orderService.changes(),
      toPickupPoints,
      reviewed: analyst.counts(),
      policy: readPolicyFile(),
      witness,
      ledger,
      atMs: clock.nowMs(),
      realMs: realClock.nowMs() - originMs,
    }),
  );
  if (!ledger.ok) exitCode = 1;
}
await Promise.allSettled([orderService.stop(), analyst.stop(), ...carriers.map(({ system }) => system.stop())]);
await sealingShop.stop();
await services.stop();
await Promise.all([people.close(), mail.stop()]);
await stack.stop();
process.exit(exitCode);

/** Resolves when every order is erased and no carrier holds anything (`--once`); otherwise plays on until interrupted. */
async function play(): Promise<'done'> {
  for (;;) {
    await sleep(150);
    const now = counts();
    view.show(now);
    if (options === 'help' || !options.once) continue;
    if (now.erased >= options.orders && now.carriers.every(({ stored }) => stored === 0)) return 'done';
  }
}
