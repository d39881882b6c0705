// Records of `orders.facts` and `shipments.progress` → news of orders. Both topics are our own: what does not decode is a fault of ours.
import type { OrderFacts, ShipmentProgress } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { type OrderRef, parseOrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { ReadNews } from '../domain/follow-news.js';

export type NewsCodec = Pick<AvroCodec, 'decode' | 'ensureSchemas'>;

/** Adds the news of the records to those of their orders. Tombstones of facts are passed over: they follow from an erasure of ours. */
export function readFacts(codec: NewsCodec, records: readonly IncomingRecord[], into: Map<OrderRef, ReadNews[]>): void {
  for (const record of records) {
    if (record.value === null) continue;
    const decoded = codec.decode(record.value, topics.ordersFacts);
    if (decoded.kind === 'refused') throw unreadable(record);
    add(into, record, decoded.value.orderRef, { offset: Number(record.offset), news: factsNews(decoded.value) });
  }
}

export function readProgress(
  codec: NewsCodec,
  records: readonly IncomingRecord[],
  into: Map<OrderRef, ReadNews[]>,
): void {
  for (const record of records) {
    if (record.value === null) continue;
    const decoded = codec.decode(record.value, topics.shipmentsProgress);
    if (decoded.kind === 'refused') throw unreadable(record);
    add(into, record, decoded.value.orderRef, { offset: Number(record.offset), news: progressNews(decoded.value) });
  }
}

function factsNews(facts: OrderFacts): ReadNews['news'] {
  const { revision, orderId, state, refusalCodes, refusalPaths, placedAt, cancelledAt } = facts;
  const { openCases, caseClosedAt, lastEventAt } = facts;
  return {
    kind: 'facts',
    facts: {
      revision,
      orderId,
      state,
      refusalCodes,
      ...(refusalPaths.length === 0 ? {} : { refusalPaths }),
      placedAt,
      cancelledAt,
      caseOpen: openCases.length > 0,
      lastEventAt,
    },
    // A case that was opened and closed between two snapshots is never seen open.
    hadCase: openCases.length > 0 || caseClosedAt !== null,
  };
}

function progressNews(progress: ShipmentProgress): ReadNews['news'] {
  const { parcel, parcels, shipmentRef, carrierId, state, reasonCode, at, fieldPaths } = progress;
  return { kind: 'progress', parcel, parcels, shipmentRef, carrierId, state, reasonCode, at, fieldPaths };
}

function add(into: Map<OrderRef, ReadNews[]>, record: IncomingRecord, ref: string, item: ReadNews): void {
  const orderRef = parseOrderRef(ref);
  if (orderRef === undefined) throw unreadable(record);
  const ofOrder = into.get(orderRef);
  if (ofOrder === undefined) into.set(orderRef, [item]);
  else ofOrder.push(item);
}

function unreadable({ topic, partition, offset }: IncomingRecord): FulfilmentError {
  return new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic, partition, offset });
}
