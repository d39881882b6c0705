// Signals, events of accounts and entries of lists, in the order in which they arrive → observations, sign-ins and assessments as event-time order
// gives them, all in one transaction. What is remembered is what was committed, so that a successor remembers the same.
import { topics } from '#schemas/generated/topics';
import type { Assessment } from '#schemas/generated/records';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import type { IncomingRecord, OutgoingRecord, Unit, UnitHandler, UnitResult } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';
import { assess } from '../domain/assess.js';
import type { RuleSet } from '../domain/verdict.js';
import { assessmentOf } from './assessment-record.js';
import { Changes, FraudMemory, type MemoryDeps } from './fraud-memory.js';
import { type OwnRecord, readBack, toBeWritten } from './own-record.js';
import type { Receipts } from './receipts.js';
import type { SignInClocks } from './sign-in-memory.js';
import { takenAway } from './taken-away.js';

/** A log of one partition. */
export interface Log {
  all(fromOffset?: number, toOffset?: number): AsyncIterable<readonly IncomingRecord[]>;
  /** Offset behind its last record; never falls. */
  end(): Promise<number>;
}

export interface AssessDeps extends MemoryDeps {
  readonly codec: Pick<AvroCodec, 'encode' | 'decode' | 'ensureSchemas'>;
  readonly clock: Clock;
  readonly rules: () => RuleSet;
  /** What becomes of all records but those of lists: among it what is new in our own logs. Changes nothing that is remembered. */
  readonly observe: UnitHandler;
  /** Observations and sign-ins are written here alone, lists by analysts. */
  readonly logs: Readonly<Record<'observations' | 'signIns' | 'lists', Log>>;
  readonly signInClocks: () => SignInClocks;
  /** How long observations and assessments are kept, by the policy. */
  readonly keepMs: () => number;
  readonly receipts: Receipts;
  readonly onAssessed: (verdict: Assessment['verdict'], isRevision: boolean, count: number) => void;
}

export interface Assessor {
  readonly handler: UnitHandler;
  /** Reads the history anew: somebody else may have had the lane. @param listsAt how far the lists are handled */
  readonly onAssigned: (listsAt: number) => Promise<void>;
  /** Lets go of what is too old, here and on the topics. */
  readonly forget: () => Promise<UnitResult>;
}

interface Judged {
  readonly outputs: readonly OutgoingRecord[];
  /** Tells the metrics. */
  readonly count: () => void;
}

