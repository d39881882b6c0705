// Runs a service on its lanes: joins the group, takes over the lanes it is given, drains them before it gives them back.
// New input topics are picked up by a restart: `inputs` are computed when the service starts.
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { classify } from '#shared/errors/classify';
import { retry } from '#shared/pipeline/retry';
import { type KafkaCluster, loadTopics, partitionCountOf } from './client/cluster.js';
import { deferred } from './client/deferred.js';
import { settlesBy } from './client/settles-by.js';
import { isPassing } from './client/transient.js';
import type { KafkaClient } from './create-kafka.js';
import { assignLanes, type LaneMember } from './group/assign-lanes.js';
import type { Assignment } from './group/member-protocol.js';
import { createMembership, type Generation } from './group/membership.js';
import { createFetcher } from './lanes/fetcher.js';
import { type Lane, startLane } from './lanes/lane.js';
import { checkPartitionCounts, partitionsOfLane } from './lanes/lane-layout.js';
import { type LaneObserver, SILENT_OBSERVER } from './lanes/lane-observer.js';
import { LANE_SETTINGS, type LaneSettings } from './lanes/lane-settings.js';
import type { LaneConsumer, LaneConsumerOptions, StartLaneConsumer } from './ports.js';
import { groupByTopic } from './wire/group-by-topic.js';
import { createCommitTogether } from './writer/commit-together.js';
import { createTransactionalWriter, type TransactionalWriter } from './writer/transactional-writer.js';

export interface LaneConsumerDeps {
  readonly client: KafkaClient;
  /** Number of lanes of the whole system. */
  readonly lanes: number;
  /** In front of group and transactional ids, as it is in front of topics. */
  readonly prefix: string;
  readonly observer?: LaneObserver;
  readonly settings?: Partial<LaneSettings>;
}

const START_BUDGET_MS = 60_000;
const START_BACKOFF = { firstMs: 100, longestMs: 2_000 } as const;
const CLOSE_MS = 1_000;
const LEAVE_MS = 5_000;

/**
 * The starter rejects with TOPIC_MISSING when an input does not exist or is not as wide as its layout needs, with
 * KAFKA_UNAVAILABLE when no broker answers within a minute, and with KAFKA_DENIED.
 */
export function createStartLaneConsumer(deps: LaneConsumerDeps): StartLaneConsumer {
  return async (options) => {
    const cluster = deps.client.openCluster();
    try {
      await openInputs(deps, cluster, options);
    } catch (error) {
      await close(cluster);
      throw error;
    }
    return runLanes(deps, cluster, options);
  };
}

async function openInputs(deps: LaneConsumerDeps, cluster: KafkaCluster, options: LaneConsumerOptions): Promise<void> {
  const topics = options.inputs.map(({ topic }) => topic);
  await retry(
    deps.client.waiting,
    { backoff: START_BACKOFF, budgetMs: START_BUDGET_MS, isRetriable: isPassing },
    async () => {
      await cluster.connect();
      await loadTopics(cluster, topics);
    },
  );
  checkPartitionCounts(options.inputs, deps.lanes, (topic) => partitionCountOf(cluster, topic));
}

