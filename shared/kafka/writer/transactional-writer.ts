// Writes the outputs of a unit and the offsets of its inputs in one transaction: all of it becomes visible, or nothing.
// One transactional id per service and lane: whoever initialises it last is the only one who can still commit.
import { classify } from '#shared/errors/classify';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { backoffMs } from '#shared/pipeline/backoff';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { callBroker } from '../client/call-broker.js';
import { type Broker, findGroupCoordinator, findTransactionCoordinator } from '../client/cluster.js';
import { errorOfCode, troubleOf } from '../client/transient.js';
import type { KafkaClient } from '../create-kafka.js';
import {
  ADD_PARTITIONS_TO_TXN,
  putAddPartitionsToTxn,
  readAddPartitionsToTxnResponse,
  type TopicPartition,
} from '../wire/add-partitions-to-txn.js';
import { createByteSink } from '../wire/byte-sink.js';
import {
  type GroupMember,
  type Position,
  putTxnOffsetCommit,
  readTxnOffsetCommitResponse,
  TXN_OFFSET_COMMIT,
} from '../wire/txn-offset-commit.js';
import { createBatchSender } from './batch-sender.js';
import { type PlannedBatch, planBatches } from './plan-batches.js';
import { createSequences } from './sequences.js';

export interface TransactionalWriterOptions {
  readonly transactionalId: string;
  /** After this long the broker aborts what we left open; also how long a commit is tried. Default 10 s. */
  readonly transactionTimeoutMs: number;
}

export interface TransactionalWriter {
  /**
   * Takes the id over: ends what its former user left open, and fences that user. Everything the former one had
   * committed is visible afterwards, so offsets must be read after this and not before.
   * @param giveUp once aborted, the next failure is thrown instead of tried again
   */
  initialise(giveUp?: AbortSignal): Promise<void>;
  /**
   * One transaction with the outputs and, when there are any, the positions. One call at a time.
   * @throws whatever keeps it from being committed. Whether it was committed all the same (the answer to the last request
   * may be lost) is told only by `initialise` and the offsets read after it.
   */
  commit(outputs: readonly OutgoingRecord[], positions: readonly Position[], member: GroupMember): Promise<void>;
  /** The first half of a commit: all is written, nothing visible. When it throws, nothing ever will be. Not without outputs and positions. */
  write(outputs: readonly OutgoingRecord[], positions: readonly Position[], member: GroupMember): Promise<void>;
  /** The second half. @throws as `commit` does */
  finish(): Promise<void>;
  close(): Promise<void>;
}

const BUSY_BACKOFF = { firstMs: 1, longestMs: 20 } as const;
const OUTAGE_BACKOFF = { firstMs: 20, longestMs: 1_000 } as const;