export function createAssessor(deps: AssessDeps): Assessor {
  const { codec, topicName, logs } = deps;
  const listsTopic = topicName(topics.fraudLists.name);
  const signInsTopic = topicName(topics.fraudSignIns.name);
  const observationsTopic = topicName(topics.fraudObservations.name);
  let memory = new FraudMemory(deps);
  /** Whether it holds what was committed, neither less nor more. */
  let isSound = false;
  let listsAt = 0;
  /** Where the lists reached when they had been read: before, an entry may have been dropped for a later one of its id. */
  let doubtBelow = 0;
  /** Grows with each unit that judges, and from each owner of the lane to the next: what such a unit brings lengthens what it is begun from. */
  let revision = 0;

  async function load(): Promise<void> {
    isSound = false;
    const read = new FraudMemory(deps);
    // Orders come last, so that there are none yet that the others could concern.
    for await (const records of readable(logs.lists.all(0, listsAt))) read.takeLists(records, 0, new Changes());
    doubtBelow = await logs.lists.end();
    for await (const records of readable(logs.signIns.all())) read.takeSignIns(records.map(readBack), new Changes());
    for await (const records of readable(logs.observations.all())) read.restoreObservations(records.map(readBack));
    revision = listsAt + (await logs.signIns.end()) + (await logs.observations.end());
    memory = read;
    isSound = true;
  }

  async function* readable(batches: AsyncIterable<readonly IncomingRecord[]>) {
    for await (const records of batches) {
      await codec.ensureSchemas(records.map(({ value }) => value));
      yield records;
    }
  }

  async function handler(unit: Unit): Promise<UnitResult> {
    const listed = unit.records.filter(({ topic }) => topic === listsTopic);
    const others = unit.records.filter(({ topic }) => topic !== listsTopic);
    await codec.ensureSchemas(listed.map(({ value }) => value));
    const made = others.length === 0 ? NOTHING : await deps.observe({ ...unit, records: others });
    // The unit before was not committed, or ended half way: what it left behind must not count.
    if (!isSound) await load();
    isSound = false;
    const changes = new Changes();
    memory.takeLists(listed, doubtBelow, changes);
    const followed = followUp(made.outputs, changes);
    const listsTo = Math.max(listsAt, ...listed.map(({ offset }) => Number(offset) + 1));
    const judged = judgeAll(changes);
    return {
      outputs: [...made.outputs, ...followed, ...judged.outputs],
      afterCommit: () => {
        committed(listsTo, judged);
        made.afterCommit?.();
      },
    };
  }

  function committed(listsTo: number, { outputs, count }: Judged): void {
    listsAt = listsTo;
    if (outputs.length > 0) revision++;
    isSound = true;
    count();
  }

  /** Takes in what is new in our own logs, and what follows from that. @returns what is to be written beside it */
  function followUp(outputs: readonly OutgoingRecord[], changes: Changes): OutgoingRecord[] {
    const followed: OutgoingRecord[] = [];
    for (let fresh = ownOf(outputs); fresh.length > 0; ) {
      const observations = fresh.filter(({ topic }) => topic === observationsTopic);
      memory.takeSignIns(
        fresh.filter(({ topic }) => topic === signInsTopic),
        changes,
      );
      const more = [...memory.takeObservations(observations, changes), ...takenAway(deps, observations)];
      followed.push(...more);
      fresh = ownOf(more);
    }
    return followed;
  }

  function ownOf(outputs: readonly OutgoingRecord[]): OwnRecord[] {
    return outputs.filter(({ topic }) => topic === observationsTopic || topic === signInsTopic).map(toBeWritten);
  }

  function judgeAll({ affected, fresh }: Changes): Judged {
    const ruleSet = deps.rules();
    const assessedAt = deps.clock.nowMs();
    const outputs: OutgoingRecord[] = [];
    const counts = new Map<string, number>();
    for (const order of affected.values()) {
      if (!memory.orders.has(order.orderRef)) continue;
      const assessed = assess(memory.orders, ruleSet, order, memory.lists, memory.signIns.history);
      const assessment = assessmentOf(order, assessed, ruleSet, revision + 1, assessedAt);
      const isRevision = !fresh.has(order.orderRef);
      outputs.push(...recordsOf(assessment, isRevision));
      const key = `${assessment.verdict}/${isRevision ? 'revised' : 'first'}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const count = (): void => {
      for (const [key, times] of counts) {
        const [verdict, kind] = key.split('/');
        deps.onAssessed(verdict as Assessment['verdict'], kind === 'revised', times);
      }
    };
    return { outputs, count };
  }

  function recordsOf(assessment: Assessment, isRevision: boolean): OutgoingRecord[] {
    const { orderRef, verdict } = assessment;
    const partition = lane(orderRef as OrderRef);
    const value = codec.encode(topics.fraudAssessments, assessment);
    const told = { topic: topicName(topics.fraudAssessments.name), partition, key: orderRef, value };
    if (verdict === 'RELEASE' && !isRevision) return [told];
    const flag = verdict === 'RELEASE' ? null : codec.encode(topics.fraudFlags, assessment);
    return [told, { topic: topicName(topics.fraudFlags.name), partition, key: orderRef, value: flag }];
  }

  async function forget(): Promise<UnitResult> {
    if (!isSound) await load();
    isSound = false;
    const nowMs = deps.clock.nowMs();
    const before = nowMs - deps.keepMs();
    const changes = new Changes();
    const tombstone = (topic: string) => (key: string) => ({ topic, partition: 0, key, value: null });
    // Where others depend on them they go without a word: what was judged by them stays as it was.
    const old = memory.orders.forgetBefore(before).map(tombstone(observationsTopic));
    const signIns = memory.signIns.due(nowMs, deps.signInClocks()).map(tombstone(signInsTopic));
    // Entries go when their tombstones come back, as they came.
    const entries = [...memory.lists.values()].flatMap(({ until, entryId }) => (until < before ? [entryId] : []));
    const followed = followUp([...old, ...signIns], changes);
    const judged = judgeAll(changes);
    return {
      outputs: [...old, ...signIns, ...entries.map(tombstone(listsTopic)), ...followed, ...judged.outputs],
      afterCommit: () => committed(listsAt, judged),
    };
  }

  return {
    handler,
    forget,
    onAssigned: (at) => {
      listsAt = at;
      return load();
    },
  };
}

const NOTHING: UnitResult = { outputs: [] };
