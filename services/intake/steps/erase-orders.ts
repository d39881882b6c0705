// Erasure requests → tombstones for what intake owns, and its receipt. Intake is the only writer of these topics, so the tombstone is the last word.
import { SEALED_CATEGORIES, topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { type OrderRef, parseOrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { LANES, lane } from '#shared/refs/lane';
import type { ErasureRequest } from '#schemas/generated/records';

export interface EraseDeps {
  readonly codec: Pick<AvroCodec, 'encode' | 'decode' | 'ensureSchemas'>;
  readonly topicName: (name: string) => string;
}

export interface Erased {
  readonly outputs: readonly OutgoingRecord[];
  /** Orders of which nothing may stay. */
  readonly wholeOrders: readonly OrderRef[];
}

export async function eraseOrders(deps: EraseDeps, records: readonly IncomingRecord[], nowMs: number): Promise<Erased> {
  const outputs: OutgoingRecord[] = [];
  const wholeOrders: OrderRef[] = [];
  await deps.codec.ensureSchemas(records.map(({ value }) => value));
  for (const record of records) {
    if (record.value === null) continue;
    const decoded = deps.codec.decode(record.value, topics.erasureRequests);
    // Our own topic: what does not decode here is a fault of ours, never to be skipped.
    if (decoded.kind === 'refused')
      throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: record.topic, partition: record.partition });
    const orderRef = parseOrderRef(decoded.value.orderRef);
    if (orderRef === undefined)
      throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: record.topic, partition: record.partition });
    const tombstones = tombstonesFor(deps, orderRef, decoded.value);
    outputs.push(...tombstones, receipt(deps, orderRef, decoded.value, tombstones.length, nowMs));
    if (decoded.value.categories.length === 0) wholeOrders.push(orderRef);
  }
  return { outputs, wholeOrders };
}

function tombstonesFor(deps: EraseDeps, orderRef: OrderRef, request: ErasureRequest): OutgoingRecord[] {
  const headers = tombstoneHeaders(request);
  const laneOfOrder = lane(orderRef);
  const whole = request.categories.length === 0;
  const outputs: OutgoingRecord[] = [];
  SEALED_CATEGORIES.forEach((category, index) => {
    if (!whole && !request.categories.includes(category)) return;
    const topic = deps.topicName(topics.ordersSealed.name);
    outputs.push({
      topic,
      partition: index * LANES + laneOfOrder,
      key: `${orderRef}/${category}`,
      value: null,
      headers,
    });
  });
  if (whole) {
    outputs.push({
      topic: deps.topicName(topics.ordersFacts.name),
      partition: laneOfOrder,
      key: orderRef,
      value: null,
      headers,
    });
  }
  return outputs;
}

function tombstoneHeaders(request: ErasureRequest): Readonly<Record<string, string>> {
  return { 'erasure-id': request.erasureId, reason: request.reason, 'policy-version': String(request.policyVersion) };
}

function receipt(
  deps: EraseDeps,
  orderRef: OrderRef,
  request: ErasureRequest,
  deletedRecords: number,
  nowMs: number,
): OutgoingRecord {
  const value = {
    erasureId: request.erasureId,
    orderRef,
    participant: 'intake',
    deletedRecords,
    deletedDocuments: 0,
    at: nowMs,
  };
  return {
    topic: deps.topicName(topics.erasureReceipts.name),
    partition: lane(orderRef),
    key: request.erasureId,
    value: deps.codec.encode(topics.erasureReceipts, value),
  };
}
