// Writes records without a transaction, each exactly once as far as the broker can tell: for tools, heartbeats and
// publishers that have no lane. Calls that come while one is under way travel together with the next one.
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { retry } from '#shared/pipeline/retry';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { settlesBy } from './client/settles-by.js';
import { isPassing, typeOf } from './client/transient.js';
import type { KafkaClient } from './create-kafka.js';
import type { PlainProducer } from './ports.js';
import { createBatchSender, type ProducerIdentity } from './writer/batch-sender.js';
import { planBatches } from './writer/plan-batches.js';
import { createSequences } from './writer/sequences.js';

export interface PlainProducerOptions {
  /** How long a record is tried before its `send` rejects. Default 120 s. */
  readonly deliveryTimeoutMs?: number;
}

interface Waiting {
  readonly records: readonly OutgoingRecord[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const START_BACKOFF = { firstMs: 100, longestMs: 2_000 } as const;
const CLOSE_MS = 1_000;
/** The broker lost or forgot our numbering: only a new producer id helps. */
const NUMBERING_LOST = new Set(['OUT_OF_ORDER_SEQUENCE_NUMBER', 'UNKNOWN_PRODUCER_ID', 'INVALID_PRODUCER_EPOCH']);

/** @throws KAFKA_UNAVAILABLE when no broker answers within the delivery time-out, KAFKA_DENIED for a wrong login */
export async function startPlainProducer(
  client: KafkaClient,
  options: PlainProducerOptions = {},
): Promise<PlainProducer> {
  const { deliveryTimeoutMs = 120_000 } = options;
  const { waiting: deps } = client;
  const cluster = client.openCluster();
  const sequences = createSequences();
  const sender = createBatchSender(cluster, deps, sequences);
  let queue: Waiting[] = [];
  let sending: Promise<void> | null = null;
  let isStopped = false;

  async function initialise(): Promise<ProducerIdentity> {
    const retrying = { backoff: START_BACKOFF, budgetMs: deliveryTimeoutMs, isRetriable: isPassing };
    const given = await retry(deps, retrying, async () => {
      await cluster.connect();
      await cluster.refreshMetadataIfNecessary();
      const broker = await cluster.findControllerBroker();
      return broker.initProducerId({ transactionTimeout: 60_000 });
    });
    sequences.reset();
    return { transactionalId: null, producerId: BigInt(given.producerId), producerEpoch: given.producerEpoch };
  }

  let identity = await initialise().catch(async (error: unknown) => {
    await settlesBy(cluster.disconnect(), CLOSE_MS);
    throw error;
  });

  async function write(records: readonly OutgoingRecord[]): Promise<void> {
    const deadlineMs = deps.clock.nowMs() + deliveryTimeoutMs;
    const rounds = planBatches(records);
    try {
      await sender.send(rounds, identity, deadlineMs);
    } catch (error) {
      if (!NUMBERING_LOST.has(typeOf(error))) throw error;
      identity = await initialise();
      await sender.send(rounds, identity, deadlineMs);
    }
  }

  async function sendQueued(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      try {
        await write(batch.flatMap(({ records }) => records));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    sending = null;
  }

  return {
    send: (records) => {
      if (isStopped) return Promise.reject(new FulfilmentError('KAFKA_UNAVAILABLE', { state: 'stopped' }));
      if (records.length === 0) return Promise.resolve();
      return new Promise((resolve, reject) => {
        queue.push({ records, resolve, reject });
        sending ??= sendQueued();
      });
    },
    stop: async () => {
      isStopped = true;
      await sending;
      await settlesBy(cluster.disconnect(), CLOSE_MS);
    },
  };
}
