// Turns a row of the catalogue into the settings Kafka is given, one set per deadline profile.
import type { CatalogueProfile, CatalogueTopic } from './parse-catalogue.js';

/** How long a tombstone stays readable: longer than any reader may be behind, for it has no influence on when the value goes. */
const TOMBSTONE_RETENTION_MS = 604_800_000;

/** Settings as Kafka takes them: names and values are strings. Sorted by name. */
export function topicSettings(topic: CatalogueTopic, profile: CatalogueProfile): Readonly<Record<string, string>> {
  const settings: Record<string, string | number> = { 'cleanup.policy': topic.cleanup };
  if (topic.cleanup === 'compact') settings['delete.retention.ms'] = TOMBSTONE_RETENTION_MS;
  else settings['retention.ms'] = topic.retention ?? -1;
  if (topic.maxMessageBytes !== undefined) settings['max.message.bytes'] = topic.maxMessageBytes;
  if (topic.plaintext) {
    // A wrong clock of a publisher must not keep a segment from rolling.
    settings['message.timestamp.type'] = 'LogAppendTime';
    Object.assign(settings, topic.cleanup === 'compact' ? profile.compacted : profile.deleted);
  }
  return asStrings(settings);
}

export function asStrings(settings: Readonly<Record<string, string | number>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(settings)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, String(value)]),
  );
}
