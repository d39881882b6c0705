// Reads what Kafka says of topics and of itself. On a broker that others own, the second may be refused: then its defaults are taken, and said so.
import kafkajs, { type Admin } from 'kafkajs';
import { BROKER_DEFAULTS, type Settings } from './deadline-bound.js';

export interface BrokerSettings {
  readonly settings: Settings;
  /** False: Kafka's defaults, because it did not tell. */
  readonly isTold: boolean;
}

/** Settings of each topic that exists, defaults included. @param topics as Kafka knows them */
export async function readTopicSettings(admin: Admin, topics: readonly string[]): Promise<Map<string, Settings>> {
  const existing = new Set(await admin.listTopics());
  const asked = topics.filter((topic) => existing.has(topic));
  if (asked.length === 0) return new Map();
  const type = kafkajs.ConfigResourceTypes.TOPIC;
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: asked.map((name) => ({ type, name })),
  });
  return new Map(resources.map(({ resourceName, configEntries }) => [resourceName, settingsIn(configEntries)]));
}

/** Of several brokers the worst of each counts: any of them may lead a partition. */
export async function readBrokerSettings(admin: Admin): Promise<BrokerSettings> {
  try {
    const { brokers } = await admin.describeCluster();
    const type = kafkajs.ConfigResourceTypes.BROKER;
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: brokers.map(({ nodeId }) => ({ type, name: String(nodeId) })),
    });
    const all = resources.map(({ configEntries }) => settingsIn(configEntries));
    const settings = Object.fromEntries(
      Object.keys(BROKER_DEFAULTS).map((name) => [
        name,
        worst(all.map((one) => one[name] ?? BROKER_DEFAULTS[name] ?? '')),
      ]),
    );
    return { settings, isTold: true };
  } catch (error) {
    if (!/AUTHORIZATION/.test(String((error as { type?: unknown }).type))) throw error;
    return { settings: BROKER_DEFAULTS, isTold: false };
  }
}

function worst(values: readonly string[]): string {
  if (values.some((value) => value === 'false')) return 'false';
  return values.reduce((one, other) => (Number(other) > Number(one) ? other : one), values[0] ?? '');
}

function settingsIn(entries: readonly { readonly configName: string; readonly configValue: string }[]): Settings {
  return Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue]));
}
