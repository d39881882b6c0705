// `npm run bench`: in one run, on one stack: bare kafkajs passing on the bytes, then intake, then carriers, then the whole road.
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { LANES, SEALED_CATEGORIES, topics } from '#schemas/generated/topics';
import { repositoryRoot } from '#shared/policy/read-policy-file';
import { openBenchWorld } from './bench-world.js';
import { renderReport, type BenchReport } from './report.js';
import { latencyAtRate } from './stages/latency.js';
import {
  ends,
  passThrough,
  publishOrders,
  publishPayments,
  serviceThroughput,
  type Throughput,
} from './stages/throughput.js';
import { wholeRoad } from './stages/whole-road.js';

const HELP = `npm run bench -- [--orders N] [--rate N] [--seconds N] [--profile] [--out DIR]

Measures throughput as a ratio to bare kafkajs passing on the same bytes in the same run, and latency at a fixed rate.
Starts a stack of its own without fast-start flags; with KAFKA_BROKERS set it uses that one.
  --orders N    orders per throughput stage (100000)
  --road N      orders through all services together, for memory over time (200000)
  --rate N      orders per second of the latency stage (500)
  --seconds N   its length (20)
  --profile     write a processor profile of intake and carriers beside the figures
  --out DIR     where the JSON, the Markdown table and the profiles go (reports/bench)
`;

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '100000' },
    road: { type: 'string', default: '200000' },
    rate: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '20' },
    profile: { type: 'boolean', default: false },
    out: { type: 'string', default: path.join(repositoryRoot(), 'reports', 'bench') },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const orders = Number(values.orders);
const out = path.resolve(values.out);
mkdirSync(out, { recursive: true });
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const profileFlags = (name: string): readonly string[] =>
  values.profile ? ['--cpu-prof', `--cpu-prof-dir=${path.join(out, name)}`] : [];

const world = await openBenchWorld();
const { topicName } = world.platform;
const events = topicName(topics.ordersEvents.name);
const stages: Throughput[] = [];
const measure = async (stage: Promise<Throughput>): Promise<void> => {
  const result = await stage;
  stages.push(result);
  say(
    `${result.name.padEnd(42)} ${Math.round(result.ordersPerSecond).toLocaleString('en').padStart(8)} orders/s  ${result.cpuMicrosPerOrder.toFixed(1)} µs  ${result.peakRssMb.toFixed(0)} MB`,
  );
};

say(`${orders} orders per stage …`);
await publishOrders(world, 'one', orders);
await measure(passThrough(world, events, orders, 1));
await measure(passThrough(world, `${world.prefix}copy.1`, orders, 2));
let from = 0;
// Profiling costs a tenth: the figures of a run with --profile are not those to quote.
await measure(
  serviceThroughput(world, 'intake', [events], {
    orders,
    from,
    to: orders,
    instances: 1,
    nodeFlags: profileFlags('intake'),
  }),
);
await measure(passThrough(world, `${world.prefix}copy.1`, orders, 3));
from = orders;
await carriersAfterPayment('one', 1);

from = await ends(world, [events]);
await publishOrders(world, 'two', orders);
await measure(serviceThroughput(world, 'intake', [events], { orders, from, to: from + orders, instances: 2 }));
await carriersAfterPayment('two', 2);

say('latency …');
const services = await world.startServices([]);
const latency = await latencyAtRate(world, 'latency', Number(values.rate), Number(values.seconds));
say(
  `event to carrier record at ${values.rate} orders/s: p50 ${latency.p50Ms.toFixed(0)} ms, p99 ${latency.p99Ms.toFixed(0)} ms`,
);
say('the whole road …');
const road = await wholeRoad(world, services, 'road', Number(values.road));
await services.stop();
await world.close();

const report: BenchReport = {
  at: new Date().toISOString(),
  machine: {
    cores: os.cpus().length,
    model: os.cpus()[0]?.model ?? 'unknown',
    memoryGb: os.totalmem() / 2 ** 30,
    node: process.version,
  },
  orders,
  stages,
  latency: { ratePerSecond: Number(values.rate), ...latency },
  road,
};
writeFileSync(path.join(out, 'bench.json'), `${JSON.stringify(report, null, 2)}\n`);
const text = renderReport(report);
writeFileSync(path.join(out, 'bench.md'), text);
process.stdout.write(`\n${text}\nWritten to ${path.relative(process.cwd(), out)}/bench.json and bench.md\n`);
process.exit(0);

/** Pays the orders of a batch and lets carriers work off what intake made of it: two facts and an address per order. */
async function carriersAfterPayment(seed: string, instances: number): Promise<void> {
  const before = await ends(world, [events]);
  await publishPayments(world, seed, orders);
  await serviceThroughput(world, 'intake', [events], { orders, from: before, to: before + orders, instances: 1 });
  const nodeFlags = instances === 1 ? profileFlags('carriers') : [];
  const done = await committedByCarriers();
  const to = await carrierInputs();
  await measure(
    serviceThroughput(world, 'carriers', carriersTopics(), { orders, from: done, to, instances, nodeFlags }),
  );
}

function carriersTopics(): string[] {
  return [topicName(topics.ordersFacts.name), topicName(topics.ordersSealed.name)];
}

/** What carriers has to commit: the facts, and of the sealed blocks the partitions of addresses. */
async function carrierInputs(): Promise<number> {
  const first = SEALED_CATEGORIES.indexOf('shipping') * LANES;
  const addresses = new Set(Array.from({ length: LANES }, (_, lane) => first + lane));
  return (
    (await ends(world, [topicName(topics.ordersFacts.name)])) +
    (await ends(world, [topicName(topics.ordersSealed.name)], addresses))
  );
}

async function committedByCarriers(): Promise<number> {
  const answer = await world.admin.fetchOffsets({ groupId: `${world.prefix}carriers`, topics: carriersTopics() });
  return answer
    .flatMap(({ partitions }) => partitions)
    .reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
}
