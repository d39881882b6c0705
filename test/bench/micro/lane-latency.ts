// How long a record takes through lanes at a steady rate: producer → lanes that copy it → lanes that read the copy.
// Two hops, each with its fetch and its transaction, all in one process.
// node --conditions=source --import tsx test/bench/micro/lane-latency.ts [RECORDS_PER_SECOND] [SECONDS]   (KAFKA_* of a stack that is up)
import { KAFKA } from '#shared/config/kafka';
import { loadConfig } from '#shared/config/load';
import { createSystemClock } from '#shared/domain/system-clock';
import { createKafka } from '#shared/kafka/create-kafka';
import { createStartLaneConsumer } from '#shared/kafka/lane-consumer';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { openTopicAdmin } from '#shared/kafka/topic-admin';
import { createLogger } from '#shared/logging/logger';
import type { OutgoingRecord } from '#shared/pipeline/unit';

const [rate = 500, seconds = 12] = process.argv.slice(2).map(Number);
const LANES = 4;
const WARM_UP_SECONDS = 4;
const { kafka: config } = loadConfig({ kafka: KAFKA });
const client = createKafka({
  config,
  clientId: 'latency',
  logger: createLogger({ service: 'latency', level: 'error', destination: process.stderr }),
  clock: createSystemClock(),
  random: Math.random,
});
const prefix = `latency.${process.pid}.`;
const [input, output] = [`${prefix}in`, `${prefix}out`];
const admin = await openTopicAdmin(client);
await admin.ensureTopics([input, output].map((name) => ({ name, partitions: LANES, settings: {} })));

const milliseconds: number[] = [];
const start = createStartLaneConsumer({ client, lanes: LANES, prefix });
const copy = await start({
  service: 'copy',
  inputs: [{ topic: input, layout: 'by-lane' }],
  handler: ({ lane, records }) =>
    Promise.resolve({ outputs: records.map(({ key, value }) => ({ topic: output, partition: lane, key, value })) }),
});
const sink = await start({
  service: 'sink',
  inputs: [{ topic: output, layout: 'by-lane' }],
  handler: ({ records }) => {
    const nowMs = Date.now();
    for (const { value } of records) milliseconds.push(nowMs - Number(value?.toString('latin1', 0, 13)));
    return Promise.resolve({ outputs: [] });
  },
});
await Promise.all([copy.ready, sink.ready]);

const producer = await startPlainProducer(client);
const filler = 'x'.repeat(864);
const startedMs = Date.now();
const startedCpu = process.cpuUsage();
for (let sent = 0; Date.now() - startedMs < seconds * 1_000; ) {
  const due = Math.floor(((Date.now() - startedMs) * rate) / 1_000);
  const records: OutgoingRecord[] = [];
  for (; sent < due; sent++) {
    const value = Buffer.from(`${Date.now()}${filler}`);
    records.push({ topic: input, partition: sent % LANES, key: `order-${sent}`, value });
  }
  await producer.send(records);
  await new Promise((resolve) => setTimeout(resolve, 1));
}
const { user, system } = process.cpuUsage(startedCpu);
await new Promise((resolve) => setTimeout(resolve, 1_000));

const counted = milliseconds.slice(WARM_UP_SECONDS * rate).sort((a, b) => a - b);
const at = (share: number): string => `${counted[Math.floor((counted.length - 1) * share)] ?? '-'} ms`;
process.stdout.write(
  `${milliseconds.length} records, two hops: p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}; ` +
    `${((user + system) / 1e4 / seconds).toFixed(0)} % of a core, ${Math.round(process.memoryUsage().rss / 1e6)} MB\n`,
);
process.exit(0);
