// A codec over a registry in memory, prepared for every topic of the catalogue.
import { topics, type TopicHandle } from '#schemas/generated/topics';
import type { SchemaVersion } from '#schemas/generated/schemas';
import { createAvroCodec } from '#shared/codec/avro-codec';
import type { AvroCodec } from '#shared/codec/codec';
import { createInMemoryRegistry, type InMemoryRegistry } from './in-memory-registry.js';

export const allTopics: readonly TopicHandle[] = Object.values(topics);

export interface GivenCodec {
  readonly codec: AvroCodec;
  readonly registry: InMemoryRegistry;
  /** Moves the clock of the codec. */
  readonly passMs: (ms: number) => void;
}

export interface GivenOptions {
  readonly refuseUndeclaredFields?: boolean;
  readonly schemas?: Readonly<Record<string, readonly SchemaVersion[]>>;
  readonly prepare?: readonly TopicHandle[];
}

export async function givenCodec(options: GivenOptions = {}): Promise<GivenCodec> {
  const { prepare = allTopics, ...rest } = options;
  const registry = createInMemoryRegistry();
  let nowMs = 1_700_000_000_000;
  const codec = createAvroCodec({ registry, topicPrefix: 't.', clock: { nowMs: () => nowMs }, ...rest });
  await codec.prepare(prepare);
  return { codec, registry, passMs: (ms) => (nowMs += ms) };
}
