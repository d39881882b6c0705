// Publishes records as they are, good ones and broken ones, and remembers where each came to lie.
import type { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import type { Producer } from 'kafkajs';
import { topics } from '#schemas/generated/topics';
import type { BrokenInputKit } from '#shared/sample/broken-inputs';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { type OutsideConnection, outsideKafka, outsideRegistry } from '#shared/sample/outside/connection';
import { plantOrder } from './run-records.js';

export interface RecordPublisher {
  readonly kit: BrokenInputKit;
  /** @returns the position: `topic:partition:offset`, as dead letters name it */
  publish(topic: string, record: { readonly key: Buffer | null; readonly value: Buffer | null }): Promise<string>;
  close(): Promise<void>;
}

const STATUS = 'fulfilment.carriers.ShipmentStatus';
let foreign = 0;

/**
 * @param connection whose login writes
 * @param orders where the kit takes sound orders from; each is handed out once
 */
export async function openRecordPublisher(
  connection: OutsideConnection,
  topicPrefix: string,
  orders: Iterator<PlainOrder>,
): Promise<RecordPublisher> {
  const registry = outsideRegistry(connection);
  const producer: Producer = outsideKafka(connection, 'test-publisher').producer({ maxInFlightRequests: 1 });
  await producer.connect();
  return {
    kit: kitOf(registry, topicPrefix, orders),
    publish: async (topic, record) => {
      const name = `${topicPrefix}${topic}`;
      const [written] = await producer.send({ topic: name, messages: [record] });
      if (written?.baseOffset === undefined) throw new Error('Kafka does not say where the record lies');
      return `${name}:${written.partition}:${written.baseOffset}`;
    },
    close: () => producer.disconnect(),
  };
}

function kitOf(registry: SchemaRegistry, topicPrefix: string, orders: Iterator<PlainOrder>): BrokenInputKit {
  const ids = new Map<string, Promise<number>>();
  const idOf = (recordName: string): Promise<number> => {
    const known = ids.get(recordName) ?? registry.getLatestSchemaId(`${topicPrefix}${subjectOf(recordName)}`);
    ids.set(recordName, known);
    return known;
  };
  return {
    order: () => {
      const next = orders.next();
      if (next.done === true) throw new Error('there are no orders left');
      plantOrder(next.value);
      return next.value;
    },
    encode: async (recordName, value) => registry.encode(await idOf(recordName), value),
    encodeAs: async (schema, value) => {
      const subject = `${topicPrefix}foreign-${foreign++}-value`;
      const { id } = await registry.register({ type: 'AVRO', schema: JSON.stringify(schema) } as never, { subject });
      return registry.encode(id, value);
    },
  };
}

function subjectOf(recordName: string): string {
  if (recordName === STATUS) return 'carriers.swiftpost.statuses-value';
  const { ordersEvents, ordersStatuses } = topics;
  const isEvent = (ordersEvents.recordNames as readonly string[]).includes(recordName);
  return isEvent ? `${ordersEvents.name}-${recordName}` : `${ordersStatuses.name}-value`;
}
