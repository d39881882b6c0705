// What a lane costs beside bare kafkajs: the same 899-byte records, four partitions, in one process at a time.
// - kafkajs pass-through: eachBatch, idempotent producer, no transaction (the peer of reference/perf-anchors)
// - lanes, one output per record; lanes, five outputs of 300 bytes per record: each unit in a transaction with its offsets
// node --conditions=source --import tsx test/bench/micro/lane-throughput.ts [RECORDS] [ROUNDS]   (KAFKA_* of a stack that is up)
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import kafkajs, { type Kafka } from 'kafkajs';
import { KAFKA } from '#shared/config/kafka';
import { loadConfig } from '#shared/config/load';
import { createSystemClock } from '#shared/domain/system-clock';
import { createKafka } from '#shared/kafka/create-kafka';
import { createStartLaneConsumer } from '#shared/kafka/lane-consumer';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { openTopicAdmin } from '#shared/kafka/topic-admin';
import { createLogger } from '#shared/logging/logger';
import type { OutgoingRecord } from '#shared/pipeline/unit';

const [mode = 'all', recordsText = '200000', roundsText = '3'] = /^\d+$/.test(process.argv[2] ?? 'all')
  ? ['all', process.argv[2], process.argv[3]]
  : process.argv.slice(2);
const RECORDS = Number(recordsText);
const VARIANTS = ['kafkajs', 'lanes-1', 'lanes-5'] as const;
const PARTITIONS = 4;
const clock = createSystemClock();
const { kafka: config } = loadConfig({ kafka: KAFKA });
const client = createKafka({
  config,
  clientId: 'bench',
  logger: createLogger({ service: 'bench', level: 'error', destination: process.stderr }),
  clock,
  random: Math.random,
});
const run = process.env['BENCH_RUN'] ?? `bench.${process.pid}.`;
const topic = (name: string): string => `${run}${name}`;

interface Figures {
  readonly recordsPerSecond: number;
  readonly cpuMicros: number;
}

if (mode === 'all') await runAll();
else await runOne(mode);
process.exit(0);

async function runAll(): Promise<void> {
  const admin = await openTopicAdmin(client);
  await admin.ensureTopics([{ name: topic('in'), partitions: PARTITIONS, settings: {} }]);
  await fill();
  const seen = new Map<string, Figures[]>(VARIANTS.map((variant) => [variant, []]));
  for (let round = 0; round < Number(roundsText); round++) {
    for (const variant of VARIANTS) {
      await admin.ensureTopics([{ name: topic(`out.${variant}.${round}`), partitions: PARTITIONS, settings: {} }]);
      const args = [...process.execArgv, process.argv[1] as string, variant, String(RECORDS), String(round)];
      const child = spawnSync(process.execPath, args, {
        env: { ...process.env, BENCH_RUN: run },
        stdio: ['ignore', 'pipe', 'inherit'],
        encoding: 'utf8',
      });
      const figures = JSON.parse(child.stdout) as Figures;
      seen.get(variant)?.push(figures);
      await client.kafkajs.admin().connect();
    }
  }
  await admin.close();
  const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const base = median((seen.get('kafkajs') ?? []).map(({ recordsPerSecond }) => recordsPerSecond));
  for (const [variant, figures] of seen) {
    const rate = median(figures.map(({ recordsPerSecond }) => recordsPerSecond));
    const cpu = median(figures.map(({ cpuMicros }) => cpuMicros));
    process.stdout.write(
      `${variant.padEnd(8)} ${Math.round(rate)} records/s, ratio ${(rate / base).toFixed(2)}, ${cpu.toFixed(1)} µs CPU per record\n`,
    );
  }
}

async function fill(): Promise<void> {
  const producer = await startPlainProducer(client);
  const filler = createHash('sha512').update('filler').digest('base64').repeat(11);
  for (let from = 0; from < RECORDS; from += 5_000) {
    const records = Array.from({ length: Math.min(5_000, RECORDS - from) }, (_, place): OutgoingRecord => {
      const number = from + place;
      const value = Buffer.from(`${number}`.padEnd(12) + filler).subarray(0, 877);
      return {
        topic: topic('in'),
        partition: number % PARTITIONS,
        key: `order-${String(number).padStart(16, '0')}`,
        value,
      };
    });
    await producer.send(records);
  }
  await producer.stop();
}

async function runOne(variant: string): Promise<void> {
  const round = roundsText;
  const out = topic(`out.${variant}.${round}`);
  const group = `${variant}.${round}`;
  let startedNs = 0n;
  let startedCpu = process.cpuUsage();
  let seen = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const begin = (): void => {
    if (startedNs !== 0n) return;
    startedNs = process.hrtime.bigint();
    startedCpu = process.cpuUsage();
  };
  const count = (records: number): void => {
    seen += records;
    if (seen >= RECORDS) finish();
  };
  if (variant === 'kafkajs') await passThrough(client.kafkajs, `${run}${group}`, out, begin, count);
  else await lanes(variant === 'lanes-5' ? 5 : 1, group, out, begin, count);
  await finished;
  const seconds = Number(process.hrtime.bigint() - startedNs) / 1e9;
  const { user, system } = process.cpuUsage(startedCpu);
  process.stdout.write(JSON.stringify({ recordsPerSecond: seen / seconds, cpuMicros: (user + system) / seen }));
}

async function passThrough(
  kafka: Kafka,
  groupId: string,
  out: string,
  begin: () => void,
  count: (records: number) => void,
): Promise<void> {
  const producer = kafka.producer({ idempotent: true, createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  const consumer = kafka.consumer({ groupId });
  await consumer.connect();
  await consumer.subscribe({ topic: topic('in'), fromBeginning: true });
  await consumer.run({
    partitionsConsumedConcurrently: PARTITIONS,
    eachBatch: async ({ batch }) => {
      begin();
      await producer.send({ topic: out, messages: batch.messages.map(({ key, value }) => ({ key, value })) });
      count(batch.messages.length);
    },
  });
}

async function lanes(
  outputs: number,
  service: string,
  out: string,
  begin: () => void,
  count: (records: number) => void,
): Promise<void> {
  const start = createStartLaneConsumer({ client, lanes: PARTITIONS, prefix: run });
  const consumer = await start({
    service,
    inputs: [{ topic: topic('in'), layout: 'by-lane' }],
    handler: ({ lane, records }) => {
      begin();
      const made: OutgoingRecord[] = [];
      for (const { key, value } of records) {
        if (outputs === 1) made.push({ topic: out, partition: lane, key, value });
        else
          for (let part = 0; part < outputs; part++)
            made.push({
              topic: out,
              partition: (lane + part) % PARTITIONS,
              key: 'order-ref-0123456789ab',
              value: value?.subarray(0, 300) ?? null,
            });
      }
      return Promise.resolve({ outputs: made, afterCommit: () => count(records.length) });
    },
  });
  void consumer.failed.then((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
