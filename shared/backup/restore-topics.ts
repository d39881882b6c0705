// The topics of a restore: an empty one is filled from the backup, one that has records is left as it is and only loses what nobody can answer for.
import { carrierTopics, topics } from '#schemas/generated/topics';
import type { OrderFacts } from '#schemas/generated/records';
import { servedCarriers } from '#shared/carriers/apply-register';
import type { OrderRef } from '#shared/domain/refs';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import type { TopicReader } from '#shared/kafka/topic-reader';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import type { Platform } from '#shared/platform/platform';
import { recordsOf } from './check-files.js';
import type { Manifest } from './manifest.js';
import { newestOfEach, unpackRecord } from './topic-records.js';

/** Alive: has keys now. Erased: guarded. Unknown: came after the backup, or never was. */
export type StateOfOrder = (orderRefs: readonly OrderRef[]) => Promise<ReadonlyMap<string, 'alive' | 'erased'>>;

export interface RestoreTopicsDeps {
  readonly platform: Pick<Platform, 'kafka' | 'codec' | 'refs' | 'policy' | 'topicName'>;
  readonly reader: TopicReader;
  readonly stateOf: StateOfOrder;
}

export interface FilledTopic {
  readonly records: number;
  /** Records of erased or unknown orders that were left out. */
  readonly leftOut: number;
  /** The position now that means the same as one in the backup. */
  readonly move: (partition: number, offset: number) => number;
}

const PER_SEND = 500;
const MOST_PARCELS = 20;
/** Told to readers of a tombstone that no erasure caused. */
const HEADERS = { reason: 'restore' } as const;

/** Of an orderRef, `orderRef/category` or orderId; undefined where the record is of no order. */
function orderOf(deps: RestoreTopicsDeps, topicKey: string, key: Buffer | null): OrderRef | undefined {
  if (key === null) return undefined;
  const text = key.toString('utf8');
  if (topicKey === 'orderId') return deps.platform.refs.orderRef(text);
  if (topicKey === 'orderRef' || topicKey === 'orderRef/category') return text.split('/', 1)[0] as OrderRef;
  return undefined;
}

export async function isTopicEmpty(reader: TopicReader, topic: string): Promise<boolean> {
  for (let partition = 0; partition < reader.partitions(topic); partition++) {
    for await (const records of reader.read(topic, partition)) if (records.length > 0) return false;
  }
  return true;
}

/** Values of erased and unknown orders stay out; the ledger and what is of no order come back whole. */
export async function fillTopic(
  deps: RestoreTopicsDeps,
  directory: string,
  file: Manifest['files'][number],
  key: Buffer,
  topicKey: string,
): Promise<FilledTopic> {
  const { platform, reader, stateOf } = deps;
  const topic = platform.topicName(file.name);
  const writer = await startPlainProducer(platform.kafka);
  const firsts = new Map<number, number>();
  const written = new Map<number, number[]>();
  let records = 0;
  let leftOut = 0;
  try {
    for (let partition = 0; partition < reader.partitions(topic); partition++)
      firsts.set(partition, (await reader.edges(topic, partition)).end);
    for await (const chunk of recordsOf(directory, file, key)) {
      for (let from = 0; from < chunk.length; from += PER_SEND) {
        const batch = chunk.slice(from, from + PER_SEND).map(unpackRecord);
        const orders = batch.map((record) => orderOf(deps, topicKey, record.key));
        const states = await stateOf(orders.filter((order) => order !== undefined));
        const wanted = batch.filter((record, index) => {
          const order = orders[index];
          return order === undefined || record.value === null || states.get(order) === 'alive';
        });
        leftOut += batch.length - wanted.length;
        records += wanted.length;
        await writer.send(
          wanted.map(
            ({ partition, key: recordKey, value, headers }): OutgoingRecord => ({
              topic,
              partition,
              key: recordKey,
              value,
              headers: Object.fromEntries(
                Object.entries(headers).map(([name, held]) => [name, Buffer.from(held).toString('utf8')]),
              ),
            }),
          ),
        );
        for (const { partition, offset } of wanted) {
          const offsets = written.get(partition) ?? [];
          offsets.push(offset);
          written.set(partition, offsets);
        }
      }
    }
  } finally {
    await writer.stop();
  }
  const move = (partition: number, offset: number): number =>
    (firsts.get(partition) ?? 0) + (written.get(partition) ?? []).filter((old) => old < offset).length;
  return { records, leftOut, move };
}

export interface Withdrawn {
  /** Orders that were placed after the backup: their keys are lost, the order service has to publish them again. */
  readonly lostOrders: readonly OrderRef[];
  /** Parcels withdrawn from carriers, because nothing here knows their order any more. */
  readonly parcels: number;
}

/**
 * Takes back what lies in topics that were kept and belongs to orders nobody has keys of: it could be neither opened nor ever erased.
 * @param knownParcels shipmentRefs of the restored releases
 */
export async function withdrawLost(deps: RestoreTopicsDeps, knownParcels: ReadonlySet<string>): Promise<Withdrawn> {
  const { platform, reader, stateOf } = deps;
  const { codec, policy, refs, topicName } = platform;
  const carrierIds = servedCarriers(policy.current()).map(({ id }) => id);
  const lost = new Set<OrderRef>();
  const parcels = new Set(knownParcels);
  const tombstones: OutgoingRecord[] = [];
  for (const handle of [topics.ordersFacts, topics.ordersSealed]) {
    const topic = topicName(handle.name);
    for (let partition = 0; partition < reader.partitions(topic); partition++) {
      const live = (await newestOfEach(reader, topic, partition)).filter(({ value }) => value !== null);
      const orders = live.map(({ key }) => orderOf(deps, handle.key, key) as OrderRef);
      const states = await stateOf(orders);
      await codec.ensureSchemas(live.map(({ value }) => value));
      live.forEach(({ key, value }, index) => {
        const order = orders[index] as OrderRef;
        const state = states.get(order);
        if (state === undefined) lost.add(order);
        if (state !== 'alive') tombstones.push({ topic, partition, key, value: null, headers: HEADERS });
        else if (handle === topics.ordersFacts && value !== null) {
          const decoded = codec.decode(value, topics.ordersFacts);
          if (decoded.kind === 'decoded')
            for (const ref of parcelsOf(refs, carrierIds, decoded.value)) parcels.add(ref);
        }
      });
    }
  }
  const before = tombstones.length;
  for (const id of carrierIds) {
    const topic = topicName(carrierTopics(id).shipments.name);
    for (let partition = 0; partition < reader.partitions(topic); partition++) {
      for (const { key, value } of await newestOfEach(reader, topic, partition)) {
        if (value === null || parcels.has(key?.toString('utf8') ?? '')) continue;
        tombstones.push({ topic, partition, key, value: null, headers: HEADERS });
      }
    }
  }
  const writer = await startPlainProducer(platform.kafka);
  try {
    for (let from = 0; from < tombstones.length; from += PER_SEND)
      await writer.send(tombstones.slice(from, from + PER_SEND));
  } finally {
    await writer.stop();
  }
  return { lostOrders: [...lost], parcels: tombstones.length - before };
}

/** All parcels an order may have or get: a living one is released again by itself. */
function parcelsOf(refs: Platform['refs'], carrierIds: readonly string[], { orderId }: OrderFacts): string[] {
  return carrierIds.flatMap((id) =>
    Array.from({ length: MOST_PARCELS }, (_, index) => refs.shipmentRef(id, orderId, index + 1)),
  );
}