function runLanes(deps: LaneConsumerDeps, cluster: KafkaCluster, options: LaneConsumerOptions): LaneConsumer {
  const { client, lanes, prefix, observer = SILENT_OBSERVER } = deps;
  const settings: LaneSettings = { ...LANE_SETTINGS, ...deps.settings };
  const groupId = `${prefix}${options.service}`;
  const fetcher = createFetcher(client, cluster, settings);
  const withOthers = createCommitTogether(client.waiting.clock);
  const writers = new Map<number, TransactionalWriter>();
  const held = new Map<number, Lane>();
  const stopping = new AbortController();
  let current: readonly number[] = [];
  let isMember = false;
  const ready = deferred<void>();
  const failed = deferred<Error>();
  // Whoever waits for it is told; whoever does not is told by `failed`.
  ready.promise.catch(() => undefined);

  const countOf = (topic: string): number => partitionCountOf(cluster, topic);
  const isOne = options.isOneLane === true;
  const ofLane = (lane: number) => partitionsOfLane(options.inputs, lane, lanes, countOf);
  const partitionsOf = (lane: number) =>
    isOne ? Array.from({ length: lanes }, (_, of) => ofLane(of)).flat() : ofLane(lane);

  function plan(members: readonly LaneMember[]): ReadonlyMap<string, Assignment> {
    checkPartitionCounts(options.inputs, lanes, countOf);
    return new Map(
      [...assignLanes(members, isOne ? 1 : lanes)].map(([memberId, own]) => [memberId, assignmentOf(own)]),
    );
  }

  function assignmentOf(own: readonly number[]): Assignment {
    const byTopic = groupByTopic(own.flatMap(partitionsOf));
    const numbers = [...byTopic].map(([topic, of]) => [topic, of.map(({ partition }) => partition)] as const);
    return { lanes: own, partitions: new Map(numbers) };
  }

  function assigned({ memberId, generationId, lanes: own }: Generation): void {
    client.logger.info({ groupId, lanes: own.join(' '), epoch: generationId }, 'Lanes assigned');
    for (const [lane, before] of held) if (!own.includes(lane)) void letGo(lane, before);
    for (const lane of own) {
      const writer = writers.get(lane) ?? withOthers(createTransactionalWriter(client, transactionOf(lane)));
      writers.set(lane, writer);
      const member = { groupId, memberId, generationId };
      const parts = { client, cluster, fetcher, writer, settings, options, observer, member, fail };
      held.set(
        lane,
        startLane({ ...parts, partitions: partitionsOf(lane) }, lane, held.get(lane)?.done ?? Promise.resolve()),
      );
    }
    current = own;
    isMember = true;
    ready.resolve();
  }

  function transactionOf(lane: number) {
    return { transactionalId: `${groupId}.${lane}`, transactionTimeoutMs: settings.transactionTimeoutMs };
  }

  async function letGo(lane: number, before: Lane): Promise<void> {
    held.delete(lane);
    const writer = writers.get(lane);
    writers.delete(lane);
    await before.done;
    if (writer !== undefined) await close(writer);
  }

  function lost(): void {
    current = [];
    isMember = false;
    for (const lane of held.values()) lane.abandon();
  }

  function fail(error: unknown): void {
    if (stopping.signal.aborted) return;
    const told = error instanceof Error ? error : new FulfilmentError('UNEXPECTED', {}, { cause: error });
    client.logger.error({ groupId, code: classify(told).code, err: told }, 'Consumer ends, offsets stay uncommitted');
    lost();
    stopping.abort();
    ready.reject(told);
    failed.resolve(told);
  }

  const drain = async (): Promise<void> => {
    current = [];
    await Promise.all([...held.values()].map((lane) => lane.drain()));
  };
  const membership = createMembership(client, cluster, {
    ...settings,
    groupId,
    topics: options.inputs.map(({ topic }) => topic),
    plan,
    assigned,
    drain,
    lost,
  });
  const running = membership(stopping.signal).catch(fail);

  async function shutDown(): Promise<void> {
    stopping.abort();
    await settlesBy(running, settings.drainTimeoutMs + LEAVE_MS);
    lost();
    fetcher.stop();
    await Promise.all([...writers.values(), cluster].map(close));
    ready.reject(new FulfilmentError('KAFKA_REBALANCING', { groupId, state: 'stopped' }));
  }
  let stopped: Promise<void> | null = null;
  void failed.promise.then(() => (stopped ??= shutDown()));

  return {
    ready: ready.promise,
    failed: failed.promise,
    lanes: () => current,
    isMember: () => isMember,
    stop: () => (stopped ??= shutDown()),
  };
}

/** Connections close when their last answer is in; nobody waits long for that. */
async function close(connection: { disconnect?(): Promise<void>; close?(): Promise<void> }): Promise<void> {
  await settlesBy(Promise.resolve(connection.close?.() ?? connection.disconnect?.()), CLOSE_MS);
}
