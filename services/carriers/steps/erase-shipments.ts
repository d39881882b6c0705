// Erasure requests → tombstones on the carriers' and the warehouse's topics, everything kept of the order deleted, and the receipt.
import type { ErasureRequest } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';
import type { KnownShipment } from '../store/shipment-store.js';
import type { CarriersDeps } from './carriers-deps.js';
import { namesForTombstones, partitionOf } from './release-records.js';

export interface ErasedShipments {
  readonly outputs: readonly OutgoingRecord[];
  readonly orderRefs: readonly OrderRef[];
}

/** Deletes before it answers: the documents that remain as guards still name the tombstones, so a redelivery writes the same ones. */
export async function eraseShipments(
  deps: CarriersDeps,
  records: readonly IncomingRecord[],
  nowMs: number,
): Promise<ErasedShipments> {
  const requests = await readRequests(deps, records);
  const affected = requests.filter(touchesShipping);
  const orderRefs = affected.map(({ orderRef }) => orderRef as OrderRef);
  const shipments = groupByOrder(await deps.store.shipmentsOf(orderRefs));
  await deps.store.erase(orderRefs, nowMs);
  const outputs: OutgoingRecord[] = [];
  for (const request of requests) {
    const parcels = touchesShipping(request) ? (shipments.get(request.orderRef) ?? []) : [];
    const tombstones = parcels.flatMap((shipment) => tombstonesOf(deps, request, shipment));
    outputs.push(...tombstones, receipt(deps, request, tombstones.length, parcels.length, nowMs));
  }
  return { outputs, orderRefs };
}

async function readRequests(
  deps: CarriersDeps,
  records: readonly IncomingRecord[],
): Promise<readonly ErasureRequest[]> {
  await deps.codec.ensureSchemas(records.map(({ value }) => value));
  return records.flatMap(({ topic, value }) => {
    if (value === null) return [];
    const decoded = deps.codec.decode(value, topics.erasureRequests);
    if (decoded.kind === 'refused') throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic });
    return [decoded.value];
  });
}

/** Whole order, or at least its addresses: picks name no person and go with the order. */
function touchesShipping({ categories }: ErasureRequest): boolean {
  return categories.length === 0 || categories.includes('shipping');
}

function groupByOrder(shipments: readonly KnownShipment[]): Map<string, KnownShipment[]> {
  const byOrder = new Map<string, KnownShipment[]>();
  for (const shipment of shipments) {
    const ofOrder = byOrder.get(shipment.orderRef);
    if (ofOrder === undefined) byOrder.set(shipment.orderRef, [shipment]);
    else ofOrder.push(shipment);
  }
  return byOrder;
}

function tombstonesOf(deps: CarriersDeps, request: ErasureRequest, shipment: KnownShipment): OutgoingRecord[] {
  const { shipmentRef, carrierId, orderRef } = shipment;
  // The carrier's tombstone is its request to delete: it says which erasure, why, and under which policy, and nothing of a person.
  const headers = {
    'erasure-id': request.erasureId,
    reason: request.reason,
    'policy-version': String(request.policyVersion),
  };
  const partition = partitionOf(orderRef);
  return namesForTombstones(deps.policy.current(), carrierId).map((name) => ({
    topic: deps.topicName(name),
    partition,
    key: shipmentRef,
    value: null,
    headers,
  }));
}

function receipt(
  deps: CarriersDeps,
  request: ErasureRequest,
  deletedRecords: number,
  deletedDocuments: number,
  nowMs: number,
): OutgoingRecord {
  const { erasureId, orderRef } = request;
  const value = { erasureId, orderRef, participant: 'carriers', deletedRecords, deletedDocuments, at: nowMs };
  return {
    topic: deps.topicName(topics.erasureReceipts.name),
    partition: lane(orderRef as OrderRef),
    key: erasureId,
    value: deps.codec.encode(topics.erasureReceipts, value),
  };
}
