// Orders that were erased long before: what is left of each of them wherever something is kept for ever, written in bulk.
import { topics } from '#schemas/generated/topics';
import type { OrderRef } from '#shared/domain/refs';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';
import { createKafkaLedgerSource } from '#shared/ledger-proof/kafka-ledger-source';
import { linkEntry } from '#shared/ledger-proof/chain';
import { createLedgerSigner, LEDGER_KEY } from '#shared/ledger-proof/checkpoint';
import { loadLedgerEnd } from '#services/erasure/ledger/load-ledger-end';
import { erasureIdOf } from '#services/erasure/steps/erasure-id';
import { CLAIMS_COLLECTION } from '#services/erasure/store/mongo-ledger-claims';
import { ORDERS_COLLECTION } from '#services/erasure/store/mongo-order-store';
import type { BenchWorld } from './bench-world.js';

interface Document {
  readonly _id: string;
}

const PORTION = 1_000;
const AT_MS = Date.UTC(2020, 0, 1);
const KINDS = ['STARTED', 'COMPLETED'] as const;
const SHIPMENTS = 'carriers.shipments';

/** While nothing runs: the ledger is written as its one writer would have written it. */
export async function eraseBefore({ platform }: BenchWorld, name: string, count: number): Promise<void> {
  const { codec, database, deriveKey, kafka, refs, topicName, vault } = platform;
  const topic = topicName(topics.erasureLedger.name);
  const { end } = await loadLedgerEnd({
    codec,
    source: createKafkaLedgerSource(kafka, topic),
    checkpoints: createKafkaLedgerSource(kafka, topicName(topics.erasureCheckpoints.name)),
    signer: createLedgerSigner(deriveKey(LEDGER_KEY)),
  });
  await codec.prepare([topics.erasureLedger]);
  const producer = await startPlainProducer(kafka);
  let { head } = end;
  for (let from = 0; from < count; from += PORTION) {
    const orderRefs = Array.from({ length: Math.min(PORTION, count - from) }, (_, index) =>
      refs.orderRef(`${name}-${from + index}`),
    );
    const erased = orderRefs.map((orderRef) => ({ orderRef, erasureId: erasureIdOf(orderRef, [], 0) }));
    const entries: OutgoingRecord[] = erased.flatMap(({ orderRef, erasureId }) =>
      KINDS.map((kind) => {
        const intent = { erasureId, orderRef, kind, reason: 'RETENTION_ENDED', categories: [], participants: [] };
        const entry = linkEntry(head, { ...intent, policyVersion: 1, at: AT_MS });
        head = entry;
        return { topic, partition: 0, key: erasureId, value: codec.encode(topics.erasureLedger, entry) };
      }),
    );
    const claims = erased.flatMap(({ orderRef, erasureId }) =>
      KINDS.map((kind) => ({ _id: `${erasureId}/${kind}`, claim: `${topic}:0:${from}`, orderRef })),
    );
    const guards = orderRefs.map((_id) => ({ _id, lane: lane(_id), erased: true, at: AT_MS }));
    const insert = (collection: string, documents: readonly Document[]) =>
      database.collection<Document>(collection).insertMany([...documents], { ordered: false });
    await Promise.all([
      producer.send(entries),
      vault.shredOrders(orderRefs, AT_MS),
      insert(CLAIMS_COLLECTION, claims),
      insert(ORDERS_COLLECTION, guards),
      insert(
        SHIPMENTS,
        orderRefs.map((orderRef) => shipmentOf(refs.shipmentRef('swiftpost', `${orderRef}`, 1), orderRef)),
      ),
    ]);
  }
  await producer.stop();
}

function shipmentOf(ref: string, _id: OrderRef): Document & Record<string, unknown> {
  const parcels = [{ ref, carrier: 'swiftpost', parcel: 1, stage: 'ended' }];
  return { _id, version: 3, revision: 2, parcels, marks: [], erasedAt: new Date(AT_MS) };
}
