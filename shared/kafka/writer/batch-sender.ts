// Sends records to the leaders of their partitions and returns when all replicas have them. What failed in passing is
// sent again with the same sequence numbers until the deadline, so nothing is lost and nothing doubled.
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { backoffMs } from '#shared/pipeline/backoff';
import type { RetryDeps } from '#shared/pipeline/retry';
import { callBroker } from '../client/call-broker.js';
import { type KafkaCluster, leaderOf, loadTopics, partitionCountOf } from '../client/cluster.js';
import { errorOfCode, troubleOf } from '../client/transient.js';
import { type ByteSink, createByteSink } from '../wire/byte-sink.js';
import { type PartitionBatch, PRODUCE, putProduceRequest, readProduceResponse } from '../wire/produce.js';
import type { PlannedBatch } from './plan-batches.js';
import type { Sequences } from './sequences.js';

export interface ProducerIdentity {
  /** null: no transaction, only protection against repetitions. */
  readonly transactionalId: string | null;
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

export interface BatchSender {
  /**
   * Sends round after round (see planBatches). One call at a time.
   * @throws kafkajs' error of the first batch that the broker refused for good, or of the last try at the deadline
   */
  send(rounds: readonly (readonly PlannedBatch[])[], identity: ProducerIdentity, deadlineMs: number): Promise<void>;
}

interface Failure {
  readonly batch: PlannedBatch;
  readonly error: unknown;
}

const BROKER_TIMEOUT_MS = 10_000;
/** The batch is in the log already: a repetition after a lost answer. */
const DUPLICATE_SEQUENCE = 46;
const LEADER_NOT_AVAILABLE = 5;
const BACKOFF = { firstMs: 10, longestMs: 500 } as const;

export function createBatchSender(cluster: KafkaCluster, waiting: RetryDeps, sequences: Sequences): BatchSender {
  const sinks = new Map<number, ByteSink>();
  const loaded = new Set<string>();

  async function load(rounds: readonly (readonly PlannedBatch[])[]): Promise<void> {
    const missing = new Set<string>();
    for (const { topic } of rounds.flat()) if (!loaded.has(topic)) missing.add(topic);
    if (missing.size === 0) return;
    await loadTopics(cluster, [...missing]);
    for (const topic of missing) loaded.add(topic);
  }

  async function sendRound(
    round: readonly PlannedBatch[],
    identity: ProducerIdentity,
    deadlineMs: number,
  ): Promise<void> {
    let open = round;
    for (let attempt = 1; open.length > 0; attempt++) {
      const failures = await tryOnce(open, identity);
      if (failures.length === 0) return;
      const fatal = failures.find(({ error }) => troubleOf(error) === null);
      if (fatal !== undefined) throw fatal.error;
      const waitMs = backoffMs(attempt, BACKOFF, waiting.random);
      if (waiting.clock.nowMs() + waitMs > deadlineMs) throw failures[0]?.error;
      await waiting.sleep(waitMs);
      // An outage shows in the next try; here it must not hide what failed.
      await cluster.refreshMetadata().catch(() => undefined);
      open = failures.map(({ batch }) => batch);
    }
  }

  /** Sends each batch to its leader, all leaders at once. */
  async function tryOnce(batches: readonly PlannedBatch[], identity: ProducerIdentity): Promise<Failure[]> {
    const failures: Failure[] = [];
    const byLeader = new Map<number, PlannedBatch[]>();
    for (const batch of batches) {
      const leader = leaderOf(cluster, batch.topic, batch.partition);
      if (leader === null) failures.push({ batch, error: withoutLeader(batch) });
      else byLeader.set(leader, [...(byLeader.get(leader) ?? []), batch]);
    }
    const answers = [...byLeader].map(([leader, of]) => sendToLeader(leader, of, identity));
    return [...failures, ...(await Promise.all(answers)).flat()];
  }

  function withoutLeader({ topic, partition }: PlannedBatch): Error {
    const partitions = partitionCountOf(cluster, topic);
    if (partition < partitions) return errorOfCode(LEADER_NOT_AVAILABLE);
    return new FulfilmentError('TOPIC_MISSING', { topic, partition, partitions });
  }

  async function sendToLeader(
    leader: number,
    batches: readonly PlannedBatch[],
    identity: ProducerIdentity,
  ): Promise<Failure[]> {
    const sink = sinks.get(leader) ?? createByteSink();
    sinks.set(leader, sink);
    const numbered = batches.map(
      (batch): PartitionBatch => ({ firstSequence: sequences.next(batch.topic, batch.partition), ...batch }),
    );
    try {
      const broker = await cluster.findBroker({ nodeId: leader });
      const partitions = await callBroker(broker, {
        api: PRODUCE,
        sink,
        put: (to) =>
          putProduceRequest(to, {
            transactionalId: identity.transactionalId,
            timeoutMs: BROKER_TIMEOUT_MS,
            stamp: {
              producerId: identity.producerId,
              producerEpoch: identity.producerEpoch,
              transactional: identity.transactionalId !== null,
              timestampMs: waiting.clock.nowMs(),
            },
            batches: numbered,
          }),
        read: readProduceResponse,
        brokerWaitsMs: BROKER_TIMEOUT_MS,
      });
      const codes = new Map(partitions.map(({ topic, partition, errorCode }) => [`${partition} ${topic}`, errorCode]));
      return batches.flatMap((batch) => settle(batch, codes.get(`${batch.partition} ${batch.topic}`)));
    } catch (error) {
      return batches.map((batch) => ({ batch, error }));
    }
  }

  function settle(batch: PlannedBatch, errorCode: number | undefined): Failure[] {
    const { topic, partition, from, to } = batch;
    if (errorCode === undefined) {
      return [{ batch, error: new FulfilmentError('KAFKA_REFUSED', { topic, partition, answer: 'missing' }) }];
    }
    if (errorCode !== 0 && errorCode !== DUPLICATE_SEQUENCE) return [{ batch, error: errorOfCode(errorCode) }];
    sequences.advance(topic, partition, to - from);
    return [];
  }

  return {
    send: async (rounds, identity, deadlineMs) => {
      await load(rounds);
      for (const round of rounds) await sendRound(round, identity, deadlineMs);
    },
  };
}
