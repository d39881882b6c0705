// The waiting room in MongoDB: collection `intake.early`, one document per event, `_id` = its position.
import type { Collection, Db } from 'mongodb';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import { createGather } from '#shared/mongo/gather';
import { claimMany } from '#shared/mongo/insert-claims';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { OrderEvent } from '../domain/order-event.js';
import { byTimeOfHappening } from '../domain/order-of-happening.js';
import type { CheckedEvent } from '../steps/checked-event.js';
import type { EarlyEvents } from './early-events.js';

interface EarlyDocument {
  readonly _id: string;
  readonly claim: string;
  readonly orderRef: string;
  readonly event: OrderEvent;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly parkedAt: Date;
}

/** An event whose order never comes is dropped after this time; its dead letter stays. */
const KEEP_SECONDS = 30 * 24 * 3_600;
/** Lanes that look at once share a look. */
const MOST_LOOKS = 100;

/** @param machineClock the server counts the time that events are kept by its own clock: by that of a replayed year they would be gone at once */
export async function createMongoEarlyEvents(database: Db, machineClock: Clock): Promise<EarlyEvents> {
  const collection: Collection<EarlyDocument> = database.collection('intake.early');
  await collection.createIndex({ orderRef: 1 });
  await collection.createIndex({ parkedAt: 1 }, { expireAfterSeconds: KEEP_SECONDS }, {});
  // Nearly always there is nothing at all, which one look tells; a look-up would cost one index probe per order. A count from the
  // collection's metadata would not do: after a crash of the server it may say nothing is there when something is.
  const look = createGather(async (calls: readonly unknown[]) => {
    const isNothingThere = (await collection.findOne({}, { projection: { _id: 1 } })) === null;
    return calls.map(() => isNothingThere);
  }, MOST_LOOKS);
  const isEmpty = async (): Promise<boolean> => (await look([null]))[0] === true;
  return {
    park: async (events) => {
      const nowMs = machineClock.nowMs();
      await claimMany(
        collection,
        events.map((event) => toDocument(event, nowMs)),
      );
    },
    parkedFor: async (orderRefs) => {
      if (orderRefs.length === 0 || (await isEmpty())) return [];
      const found = await collection.find({ orderRef: { $in: [...orderRefs] } }).toArray();
      return found.map(toEvent).sort((one, other) => byTimeOfHappening(one.event, other.event));
    },
    release: async (events) => {
      if (events.length > 0) await collection.deleteMany({ _id: { $in: events.map(({ event }) => event.position) } });
    },
    forget: async (orderRefs) => {
      if (orderRefs.length === 0 || (await isEmpty())) return;
      await collection.deleteMany({ orderRef: { $in: [...orderRefs] } });
    },
  };
}

function toDocument({ record, orderRef, event }: CheckedEvent, nowMs: number): EarlyDocument {
  const { topic, partition, offset } = record;
  return {
    _id: event.position,
    claim: event.position,
    orderRef,
    event,
    topic,
    partition,
    offset,
    parkedAt: new Date(nowMs),
  };
}

function toEvent({ orderRef, event, topic, partition, offset }: EarlyDocument): CheckedEvent {
  const record: IncomingRecord = {
    topic,
    partition,
    offset,
    timestampMs: event.occurredAt,
    key: null,
    value: null,
    headers: {},
  };
  return { record, orderRef: orderRef as OrderRef, event, blocks: [] };
}
