// Other people's producers pack as they like. Kafka's own Java producer, once with each codec, read by our lanes and by
// kafkajs with our codecs: bare kafkajs crashes on three of the five.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { javaProgram, jvmOfTool, kafkaClasses } from '#shared/stack/servers';
import { stackPaths } from '#shared/stack/stack-paths';
import { eventually } from '#test/support/eventually';
import { stackEnv } from '#test/support/stack';
import { openKafkaBench } from './kafka-bench.js';

const bench = openKafkaBench('foreign');
const { stackDir, brokers, services } = stackEnv();
const paths = stackPaths(stackDir);
/** Without a local stack there is no Java to run. */
const withJava = stackDir !== undefined && existsSync(javaProgram(paths)) ? describe : describe.skip;
const LINES = 3_000;
const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

beforeAll(() => bench.createTopics(Object.fromEntries(CODECS.map((codec) => [codec, 4]))));
afterAll(() => bench.close());

/** Long and repetitive, so that each batch is worth packing and spans several blocks. */
const textOf = (line: number): string => `${line} ${'parcel by parcel '.repeat(20)}${line % 7}`;

function produceWithJava(topic: string, codec: string): Promise<void> {
  const settings = join(mkdtempSync(join(tmpdir(), 'java-producer-')), 'client.properties');
  const login =
    services === undefined
      ? []
      : [
          'security.protocol=SASL_PLAINTEXT',
          'sasl.mechanism=PLAIN',
          `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="${services.username}" password="${services.password}";`,
        ];
  writeFileSync(settings, [...login, 'linger.ms=50', 'batch.size=100000'].join('\n'), { mode: 0o600 });
  const tool = [...jvmOfTool(paths), ...kafkaClasses(paths), 'org.apache.kafka.tools.ConsoleProducer'];
  const where = ['--bootstrap-server', brokers.join(','), '--topic', topic, '--command-config', settings];
  const how = [
    '--compression-codec',
    codec,
    '--reader-property',
    'parse.key=true',
    '--reader-property',
    'key.separator=|',
  ];
  const java = spawn(javaProgram(paths), [...tool, ...where, ...how], { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [java.stdout, java.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  for (let line = 0; line < LINES; line++) java.stdin.write(`key-${line}|${textOf(line)}\n`);
  java.stdin.end();
  return new Promise((resolve, reject) => {
    java.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${code}: ${output.slice(-2_000)}`))));
  });
}

withJava('records of the Java producer', () => {
  test.each(CODECS)('packed with %s are read by lanes and by kafkajs alike', async (codec) => {
    await produceWithJava(bench.topic(codec), codec);
    const lines = new Map<string, string>();
    const consumer = await bench.start({
      service: codec,
      inputs: [{ topic: bench.topic(codec), layout: 'by-lane' }],
      handler: ({ records }) => {
        for (const { key, value } of records) lines.set(String(key), String(value));
        return Promise.resolve({ outputs: [] });
      },
    });
    await eventually(`all lines, ${bench.logLines.join('')}`, () => (lines.size === LINES ? true : undefined));
    await consumer.stop();
    for (let line = 0; line < LINES; line++) expect(lines.get(`key-${line}`)).toBe(textOf(line));
    const read = await bench.read(codec);
    expect(new Map(read.map(({ key, value }) => [key, value]))).toEqual(lines);
  });
});
