// Erasure requests → what the desk keeps of these orders is deleted, all of a unit together, and each is answered for.
import type { ErasureRequest } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';
import type { AfterSalesStore } from '../store/after-sales-store.js';
import type { OrderShelf, ShelfChange } from '../store/order-shelf.js';
import type { ErasedOrder, SettledRecord } from './publish-authorised.js';

/** Who we are in `erasure.receipts`. */
export const DESK_PARTICIPANT = 'desk';

export interface EraseOrdersDeps {
  readonly codec: Pick<AvroCodec, 'encode' | 'decode'>;
  readonly shelf: Pick<OrderShelf, 'apply' | 'erase'>;
  readonly cases: Pick<AfterSalesStore, 'erase'>;
  /** What people authorised of these orders: taken back, or what is left of it. */
  readonly authorisations: { settle(orders: readonly ErasedOrder[]): Promise<readonly SettledRecord[]> };
  readonly clock: Clock;
  readonly topicName: (name: string) => string;
  /** Whether erasure waits for our receipt. */
  readonly isParticipant: boolean;
}

/** Deletes before it answers, so that a receipt is never ahead of what it says. */
export async function eraseOrders(
  deps: EraseOrdersDeps,
  records: readonly IncomingRecord[],
): Promise<OutgoingRecord[]> {
  const requests = records.flatMap((record) => readRequest(deps.codec, record));
  if (requests.length === 0) return [];
  const whole = requests.filter(isWhole);
  const withCases = requests.filter((request) => isWhole(request) || request.categories.includes('after-sales'));
  const deletedCases = await deps.cases.erase(withCases.map(refOf));
  const deletedOrders = await deps.shelf.erase(whole.map(refOf));
  const parts = requests.flatMap((request) => request.categories.map((category) => partOf(request, category)));
  await deps.shelf.apply(parts);
  const settled = await deps.authorisations.settle(requests.map(saidOf));
  const outputs = settled.map(({ output }) => output);
  if (!deps.isParticipant) return outputs;
  const receipts = requests.map((request) => {
    const orderRef = refOf(request);
    const ofOrder = isWhole(request) ? Number(deletedOrders.has(orderRef)) : request.categories.length;
    const takenBack = settled.filter((one) => one.orderRef === orderRef && one.output.value === null);
    return receipt(deps, request, takenBack.length, (deletedCases.get(orderRef) ?? 0) + ofOrder);
  });
  return [...outputs, ...receipts];
}

/** What the tombstones of its authorisations say. */
function saidOf({ orderRef, erasureId, reason, policyVersion }: ErasureRequest): ErasedOrder {
  return { orderRef, headers: { 'erasure-id': erasureId, reason, 'policy-version': String(policyVersion) } };
}

function readRequest(codec: EraseOrdersDeps['codec'], { topic, value }: IncomingRecord): readonly ErasureRequest[] {
  if (value === null) return [];
  const decoded = codec.decode(value, topics.erasureRequests);
  if (decoded.kind === 'refused') throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic });
  return [decoded.value];
}

function isWhole({ categories }: ErasureRequest): boolean {
  return categories.length === 0;
}

function refOf({ orderRef }: ErasureRequest): OrderRef {
  return orderRef as OrderRef;
}

function partOf(request: ErasureRequest, category: string): ShelfChange {
  return { orderRef: refOf(request), part: `blocks.${category}`, value: null };
}

function receipt(
  { codec, clock, topicName }: EraseOrdersDeps,
  { erasureId, orderRef }: ErasureRequest,
  deletedRecords: number,
  deletedDocuments: number,
): OutgoingRecord {
  const value = {
    erasureId,
    orderRef,
    participant: DESK_PARTICIPANT,
    deletedRecords,
    deletedDocuments,
    at: clock.nowMs(),
  };
  return {
    topic: topicName(topics.erasureReceipts.name),
    partition: lane(orderRef as OrderRef),
    key: erasureId,
    value: codec.encode(topics.erasureReceipts, value),
  };
}
