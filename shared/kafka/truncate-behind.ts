// Deletes records behind a committed offset, so that plaintext in the ingress lives only until it is sealed.
// Kafka hides them at once; their bytes go with the segment, which the heartbeat rolls.
import { behindAll } from './behind-all.js';
import { type KafkaCluster, leaderOf, loadTopics } from './client/cluster.js';
import { committedOffsets } from './client/committed-offsets.js';
import { createOutageLog } from './client/outage-log.js';
import { settlesBy } from './client/settles-by.js';
import { sleep } from './client/sleep.js';
import { errorOfCode } from './client/transient.js';
import type { KafkaClient } from './create-kafka.js';
import type { CommittedPosition } from './ports.js';
import { groupByTopic } from './wire/group-by-topic.js';

export interface TruncateBehind {
  /** Everything before these offsets may go. Returns at once; repeated and older offsets do no harm. */
  behind(positions: readonly CommittedPosition[]): void;
  /** Deletes what is still to be deleted, then closes. */
  stop(): Promise<void>;
}

export interface TruncateBehindOptions {
  /** Least time between two deletions: each is a request to every leader and a write of its checkpoint. Default 1 s. */
  readonly everyMs?: number;
  /** Groups that must have passed what goes. */
  readonly otherGroups?: readonly string[];
}

const LEADER_NOT_AVAILABLE = 5;
const CLOSE_MS = 1_000;
const LAST_TRY_MS = 3_000;

export function createTruncateBehind(
  client: KafkaClient,
  { everyMs = 1_000, otherGroups = [] }: TruncateBehindOptions = {},
): TruncateBehind {
  const cluster = client.openCluster();
  const outage = createOutageLog(client.logger, client.waiting.clock, 'truncate');
  const stopping = new AbortController();
  const wanted = new Map<string, CommittedPosition>();
  const gone = new Map<string, CommittedPosition>();
  let deleting: Promise<void> | null = null;

  const isNews = (position: CommittedPosition): boolean => (gone.get(keyOf(position))?.offset ?? 0) < position.offset;

  async function deleteWanted(): Promise<void> {
    while (wanted.size > 0) {
      const positions = [...wanted.values()];
      wanted.clear();
      try {
        await learn(cluster, positions);
        const others = await Promise.all(otherGroups.map((group) => committedOffsets(cluster, group, positions)));
        const { passed, waiting } = behindAll(positions, others);
        await deleteBehind(cluster, passed.filter(isNews));
        for (const position of passed) note(gone, position);
        outage.recovered();
        // Who stops waits for nobody: the next start begins with what the group had committed.
        if (!stopping.signal.aborted) for (const position of waiting) note(wanted, position);
      } catch (error) {
        outage.failed(error);
        for (const position of positions) note(wanted, position);
        if (stopping.signal.aborted) break;
      }
      await sleep(everyMs, stopping.signal);
    }
    deleting = null;
  }

  return {
    behind: (positions) => {
      for (const position of positions) if (position.offset > 0) note(wanted, position);
      if (wanted.size > 0) deleting ??= deleteWanted();
    },
    stop: async () => {
      stopping.abort();
      await settlesBy(deleting ?? Promise.resolve(), LAST_TRY_MS);
      await settlesBy(cluster.disconnect(), CLOSE_MS);
    },
  };
}

function keyOf({ topic, partition }: CommittedPosition): string {
  return `${partition} ${topic}`;
}

/** The furthest of each partition. */
function note(furthest: Map<string, CommittedPosition>, position: CommittedPosition): void {
  if ((furthest.get(keyOf(position))?.offset ?? 0) < position.offset) furthest.set(keyOf(position), position);
}

async function learn(cluster: KafkaCluster, positions: readonly CommittedPosition[]): Promise<void> {
  if (!cluster.isConnected()) await cluster.connect();
  // Without this kafkajs knows no leader ("Topic metadata not loaded").
  await loadTopics(cluster, [...new Set(positions.map(({ topic }) => topic))]);
  await cluster.refreshMetadataIfNecessary();
}

async function deleteBehind(cluster: KafkaCluster, positions: readonly CommittedPosition[]): Promise<void> {
  const byLeader = new Map<number, CommittedPosition[]>();
  for (const position of positions) {
    const leader = leaderOf(cluster, position.topic, position.partition);
    if (leader === null) throw errorOfCode(LEADER_NOT_AVAILABLE);
    byLeader.set(leader, [...(byLeader.get(leader) ?? []), position]);
  }
  for (const [nodeId, of] of byLeader) {
    const broker = await cluster.findBroker({ nodeId });
    const topics = [...groupByTopic(of)].map(([topic, ofTopic]) => ({
      topic,
      partitions: ofTopic.map(({ partition, offset }) => ({ partition, offset: String(offset) })),
    }));
    await broker.deleteRecords({ topics });
  }
}
