// Fetches for all lanes of an instance: one open request per broker, for every partition whose lane has room.
// It never waits for a lane: the next fetch is under way while lanes work on the one before.
import { backoffMs } from '#shared/pipeline/backoff';
import { callBroker } from '../client/call-broker.js';
import { type KafkaCluster, leaderOf } from '../client/cluster.js';
import { createOutageLog } from '../client/outage-log.js';
import { sleep } from '../client/sleep.js';
import { errorOfCode, isPassing } from '../client/transient.js';
import type { KafkaClient } from '../create-kafka.js';
import { type ByteSink, createByteSink } from '../wire/byte-sink.js';
import { FETCH, type FetchResponse, putFetchRequest, readFetchResponse } from '../wire/fetch.js';
import type { Position } from '../wire/txn-offset-commit.js';
import { type Ask, fetchGathered } from './fetch-gathered.js';
import { createFetchTargets, type FetchSink, type Target } from './fetch-targets.js';
import type { LaneSettings } from './lane-settings.js';
import { createPace } from './pace.js';
import { oldestPositions } from './read-positions.js';

export interface Fetcher {
  /** Starts to fetch for the sink, from these positions. */
  add(positions: readonly Position[], sink: FetchSink): void;
  /** Nothing is given to the sink afterwards. */
  remove(sink: FetchSink): void;
  /** A sink has room again. */
  wake(): void;
  stop(): void;
}

type FetcherSettings = Pick<
  LaneSettings,
  | 'paceMs'
  | 'plentyBytes'
  | 'busyBytes'
  | 'busyPaceMs'
  | 'gatherMs'
  | 'idleWaitMs'
  | 'maxBytes'
  | 'maxBytesPerPartition'
>;

const BACKOFF = { firstMs: 20, longestMs: 2_000 } as const;
const LEADER_NOT_AVAILABLE = 5;

export function createFetcher(
  client: Pick<KafkaClient, 'waiting' | 'logger'>,
  cluster: KafkaCluster,
  settings: FetcherSettings,
): Fetcher {
  const { clock, random } = client.waiting;
  const outage = createOutageLog(client.logger, clock, 'fetch');
  const targets = createFetchTargets();
  const pace = createPace(settings);
  const buffers = new Map<number, ByteSink>();
  /** Brokers with an open request, or left alone for a moment after a failure. */
  const busy = new Set<number>();
  const stopped = new AbortController();
  let failures = 0;
  let isLookingForLeaders = false;

  function pump(): void {
    if (stopped.signal.aborted) return;
    const wanted = new Map<number, Target[]>();
    const crowded = new Set<number>();
    for (const target of targets.all()) {
      const leader = leaderOf(cluster, target.topic, target.partition);
      if (leader === null) void lookForLeaders();
      else if (busy.has(leader)) continue;
      else if (!target.sink.hasRoom()) crowded.add(leader);
      else wanted.set(leader, pushed(wanted.get(leader), target));
    }
    for (const [leader, of] of wanted) void fetchFrom(leader, of, crowded.has(leader));
  }

  async function fetchFrom(leader: number, wanted: readonly Target[], isCrowded: boolean): Promise<void> {
    busy.add(leader);
    try {
      const waitMs = pace.waitMs(leader, clock.nowMs());
      if (waitMs > 0) await sleep(waitMs, stopped.signal);
      if (stopped.signal.aborted) return;
      pace.asked(leader, clock.nowMs());
      // Idle, the first byte ends the wait; beside a crowded lane it ends soon, for that one may have room by then.
      const idleMs = isCrowded ? settings.paceMs : settings.idleWaitMs;
      const ask: Ask = (maxWaitMs, maxBytes) => request(leader, wanted, maxWaitMs, maxBytes);
      const flow = { isFlowing: pace.isFlowing(leader), isPlenty: pace.isPlenty(leader), idleMs };
      const response = await fetchGathered(ask, flow, settings, (ms) => sleep(ms, stopped.signal));
      if (stopped.signal.aborted) return;
      if (response.errorCode !== 0) throw errorOfCode(response.errorCode);
      const { outOfRange, delayed, refused, bytes } = targets.distribute(response, wanted);
      pace.answered(leader, bytes);
      for (const { target, error } of refused) fail(target.sink, error);
      for (const target of outOfRange) await startOver(target);
      const [first] = delayed;
      if (first !== undefined) throw first.error;
      failures = 0;
      outage.recovered();
    } catch (error) {
      if (!isPassing(error)) {
        for (const sink of new Set(wanted.map((target) => target.sink))) fail(sink, error);
      } else {
        await pause(error);
      }
    } finally {
      busy.delete(leader);
      pump();
    }
  }

  async function request(
    nodeId: number,
    wanted: readonly Target[],
    maxWaitMs: number,
    maxBytes: number,
  ): Promise<FetchResponse> {
    await cluster.refreshMetadataIfNecessary();
    const broker = await cluster.findBroker({ nodeId });
    const sink = buffers.get(nodeId) ?? createByteSink(4_096);
    buffers.set(nodeId, sink);
    const { maxBytesPerPartition } = settings;
    const limits = { minBytes: 1, maxWaitMs, maxBytes, maxBytesPerPartition };
    return callBroker(broker, {
      api: FETCH,
      sink,
      put: (to) => putFetchRequest(to, { partitions: wanted, ...limits }),
      read: readFetchResponse,
      brokerWaitsMs: maxWaitMs,
    });
  }

  function fail(sink: FetchSink, error: unknown): void {
    targets.remove(sink);
    sink.fail(error);
  }

  /** Records were deleted before we read them: go on with the oldest there is, and say so. */
  async function startOver(target: Target): Promise<void> {
    const { topic, partition, offset } = target;
    const [oldest] = await oldestPositions(cluster, [target]);
    if (oldest === undefined || !targets.isCurrent(target)) return;
    client.logger.error({ topic, partition, offset: String(offset) }, 'Records were deleted before they were read');
    target.offset = oldest.offset;
  }

  async function lookForLeaders(): Promise<void> {
    if (isLookingForLeaders) return;
    isLookingForLeaders = true;
    await pause(errorOfCode(LEADER_NOT_AVAILABLE));
    isLookingForLeaders = false;
    pump();
  }

  async function pause(error: unknown): Promise<void> {
    if (stopped.signal.aborted) return;
    outage.failed(error);
    await sleep(backoffMs(++failures, BACKOFF, random), stopped.signal);
    // An outage shows in the next fetch.
    await cluster.refreshMetadata().catch(() => undefined);
  }

  return {
    add: (positions, sink) => {
      targets.add(positions, sink);
      pump();
    },
    remove: (sink) => targets.remove(sink),
    wake: pump,
    stop: () => stopped.abort(),
  };
}

function pushed<T>(list: T[] | undefined, item: T): T[] {
  if (list === undefined) return [item];
  list.push(item);
  return list;
}
