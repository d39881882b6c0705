// Topics, schemas and access rules as the services would have made them, for tests of the programs around the broker.
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { type Consumer, type ITopicConfig, Kafka, type KafkaConfig, logLevel, type Producer } from 'kafkajs';
import { schemas } from '#schemas/generated/schemas';
import { carrierTopics, type TopicHandle, topics } from '#schemas/generated/topics';
import { carrierAccess, orderServiceAccess } from '#shared/kafka/access-rules';
import { createAccessAdmin } from '#shared/kafka/admin/access-admin';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { shipmentSchema } from '#shared/policy/shipment-schema';
import type { OutsideConnection } from '#shared/sample/outside/connection';
import { createTopics } from '#test/support/create-topics';
import { isolate, type Login, stackEnv } from '#test/support/stack';

export interface OutsideWorld {
  readonly topicPrefix: string;
  readonly orderService: OutsideConnection;
  readonly swiftpost: OutsideConnection;
  readonly parcelway: OutsideConnection;
  /** As the services: may do everything. */
  readonly kafka: Kafka;
  readonly registry: SchemaRegistry;
  readonly producer: Producer;
  encode(topic: TopicHandle, recordName: string, value: unknown): Promise<Buffer>;
  /** Collects the decoded records of a topic from its beginning. */
  follow(topic: TopicHandle): Promise<readonly Followed[]>;
  close(): Promise<void>;
}

export interface Followed {
  readonly key: string;
  /** null for a tombstone. */
  readonly value: unknown;
  readonly partition: number;
}

/** In the order in which they were read. */
export function byKey(followed: readonly Followed[]): ReadonlyMap<string, readonly Followed[]> {
  const lists = new Map<string, Followed[]>();
  for (const record of followed) lists.set(record.key, [...(lists.get(record.key) ?? []), record]);
  return lists;
}

export async function createOutsideWorld(name: string): Promise<OutsideWorld> {
  const { brokers, services, orderService, carriers, registryUrl } = stackEnv();
  const { topicPrefix, groupPrefix } = isolate(name);
  const sasl = services === undefined ? {} : { sasl: services as unknown as NonNullable<KafkaConfig['sasl']> };
  const kafka = new Kafka({ brokers: [...brokers], ...sasl, logLevel: logLevel.NOTHING });
  const registry = new SchemaRegistry({ host: registryUrl });
  const handles: readonly TopicHandle[] = [
    topics.ordersEvents,
    topics.ordersStatuses,
    topics.accountsEvents,
    ...['swiftpost', 'parcelway'].flatMap((id): TopicHandle[] => {
      const { shipments, statuses } = carrierTopics(id);
      return [shipments, statuses];
    }),
  ];
  const admin = kafka.admin();
  await admin.connect();
  await createTopics(admin, topicsOf(topicPrefix, handles));
  const access = createAccessAdmin(admin);
  for (const { user, rules } of [
    orderServiceAccess(topicPrefix),
    carrierAccess('swiftpost', topicPrefix),
    carrierAccess('parcelway', topicPrefix),
  ]) {
    await access.ensureAccess(user, rules, topicPrefix);
  }
  const ids = new Map<string, number>();
  for (const topic of handles) {
    for (const recordName of topic.recordNames) {
      const subject = subjectOf(topicPrefix, topic, recordName);
      const { id } = await registry.register(schemaOf(recordName) as never, { subject });
      ids.set(`${topic.name} ${recordName}`, id);
    }
  }
  const producer = kafka.producer();
  await producer.connect();
  const consumers: Consumer[] = [];
  const connectionOf = (login: Login | undefined): OutsideConnection => ({
    brokers,
    ssl: false,
    login: login ?? null,
    registryUrl,
  });
  return {
    topicPrefix,
    orderService: connectionOf(orderService),
    swiftpost: connectionOf(carriers.swiftpost),
    parcelway: connectionOf(carriers.parcelway),
    kafka,
    registry,
    producer,
    encode: (topic, recordName, value) => registry.encode(ids.get(`${topic.name} ${recordName}`) ?? 0, value),
    follow: async (topic) => {
      const consumer = kafka.consumer({ groupId: `${groupPrefix}follow.${topic.name}`, maxWaitTimeInMs: 50 });
      consumers.push(consumer);
      const followed: Followed[] = [];
      await consumer.connect();
      await consumer.subscribe({ topics: [`${topicPrefix}${topic.name}`], fromBeginning: true });
      await consumer.run({
        eachMessage: async ({ message: { key, value }, partition }) => {
          const decoded = value === null ? null : ((await registry.decode(value)) as unknown);
          followed.push({ key: key?.toString() ?? '', value: decoded, partition });
        },
      });
      return followed;
    },
    close: async () => {
      await Promise.all([producer.disconnect(), ...consumers.map((consumer) => consumer.disconnect())]);
      await admin.deleteTopics({ topics: handles.map((topic) => `${topicPrefix}${topic.name}`) });
      await admin.disconnect();
    },
  };
}

function topicsOf(prefix: string, handles: readonly TopicHandle[]): ITopicConfig[] {
  return handles.map(({ name, partitions, settings }) => ({
    topic: `${prefix}${name}`,
    numPartitions: partitions,
    configEntries: Object.entries(settings.default).map(([setting, value]) => ({ name: setting, value })),
  }));
}

function subjectOf(prefix: string, topic: TopicHandle, recordName: string): string {
  return `${prefix}${topic.name}-${topic.subjectStrategy === 'topic' ? 'value' : recordName}`;
}

function schemaOf(recordName: string): unknown {
  if (recordName in schemas) return schemas[recordName as keyof typeof schemas].at(-1)?.schema;
  const carrierId = recordName.split('.').at(-2) ?? '';
  return shipmentSchema(readPolicyFile(), carrierId);
}