export function createTransactionalWriter(
  client: Pick<KafkaClient, 'openCluster' | 'waiting'>,
  options: TransactionalWriterOptions,
): TransactionalWriter {
  const { transactionalId, transactionTimeoutMs } = options;
  const { clock, random, sleep } = client.waiting;
  const cluster = client.openCluster();
  const sequences = createSequences();
  const sender = createBatchSender(cluster, client.waiting, sequences);
  const sinks = { transactions: createByteSink(1_024), offsets: createByteSink(1_024) };
  let identity: { readonly producerId: bigint; readonly producerEpoch: number } | null = null;
  /** Of the transaction under way. */
  let deadlineMs = 0;
  let coordinators: Partial<Record<'transaction' | 'group', Broker>> = {};

  /** Repeats a request that bears repetition until it succeeds, is refused, or the deadline has passed. */
  async function insist<T>(untilMs: number, request: () => Promise<T>, giveUp?: AbortSignal): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await request();
      } catch (error) {
        const trouble = troubleOf(error);
        if (trouble === null) throw error;
        const waitMs = backoffMs(attempt, trouble === 'busy' ? BUSY_BACKOFF : OUTAGE_BACKOFF, random);
        if (clock.nowMs() + waitMs > untilMs || giveUp?.aborted === true) throw error;
        if (trouble !== 'busy') coordinators = {};
        await sleep(waitMs, giveUp);
      }
    }
  }

  async function coordinator(kind: 'transaction' | 'group', groupId: string): Promise<Broker> {
    const known = coordinators[kind];
    if (known?.isConnected() === true) return known;
    if (!cluster.isConnected()) await cluster.connect();
    await cluster.refreshMetadataIfNecessary();
    const found = await (kind === 'group'
      ? findGroupCoordinator(cluster, groupId)
      : findTransactionCoordinator(cluster, transactionalId));
    coordinators[kind] = found;
    return found;
  }

  function current() {
    if (identity === null) throw new FulfilmentError('UNEXPECTED', { transactionalId, missing: 'initialise' });
    const { producerId, producerEpoch } = identity;
    return { transactionalId, producerId, producerEpoch };
  }

  async function addPartitions(rounds: readonly PlannedBatch[][]): Promise<void> {
    if (rounds.length === 0) return;
    const broker = await coordinator('transaction', '');
    const code = await callBroker(broker, {
      api: ADD_PARTITIONS_TO_TXN,
      sink: sinks.transactions,
      put: (sink) => putAddPartitionsToTxn(sink, { partitions: partitionsOf(rounds), ...current() }),
      read: readAddPartitionsToTxnResponse,
    });
    if (code !== 0) throw errorOfCode(code);
  }

  async function addOffsets(positions: readonly Position[], groupId: string): Promise<void> {
    if (positions.length === 0) return;
    const broker = await coordinator('transaction', '');
    await broker.addOffsetsToTxn({ groupId, ...asText(current()) });
  }

  async function sendOffsets(positions: readonly Position[], member: GroupMember): Promise<void> {
    if (positions.length === 0) return;
    const broker = await coordinator('group', member.groupId);
    const code = await callBroker(broker, {
      api: TXN_OFFSET_COMMIT,
      sink: sinks.offsets,
      put: (sink) => putTxnOffsetCommit(sink, { member, positions, ...current() }),
      read: readTxnOffsetCommitResponse,
    });
    if (code !== 0) throw errorOfCode(code);
  }

  async function end(commit: boolean): Promise<void> {
    const broker = await coordinator('transaction', '');
    await broker.endTxn({ transactionResult: commit, ...asText(current()) });
  }

  async function write(...[outputs, positions, member]: Parameters<TransactionalWriter['write']>): Promise<void> {
    deadlineMs = clock.nowMs() + transactionTimeoutMs;
    const rounds = planBatches(outputs);
    try {
      // Both go down one connection, where the broker takes them one after another.
      await both(
        insist(deadlineMs, () => addPartitions(rounds)),
        insist(deadlineMs, () => addOffsets(positions, member.groupId)),
      );
      await both(
        sender.send(rounds, current(), deadlineMs),
        insist(deadlineMs, () => sendOffsets(positions, member)),
      );
    } catch (error) {
      // So that readers need not wait for the time-out; when it fails too, the time-out does it.
      if (classify(error).code !== 'KAFKA_FENCED') await end(false).catch(() => undefined);
      identity = null;
      throw error;
    }
  }

  async function finish(): Promise<void> {
    await insist(deadlineMs, () => end(true)).catch((error: unknown) => {
      identity = null;
      throw error;
    });
  }

  return {
    initialise: async (giveUp) => {
      identity = null;
      const given = await insist(
        clock.nowMs() + transactionTimeoutMs,
        async () => {
          const broker = await coordinator('transaction', '');
          return broker.initProducerId({ transactionalId, transactionTimeout: transactionTimeoutMs });
        },
        giveUp,
      );
      sequences.reset();
      identity = { producerId: BigInt(given.producerId), producerEpoch: given.producerEpoch };
    },
    commit: async (outputs, positions, member) => {
      if (outputs.length === 0 && positions.length === 0) return;
      await write(outputs, positions, member);
      await finish();
    },
    write,
    finish,
    close: () => cluster.disconnect(),
  };
}

/** Waits for both even when one fails: nothing may still be under way when the transaction is ended. */
async function both(first: Promise<void>, second: Promise<void>): Promise<void> {
  for (const result of await Promise.allSettled([first, second])) {
    if (result.status === 'rejected') throw result.reason;
  }
}

/** kafkajs takes the producer id as text. */
function asText<T extends { readonly producerId: bigint }>(call: T): Omit<T, 'producerId'> & { producerId: string } {
  return { ...call, producerId: String(call.producerId) };
}

/** Each partition once, though a large one comes in several batches. */
function partitionsOf(rounds: readonly (readonly PlannedBatch[])[]): TopicPartition[] {
  const seen = new Map<string, TopicPartition>();
  for (const { topic, partition } of rounds.flat()) seen.set(`${partition} ${topic}`, { topic, partition });
  return [...seen.values()];
}
