// `npm run bench`: in one run, on one stack: bare kafkajs passing on the bytes, then intake, then carriers, then the whole road.
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BENCH_HELP, type BenchAsked, readBenchArguments } from './bench-arguments.js';
import { openBenchStack } from './bench-world.js';
import { type BenchReport, renderReport } from './report.js';
import { runStages } from './run-stages.js';

const asked = readBenchArguments(process.argv.slice(2));
if (asked === 'help') {
  process.stdout.write(BENCH_HELP);
  process.exit(0);
}
if ('wrong' in asked) {
  process.stderr.write(`${asked.wrong}\n\n${BENCH_HELP}`);
  process.exit(64);
}
await measure(asked);
process.exit(0);

async function measure({ profile, out, ...wanted }: BenchAsked): Promise<void> {
  mkdirSync(out, { recursive: true });
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const stack = await openBenchStack();
  const results = await runStages(stack, { ...wanted, profileDir: profile ? out : undefined, say });
  await stack.stop();

  const report: BenchReport = {
    at: new Date().toISOString(),
    machine: {
      cores: os.cpus().length,
      model: os.cpus()[0]?.model ?? 'unknown',
      memoryGb: os.totalmem() / 2 ** 30,
      node: process.version,
    },
    orders: wanted.orders,
    ...results,
  };
  writeFileSync(path.join(out, 'bench.json'), `${JSON.stringify(report, null, 2)}\n`);
  const text = renderReport(report);
  writeFileSync(path.join(out, 'bench.md'), text);
  process.stdout.write(`\n${text}\nWritten to ${path.relative(process.cwd(), out)}/bench.json and bench.md\n`);
}
