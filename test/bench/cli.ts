// `npm run bench`: in one run, on one stack: bare kafkajs passing on the bytes, then intake, then carriers, then the whole road.
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '#shared/policy/read-policy-file';
import { openBenchStack } from './bench-world.js';
import { type BenchReport, renderReport } from './report.js';
import { runStages } from './run-stages.js';

const HELP = `npm run bench -- [--orders N] [--road N] [--rate N] [--seconds N] [--erasures N] [--erased-before N] [--timers N] [--observations N] [--stages S] [--profile] [--out DIR]

Measures throughput as a ratio to bare kafkajs passing on the same bytes in the same run, and latency at a fixed rate.
Starts a stack of its own without fast-start flags; with KAFKA_BROKERS set it uses that one.
  --orders N    orders per throughput stage (100000)
  --road N      orders through all services together, for memory over time (200000)
  --rate N      orders per second of the latency stage (500)
  --seconds N   its length (20)
  --erasures N  orders of the erasure stage, after a tenth of them (40000: twenty seconds, of which node and Kafka warm up in the first)
  --erased-before N  the erasure stage also with so many orders erased before, as a ratio to a tenth of them (0: not measured; 100000: four minutes)
  --timers N    pending timers, after a thousand (1000000)
  --observations N  stored by fraud control, after a hundredth of them (1000000)
  --stages S    only these, by commas: one, two, sealed, policy, look-ups, fraud, latency, road, erasures, timers (all); one: a process of each service, two: two of each,
                sealed: orders sealed at the source beside plain ones, policy: carriers under the
                full policy beside the smallest, look-ups: at the desk, 200/s beside orders; fraud: fraud-throughput, fraud-latency,
                fraud-flat and backtest, each to be had alone
  --profile     write processor profiles of intake, carriers and what erases beside the figures
  --out DIR     where the JSON, the Markdown table and the profiles go (reports/bench)
`;

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '100000' },
    road: { type: 'string', default: '200000' },
    rate: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '20' },
    stages: { type: 'string', default: 'one,two,sealed,policy,look-ups,fraud,latency,road,erasures,timers' },
    erasures: { type: 'string', default: '40000' },
    'erased-before': { type: 'string', default: '0' },
    observations: { type: 'string', default: '1000000' },
    timers: { type: 'string', default: '1000000' },
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

const stack = await openBenchStack();
const results = await runStages(stack, {
  stages: new Set(values.stages.split(',')),
  orders,
  road: Number(values.road),
  erasures: Number(values.erasures),
  erasedBefore: Number(values['erased-before']),
  timers: Number(values.timers),
  observations: Number(values.observations),
  rate: Number(values.rate),
  seconds: Number(values.seconds),
  profileDir: values.profile ? out : undefined,
  say,
});
await stack.stop();

const report: BenchReport = {
  at: new Date().toISOString(),
  machine: {
    cores: os.cpus().length,
    model: os.cpus()[0]?.model ?? 'unknown',
    memoryGb: os.totalmem() / 2 ** 30,
    node: process.version,
  },
  orders,
  ...results,
};
writeFileSync(path.join(out, 'bench.json'), `${JSON.stringify(report, null, 2)}\n`);
const text = renderReport(report);
writeFileSync(path.join(out, 'bench.md'), text);
process.stdout.write(`\n${text}\nWritten to ${path.relative(process.cwd(), out)}/bench.json and bench.md\n`);
process.exit(0);
