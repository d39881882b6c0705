// Follows one topic into a store: values are put, tombstones delete, in the order of each partition. Needs no group and keeps no state but the store's.
import type { Clock } from '#shared/domain/clock';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { openTopicReader, type TopicReader } from '#shared/kafka/topic-reader';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { MirrorChange, MirrorReceipt, MirrorStore } from './mirror-store.js';

export interface MirrorOptions {
  readonly kafka: KafkaClient;
  /** As Kafka knows it. */
  readonly topic: string;
  readonly store: MirrorStore;
  /** The record in a value. A value it rejects deletes its key: an outdated row would be worse than none. */
  readonly decode: (value: Buffer) => Promise<Readonly<Record<string, unknown>>>;
  /** Sends receipts for what was deleted on request; kept and tried again until it resolves. Default: none are sent. */
  readonly sendReceipts?: (receipts: readonly MirrorReceipt[]) => Promise<void>;
  readonly clock: Clock;
  /** Told of trouble that passes by itself, and of values that do not decode. Never of a value. */
  readonly onTrouble?: (trouble: MirrorTrouble) => void;
  /** Away for longer than this, all is read again and what is no longer there is deleted; below `delete.retention.ms`. Default 6 days. */
  readonly tombstonesStayMs?: number;
  /** How often to look while nothing comes. Default 200 ms. */
  readonly everyMs?: number;
}

export type MirrorTrouble =
  | { readonly kind: 'undecodable'; readonly partition: number; readonly offset: number }
  | { readonly kind: 'unavailable'; readonly error: unknown };

export interface Mirror {
  /** Resolves when everything that is in the topic at this moment is in the store. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
}

const SIX_DAYS_MS = 518_400_000;
const RECEIPTS_PER_SEND = 200;
/** How often a store without news notes that it still knows the whole topic. */
const NOTE_EVERY_MS = 60_000;
const AFTER_TROUBLE_MS = 1_000;
const ERASURE_ID = 'erasure-id';

export function startMirror(options: MirrorOptions): Mirror {
  const { kafka, topic, onTrouble = () => undefined, everyMs = 200 } = options;
  const stopping = new AbortController();
  const waiters: (() => void)[] = [];

  async function follow(): Promise<void> {
    while (!stopping.signal.aborted) {
      let reader: TopicReader | null = null;
      try {
        reader = await openTopicReader(kafka, [topic]);
        while (!stopping.signal.aborted) {
          const told = waiters.length;
          await passOnce(options, reader, stopping.signal);
          for (const resolve of waiters.splice(0, told)) resolve();
          await kafka.waiting.sleep(everyMs, stopping.signal);
        }
      } catch (error) {
        onTrouble({ kind: 'unavailable', error });
        await kafka.waiting.sleep(AFTER_TROUBLE_MS, stopping.signal);
      } finally {
        await reader?.close();
      }
    }
  }

  const following = follow();
  return {
    caughtUp: () => new Promise((resolve) => void waiters.push(resolve)),
    stop: async () => {
      stopping.abort();
      await following;
    },
  };
}

/** Every partition once, up to its end. */
async function passOnce(options: MirrorOptions, reader: TopicReader, signal: AbortSignal): Promise<void> {
  const { topic, store, clock, tombstonesStayMs = SIX_DAYS_MS } = options;
  const positions = await store.positions();
  for (let partition = 0; partition < reader.partitions(topic) && !signal.aborted; partition++) {
    const position = positions.get(partition);
    const { end } = await reader.edges(topic, partition);
    let from = position?.next ?? 0;
    if (position !== undefined && end < from) {
      // A topic that was made anew ends before where we were: it is read from its beginning.
      from = 0;
      await reconcile(options, reader, partition, from);
    } else if (position !== undefined && clock.nowMs() - position.atMs > tombstonesStayMs)
      await reconcile(options, reader, partition, from);
    const isOld = position !== undefined && clock.nowMs() - position.atMs > NOTE_EVERY_MS;
    await readOn(options, reader, partition, from, end, isOld, signal);
  }
  await sendReceipts(options);
}

async function readOn(
  options: MirrorOptions,
  reader: TopicReader,
  partition: number,
  from: number,
  end: number,
  isOld: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { topic, store, clock } = options;
  for await (const records of reader.read(topic, partition, { from, to: end })) {
    if (signal.aborted) return;
    const changes = await Promise.all(records.map((record) => changeOf(options, record)));
    const last = Number(records.at(-1)?.offset ?? from);
    await store.apply(partition, changes, last + 1, clock.nowMs());
  }
  // Also where nothing came: it says when the store last knew the whole topic.
  if (end > from || isOld) await store.apply(partition, [], end, clock.nowMs());
}

/** Tombstones that were missed may be gone from the topic: what it no longer holds is no longer held here. */
async function reconcile(
  { topic, store }: MirrorOptions,
  reader: TopicReader,
  partition: number,
  next: number,
): Promise<void> {
  const live = new Set<string>();
  for await (const records of reader.read(topic, partition))
    for (const { key, value } of records) {
      if (value === null) live.delete(textOf(key));
      else live.add(textOf(key));
    }
  await store.retain(partition, live, next);
}

async function changeOf({ decode, onTrouble }: MirrorOptions, record: IncomingRecord): Promise<MirrorChange> {
  const { value, headers } = record;
  const offset = Number(record.offset);
  const key = textOf(record.key);
  if (value !== null) {
    try {
      return { offset, key, value: await decode(value) };
    } catch {
      onTrouble?.({ kind: 'undecodable', partition: record.partition, offset });
      return { offset, key, value: null };
    }
  }
  const erasureId = headers[ERASURE_ID]?.toString('utf8');
  return { offset, key, value: null, ...(erasureId === undefined ? {} : { erasureId }) };
}

/** Only what is verifiably gone is receipted: the store is asked again before anything is said. */
async function sendReceipts({ store, sendReceipts: send }: MirrorOptions): Promise<void> {
  const pending = await store.pendingReceipts(RECEIPTS_PER_SEND);
  if (pending.length === 0) return;
  if (send !== undefined) {
    const there = await store.existing(pending.map(({ key }) => key));
    await send(pending.filter(({ key }) => !there.has(key)));
  }
  await store.receiptsSent(pending);
}

function textOf(key: Buffer | null): string {
  return key?.toString('utf8') ?? '';
}
