// Makes Kafka's topics what the catalogue says: creates what is missing, mends settings that differ, and proves before a
// service starts that all are there. Never changes a partition count: the lane of a key hangs on it.
import type { Admin } from 'kafkajs';
import kafkajs from 'kafkajs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { retry } from '#shared/pipeline/retry';
import { type AccessAdmin, createAccessAdmin } from './admin/access-admin.js';
import { isPassing } from './client/transient.js';
import type { KafkaClient } from './create-kafka.js';

export interface TopicSpec {
  /** As Kafka knows it, prefix included. */
  readonly name: string;
  readonly partitions: number;
  readonly settings: Readonly<Record<string, string>>;
}

export interface TopicAdmin extends AccessAdmin {
  /**
   * Creates missing topics and alters settings that differ. Settings that the catalogue does not name go back to the
   * broker's default. Safe to repeat, and to run from several processes at once.
   * @throws FulfilmentError TOPIC_MISSING for an existing topic with another number of partitions
   */
  ensureTopics(specs: readonly TopicSpec[]): Promise<EnsuredTopics>;
  /**
   * Creates missing topics and leaves those that are there as they are: for commands, which may run without the settings of the services.
   * @returns the names of those created
   * @throws FulfilmentError TOPIC_MISSING for an existing topic with another number of partitions
   */
  createMissing(specs: readonly TopicSpec[]): Promise<readonly string[]>;
  /** @throws FulfilmentError TOPIC_MISSING naming the topics that do not exist or have another number of partitions */
  verifyTopics(specs: readonly Pick<TopicSpec, 'name' | 'partitions'>[]): Promise<void>;
  /** Deletes topics with all that lies in them; none there is fine. For the topics of a carrier that was removed, by an operator. */
  deleteTopics(names: readonly string[]): Promise<void>;
  /** Names of all topics that begin so. */
  listTopics(prefix: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface EnsuredTopics {
  readonly created: readonly string[];
  readonly altered: readonly string[];
}

/** Kafka's wish for the broker's own default. */
const DEFAULT_REPLICATION = -1;
/** Set on the topic itself, not inherited. */
const TOPIC_CONFIG = 1;
const PATIENCE = { backoff: { firstMs: 50, longestMs: 1_000 }, budgetMs: 20_000, isRetriable: isPassing } as const;

export async function openTopicAdmin(client: KafkaClient): Promise<TopicAdmin> {
  const admin = client.kafkajs.admin();
  await admin.connect();

  async function partitionCounts(names: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const existing = new Set(await admin.listTopics());
    const known = names.filter((name) => existing.has(name));
    if (known.length === 0) return new Map();
    const { topics } = await admin.fetchTopicMetadata({ topics: known });
    return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  }

  async function verifyTopics(specs: readonly Pick<TopicSpec, 'name' | 'partitions'>[]): Promise<void> {
    const counts = await partitionCounts(specs.map(({ name }) => name));
    const wrong = specs.filter(({ name, partitions }) => counts.get(name) !== partitions);
    if (wrong.length === 0) return;
    const topics = wrong.map(
      ({ name, partitions }) => `${name} (${counts.get(name) ?? 0} of ${partitions} partitions)`,
    );
    throw new FulfilmentError('TOPIC_MISSING', { topics: topics.join(', ') });
  }

  async function ensure(specs: readonly TopicSpec[]): Promise<EnsuredTopics> {
    const created = await createThose(specs);
    const isNew = new Set(created);
    return {
      created,
      altered: await alter(
        admin,
        specs.filter(({ name }) => !isNew.has(name)),
      ),
    };
  }

  async function createThose(specs: readonly TopicSpec[]): Promise<readonly string[]> {
    const counts = await partitionCounts(specs.map(({ name }) => name));
    const missing = specs.filter(({ name }) => !counts.has(name));
    if (missing.length > 0) {
      await create(admin, missing);
      const there = await partitionCounts(missing.map(({ name }) => name));
      // Made but not listed yet: a passing trouble, unlike a topic of another width.
      if (there.size < missing.length)
        throw new FulfilmentError('KAFKA_UNAVAILABLE', { topics: missing.length - there.size });
    }
    await verifyTopics(specs);
    return missing.map(({ name }) => name);
  }

  return {
    // Topics that somebody is making this moment are listed before the broker can describe them.
    ensureTopics: (specs) => retry(client.waiting, PATIENCE, () => ensure(specs)),
    createMissing: (specs) => retry(client.waiting, PATIENCE, () => createThose(specs)),
    verifyTopics,
    deleteTopics: (names) =>
      retry(client.waiting, PATIENCE, async () => {
        const existing = new Set(await admin.listTopics());
        const there = names.filter((name) => existing.has(name));
        if (there.length > 0) await admin.deleteTopics({ topics: there, timeout: 10_000 });
      }),
    listTopics: async (prefix) => (await admin.listTopics()).filter((name) => name.startsWith(prefix)),
    ...createAccessAdmin(admin),
    close: () => admin.disconnect(),
  };
}

async function create(admin: Admin, specs: readonly TopicSpec[]): Promise<void> {
  // False when another process was faster: the check that follows tells whether it is what we want.
  await admin.createTopics({
    waitForLeaders: true,
    topics: specs.map(({ name, partitions, settings }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: DEFAULT_REPLICATION,
      configEntries: entriesOf(settings),
    })),
  });
}

async function alter(admin: Admin, specs: readonly TopicSpec[]): Promise<string[]> {
  if (specs.length === 0) return [];
  const type = kafkajs.ConfigResourceTypes.TOPIC;
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: specs.map(({ name }) => ({ type, name })),
  });
  const current = new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      configEntries.filter(({ configSource }) => Number(configSource) === TOPIC_CONFIG),
    ]),
  );
  const differing = specs.filter(({ name, settings }) => {
    const own = current.get(name) ?? [];
    return (
      own.length !== Object.keys(settings).length ||
      own.some(({ configName, configValue }) => settings[configName] !== configValue)
    );
  });
  if (differing.length > 0) {
    await admin.alterConfigs({
      validateOnly: false,
      resources: differing.map(({ name, settings }) => ({ type, name, configEntries: entriesOf(settings) })),
    });
  }
  return differing.map(({ name }) => name);
}

function entriesOf(settings: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(settings).map(([name, value]) => ({ name, value }));
}
