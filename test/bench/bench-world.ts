// Everything the stages share: a stack without fast-start flags, topics of its own, and the means to publish, watch and start services.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Admin, Kafka, logLevel, type Producer } from 'kafkajs';
import { topics } from '#schemas/generated/topics';
import { openPlatform } from '#shared/platform/open-platform';
import type { Platform } from '#shared/platform/platform';
import { prepareTopics } from '#shared/platform/prepare-topics';
import { repositoryRoot } from '#shared/policy/read-policy-file';
import { compose } from '#shared/runtime/compose';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { createSilentLogger } from '#shared/logging/logger';
import { nodeFlagsFor } from '#shared/start/node-flags';
import { startStack } from '#shared/stack/start-stack';
import { createProgressPrinter } from '#shared/stack/progress-printer';
import { kafkaOptions } from './kafka-options.js';
import { type Measured, startMeasured } from './measured-process.js';

export interface PublishedMessage {
  readonly key: string;
  readonly value: Buffer;
  /** Default: by the key. */
  readonly partition?: number;
}

export interface BenchWorld {
  readonly env: NodeJS.ProcessEnv;
  readonly prefix: string;
  readonly platform: Platform;
  readonly kafka: Kafka;
  readonly admin: Admin;
  /** Publishes and waits for the acknowledgement; bytes are those of the order service. */
  publish(topic: string, messages: readonly PublishedMessage[]): Promise<void>;
  placed(order: PlainOrder): { readonly key: string; readonly value: Buffer };
  paid(order: PlainOrder): { readonly key: string; readonly value: Buffer };
  /** Resolves once they are ready; `onStarted` is called as soon as the process runs. */
  startServices(
    names: readonly string[],
    nodeFlags?: readonly string[],
    onStarted?: (process: Measured) => void,
    /** Beside those of the world. */
    settings?: NodeJS.ProcessEnv,
  ): Promise<MeasuredServices>;
  worker(name: string, args: readonly string[]): Measured;
  close(): Promise<void>;
}

export interface MeasuredServices extends Measured {
  /** Where a service listens. */
  address(service: string): string;
}

export interface BenchStack {
  readonly scratch: string;
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

export async function openBenchStack(): Promise<BenchStack> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'broker-bench-'));
  const stack = await startStack({
    profile: 'bench',
    ...(process.env['KAFKA_BROKERS'] === undefined ? { stackDir: path.join(scratch, 'stack') } : {}),
    onProgress: createProgressPrinter(process.stderr),
  });
  return { scratch, env: stack.env, stop: () => stack.stop({ purge: true }) };
}

/** @param name of topics and database: what happens in one world is not seen in another */
export async function openBenchWorld(stack: BenchStack, name: string): Promise<BenchWorld> {
  const { scratch } = stack;
  const prefix = `bench.${process.pid}.${name}.`;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...stack.env,
    TOPIC_PREFIX: prefix,
    MONGODB_DATABASE: `bench_${process.pid}_${name}`,
    KEYRING_DIR: path.join(scratch, `keyring-${name}`),
    ERASURE_DEADLINE_PROFILE: 'default',
    LOG_LEVEL: 'error',
    FRAUD_GATE: 'off',
    ERASURE_PARTICIPANTS: 'intake,carriers,notifications',
  };
  const opened = await compose('bench', async (use) => {
    const platform = await openPlatform(use, { name: 'bench', environment: env, logger: createSilentLogger() });
    await prepareTopics(platform);
    await platform.codec.prepare([topics.ordersEvents]);
    return platform;
  }).start();
  const platform = opened.value;
  const kafka = new Kafka({ ...kafkaOptions(env), clientId: 'bench', logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const producer: Producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await Promise.all([admin.connect(), producer.connect()]);
  const dist = path.join(repositoryRoot(), 'dist');
  const encode = (value: unknown, name: string): Buffer =>
    Buffer.from(platform.codec.encode(topics.ordersEvents, value as never, name));
  return {
    env,
    prefix,
    platform,
    kafka,
    admin,
    publish: async (topic, messages) => {
      for (let at = 0; at < messages.length; at += 2_000)
        await producer.send({ topic, messages: messages.slice(at, at + 2_000) });
    },
    placed: (order) => ({ key: order.orderId, value: encode(order, 'fulfilment.orders.OrderPlaced') }),
    paid: (order) => {
      const { amount, currency } = order.payment['fulfilment.orders.Payment'];
      const eventId = order.eventId.replace(/^./, (digit) => (digit === 'f' ? '0' : 'f'));
      const event = { eventId, orderId: order.orderId, occurredAt: order.occurredAt + 1, amount, currency };
      return { key: order.orderId, value: encode(event, 'fulfilment.orders.PaymentConfirmed') };
    },
    startServices: async (names, nodeFlags = [], onStarted = () => undefined, settings = {}) => {
      const services = startMeasured(path.join(dist, 'services', 'run-services.js'), names, { ...env, ...settings }, [
        ...nodeFlagsFor(names),
        ...nodeFlags,
      ]);
      onStarted(services);
      const { addresses } = await services.message<{ addresses: Readonly<Record<string, string>> }>();
      return { ...services, address: (service) => addresses[service] ?? '' };
    },
    worker: (name, args) => startMeasured(path.join(dist, 'test', 'bench', 'workers', `${name}.js`), args, env),
    close: async () => {
      await Promise.all([admin.disconnect(), producer.disconnect()]);
      await opened.stop();
    },
  };
}
