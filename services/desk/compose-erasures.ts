// Puts together what shows erasures under way and done.
import { topics } from '#schemas/generated/topics';
import type { LaneInput } from '#shared/kafka/ports';
import type { UnitHandler } from '#shared/pipeline/unit';
import type { Platform } from '#shared/platform/platform';
import type { ErasureOperations } from './api/routes/erasures-route.js';
import { LEDGER_KEY, createLedgerSigner } from '#shared/ledger-proof/checkpoint';
import { createKafkaLedgerSource } from '#shared/ledger-proof/kafka-ledger-source';
import { proveOrder } from '#shared/ledger-proof/prove-order';
import { timeToGone } from './domain/erasures/erasure-course.js';
import { createErasuresFlow } from './steps/follow-erasures.js';
import type { ErasureShelf } from './store/erasure-shelf.js';
import { createMongoErasureShelf } from './store/mongo-erasure-shelf.js';

/** Of so many erasures it is told how long they took. */
const MEASURED = 1_000;

export interface ErasuresShown {
  readonly shelf: ErasureShelf;
  readonly operations: ErasureOperations;
  readonly inputs: readonly LaneInput[];
  readonly follow: UnitHandler;
}

export async function composeErasures(platform: Platform): Promise<ErasuresShown> {
  const { database, codec, topicName, refs, kafka } = platform;
  const shelf = await createMongoErasureShelf(database);
  const ledger = {
    codec,
    source: createKafkaLedgerSource(kafka, topicName(topics.erasureLedger.name)),
    checkpoints: createKafkaLedgerSource(kafka, topicName(topics.erasureCheckpoints.name)),
    publicKey: createLedgerSigner(platform.deriveKey(LEDGER_KEY)).publicKey,
  };
  // A proof reads the whole ledger: one at a time, however many are asked for.
  let lastProof: Promise<unknown> = Promise.resolve();
  return {
    shelf,
    operations: {
      search: ({ orderId, state, limit, after }) =>
        shelf.page({ state, orderRef: orderId === undefined ? undefined : refs.orderRef(orderId) }, limit, after),
      prove: (orderRef) => {
        const proof = lastProof.then(() => proveOrder(ledger, orderRef));
        lastProof = proof.catch(() => undefined);
        return proof;
      },
      totals: async () => {
        const [counts, spans] = await Promise.all([shelf.counts(), shelf.spans(MEASURED)]);
        return { ...counts, timeToGone: timeToGone(spans) };
      },
    },
    inputs: [
      { topic: topicName(topics.erasureLedger.name), layout: 'single' },
      { topic: topicName(topics.erasureReceipts.name), layout: 'any-lane' },
      { topic: topicName(topics.erasureConfirmations.name), layout: 'any-lane' },
      { topic: topicName(topics.erasureAlarms.name), layout: 'by-lane' },
    ],
    follow: createErasuresFlow({ codec, shelf, topicName }),
  };
}
