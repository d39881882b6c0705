// The yardstick: bare kafkajs reading a topic and writing the same bytes to another, without transactions. A process of its own.
// Tells its parent when the first batch came and when the last write was acknowledged.
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { kafkaOptions } from '../kafka-options.js';

const [source = '', target = '', expectedText = '0'] = process.argv.slice(2);
const expected = Number(expectedText);
const kafka = new Kafka({ ...kafkaOptions(process.env), clientId: 'bench-pass-through', logLevel: logLevel.NOTHING });
const producer = kafka.producer({
  idempotent: true,
  maxInFlightRequests: 1,
  createPartitioner: Partitioners.DefaultPartitioner,
});
const consumer = kafka.consumer({ groupId: `bench.pass.${process.pid}` });
let firstAtMs = 0;
let cpuAtFirst = process.cpuUsage();
let count = 0;

await producer.connect();
await consumer.connect();
await consumer.subscribe({ topic: source, fromBeginning: true });
await consumer.run({
  partitionsConsumedConcurrently: 4,
  eachBatch: async ({ batch, resolveOffset }) => {
    if (firstAtMs === 0) {
      firstAtMs = Date.now();
      cpuAtFirst = process.cpuUsage();
      process.send?.('begun');
    }
    await producer.send({
      topic: target,
      acks: -1,
      messages: batch.messages.map(({ key, value }) => ({ key, value })),
    });
    resolveOffset(batch.lastOffset());
    count += batch.messages.length;
    if (count >= expected) {
      const { user, system } = process.cpuUsage(cpuAtFirst);
      process.send?.({
        firstAtMs,
        lastAtMs: Date.now(),
        cpuMs: (user + system) / 1_000,
        rssBytes: process.resourceUsage().maxRSS * 1_024,
      });
    }
  },
});
