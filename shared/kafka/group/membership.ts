// Membership in a consumer group: join, heartbeat, give lanes back in good order, leave.
// kafkajs' own consumer rejoins without asking whether work is under way and may run on after stop(); here the group
// waits for us: lanes are drained first, while heartbeats go on.
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { backoffMs } from '#shared/pipeline/backoff';
import { type Broker, findGroupCoordinator, type KafkaCluster } from '../client/cluster.js';
import { createOutageLog } from '../client/outage-log.js';
import { sleep } from '../client/sleep.js';
import { isPassing, troubleOf, typeOf } from '../client/transient.js';
import type { KafkaClient } from '../create-kafka.js';
import {
  type Assignment,
  decodeHeld,
  decodeLanes,
  encodeAssignment,
  encodeSubscription,
  PROTOCOL,
} from './member-protocol.js';
import type { LaneMember } from './assign-lanes.js';

/** One agreement of the group on who has what; the next one ends it. */
export interface Generation {
  readonly memberId: string;
  readonly generationId: number;
  readonly lanes: readonly number[];
}

export interface GroupTimes {
  /** Without a heartbeat for so long the group takes a member for dead. */
  readonly sessionTimeoutMs: number;
  /** How long the group waits for its members to rejoin. Must exceed the time lanes take to drain. */
  readonly rebalanceTimeoutMs: number;
  readonly heartbeatMs: number;
}

export interface MembershipOptions extends GroupTimes {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Asked of the leader only. May throw when the topics do not fit. */
  readonly plan: (members: readonly LaneMember[]) => ReadonlyMap<string, Assignment>;
  /** A new generation; the lanes of the one before were drained or lost. */
  readonly assigned: (generation: Generation) => void;
  /** Finish what is under way and let go of all lanes; the group waits. */
  readonly drain: () => Promise<void>;
  /** The lanes are gone already: let go without committing. May be called when there are none. */
  readonly lost: () => void;
}

const RETRY = { firstMs: 50, longestMs: 2_000 } as const;
/** Answers that mean "join again", nothing worse. */
const REJOIN = new Set(['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'MEMBER_ID_REQUIRED']);

/** @returns a function that stays in the group until `stop` aborts, and rejects for what a retry does not mend */
export function createMembership(
  client: Pick<KafkaClient, 'waiting' | 'logger'>,
  cluster: KafkaCluster,
  options: MembershipOptions,
): (stop: AbortSignal) => Promise<void> {
  const { groupId, sessionTimeoutMs, rebalanceTimeoutMs, heartbeatMs } = options;
  const { clock, random } = client.waiting;
  const outage = createOutageLog(client.logger, clock, 'group membership');
  let coordinator: Broker | null = null;
  let memberId = '';
  let held: readonly number[] = [];

  async function findCoordinator(): Promise<Broker> {
    if (coordinator?.isConnected() === true) return coordinator;
    if (!cluster.isConnected()) await cluster.connect();
    await cluster.refreshMetadataIfNecessary();
    coordinator = await findGroupCoordinator(cluster, groupId);
    return coordinator;
  }

  async function join(): Promise<Generation> {
    const broker = await findCoordinator();
    const joined = await broker.joinGroup({
      groupId,
      memberId,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: rebalanceTimeoutMs,
      groupProtocols: [{ name: PROTOCOL, metadata: encodeSubscription({ topics: options.topics, held }) }],
    });
    memberId = joined.memberId;
    const { generationId } = joined;
    const groupAssignment = joined.leaderId === memberId ? await planFor(joined.members) : [];
    const { memberAssignment } = await broker.syncGroup({ groupId, memberId, generationId, groupAssignment });
    return { memberId, generationId, lanes: decodeLanes(memberAssignment) };
  }

  async function planFor(members: readonly { readonly memberId: string; readonly memberMetadata: Buffer }[]) {
    await cluster.refreshMetadata();
    const plan = options.plan(members.map((one) => ({ memberId: one.memberId, held: decodeHeld(one.memberMetadata) })));
    return [...plan].map(([id, assignment]) => ({ memberId: id, memberAssignment: encodeAssignment(assignment) }));
  }

  async function beat({ generationId }: Generation): Promise<void> {
    const broker = await findCoordinator();
    await broker.heartbeat({ groupId, memberId, groupGenerationId: generationId });
  }

  /** Returns when the group wants to agree anew or we are to stop, the lanes drained; throws when the lanes are lost. */
  async function stay(generation: Generation, stop: AbortSignal): Promise<void> {
    let answeredMs = clock.nowMs();
    for (;;) {
      await sleep(heartbeatMs, stop);
      if (stop.aborted) return drain(generation);
      try {
        await beat(generation);
        answeredMs = clock.nowMs();
        outage.recovered({ groupId });
      } catch (error) {
        if (typeOf(error) === 'REBALANCE_IN_PROGRESS') return drain(generation);
        if (troubleOf(error) === null || clock.nowMs() - answeredMs > sessionTimeoutMs) throw error;
        outage.failed(error, { groupId });
        coordinator = null;
      }
    }
  }

  /** The group counts us as alive while we finish: rebalance answers are expected meanwhile. */
  async function drain(generation: Generation): Promise<void> {
    const drained = new AbortController();
    const beating = (async () => {
      while (!drained.signal.aborted) {
        await sleep(heartbeatMs, drained.signal);
        if (!drained.signal.aborted) await beat(generation).catch(() => undefined);
      }
    })();
    try {
      await options.drain();
    } finally {
      drained.abort();
      await beating;
    }
  }

  /** Decides what a failure means; throws it on when joining again would not help. */
  function judge(error: unknown): void {
    const type = typeOf(error);
    // Lanes we lost are no claim of ours any more; a group that only agrees anew took nothing from us.
    if (type !== 'REBALANCE_IN_PROGRESS') held = [];
    if (type === 'UNKNOWN_MEMBER_ID') memberId = '';
    if (REJOIN.has(type)) return;
    outage.failed(error, { groupId });
    if (isPassing(error)) coordinator = null;
    else throw error;
  }

  async function leave(): Promise<void> {
    if (memberId === '' || coordinator === null) return;
    await coordinator.leaveGroup({ groupId, memberId }).catch(() => undefined);
  }

  return async (stop) => {
    for (let attempt = 1; !stop.aborted; attempt++) {
      try {
        const generation = await join();
        outage.recovered({ groupId });
        attempt = 0;
        held = generation.lanes;
        if (stop.aborted) break;
        options.assigned(generation);
        await stay(generation, stop);
      } catch (error) {
        options.lost();
        if (error instanceof FulfilmentError) throw error;
        judge(error);
        await sleep(backoffMs(Math.max(1, attempt), RETRY, random), stop);
      }
    }
    await leave();
  };
}
