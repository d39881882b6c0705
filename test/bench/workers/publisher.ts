// An order service that publishes so many orders with our library, as a process of its own: plain or sealed at the source.
import { KAFKA } from '#shared/config/kafka';
import { loadConfig } from '#shared/config/load';
import { REGISTRY } from '#shared/config/registry';
import { TOPICS } from '#shared/config/topics';
import { createSilentLogger } from '#shared/logging/logger';
import type { ShopEvent } from '#shared/publisher/publisher';
import { startPublisher } from '#shared/publisher/start-publisher';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf } from '#shared/sample/orders/plain-order';

const [mode = 'plain', seed = '', count = '0'] = process.argv.slice(2);
const config = loadConfig({ kafka: KAFKA, registry: REGISTRY, topics: TOPICS });
const publisher = await startPublisher({
  kafka: config.kafka,
  registryUrl: config.registry.url,
  topicPrefix: config.topics.prefix,
  logger: createSilentLogger(),
  isSealing: mode === 'sealed',
});
// Made beforehand, so that making them is not measured. The first orders warm the process up.
const eventsOf = (name: string, orders: number): ShopEvent[] =>
  [...generateOrders({ seed: name, count: orders })].map((order) => ({
    type: 'OrderPlaced',
    event: { ...order, ...blocksOf(order) },
  }));
const events = eventsOf(seed, Number(count));
await publisher.publishAll(eventsOf(`${seed}-warm`, Math.min(5_000, events.length)));
process.send?.('begun');
const firstAtMs = performance.now();
const before = process.cpuUsage();
const { published } = await publisher.publishAll(events);
const { user, system } = process.cpuUsage(before);
const ms = performance.now() - firstAtMs;
process.send?.({ published, ms, cpuMs: (user + system) / 1_000, rssBytes: process.memoryUsage.rss() });
await publisher.close();
