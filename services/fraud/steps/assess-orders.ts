// Observations, sign-ins and entries of lists, in the order in which they arrived → assessments as event-time order gives them. Runs wherever the one
// partition of observations is; what it remembers is only what the log holds, so that a successor remembers the same.
import { topics } from '#schemas/generated/topics';
import type { Assessment } from '#schemas/generated/records';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import type { IncomingRecord, OutgoingRecord, UnitHandler, UnitResult } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';
import { assess } from '../domain/assess.js';
import { EntityLists } from '../domain/entity-lists.js';
import { OrderHistory } from '../domain/order-history.js';
import type { RuleSet } from '../domain/verdict.js';
import { assessmentOf } from './assessment-record.js';
import { decodeObservation, type KeptOrder, type OpenOrderId, type ReadOrder } from './observation-record.js';
import { Reach } from './reach.js';
import { RecordKeeper } from './record-keeper.js';
import { takeEntries } from './read-lists.js';
import type { Receipts } from './receipts.js';
import { headersOf, takenAway } from './taken-away.js';
import { ordersOf, type SignInClocks, SignInMemory } from './sign-in-memory.js';

export interface AssessDeps {
  readonly codec: Pick<AvroCodec, 'encode' | 'decode' | 'ensureSchemas'>;
  readonly clock: Clock;
  readonly topicName: (name: string) => string;
  readonly rules: () => RuleSet;
  readonly openOrderId: OpenOrderId;
  /** Everything in the log of observations, from its beginning. */
  readonly readLog: () => AsyncIterable<readonly IncomingRecord[]>;
  /** Everything in the log of lists, from its beginning. */
  readonly readLists: () => AsyncIterable<readonly IncomingRecord[]>;
  /** Everything in the log of sign-ins, from its beginning. */
  readonly readSignIns: () => AsyncIterable<readonly IncomingRecord[]>;
  readonly signInClocks: () => SignInClocks;
  /** How long observations and assessments are kept, by the policy. */
  readonly keepMs: () => number;
  readonly receipts: Receipts;
  readonly onAssessed: (verdict: Assessment['verdict'], isRevision: boolean, count: number) => void;
}

export interface Assessor {
  readonly handler: UnitHandler;
  /** Reads the history anew: somebody else may have had the partition. */
  readonly onAssigned: () => Promise<void>;
  /** Lets go of what is too old, here and on the topics. */
  readonly forget: () => Promise<UnitResult>;
}

export function createAssessor(deps: AssessDeps): Assessor {
  const { codec, topicName } = deps;
  const listsTopic = topicName(topics.fraudLists.name);
  const signInsTopic = topicName(topics.fraudSignIns.name);
  const newHistory = () => new OrderHistory(new RecordKeeper((record) => decodeObservation(deps, record)));
  let history = newHistory();
  let lists = new EntityLists();
  let signIns = new SignInMemory();
  /** Orders whose erasure was read ahead of its unit, after a crash: what goes with them is told by the order. */
  let erased = new Map<string, KeptOrder>();
  let seen = new Reach();

  async function handler({ records: all }: { readonly records: readonly IncomingRecord[] }): Promise<UnitResult> {
    await codec.ensureSchemas(all.map(({ value }) => value));
    const ofLists = all.filter(({ topic }) => topic === listsTopic);
    const ofSignIns = all.filter(({ topic }) => topic === signInsTopic);
    const records = all.filter(({ topic }) => topic !== listsTopic && topic !== signInsTopic);
    seen.reach(all);
    const entries = takeEntries(codec, lists, ofLists);
    const accounts = signIns.take(codec, ofSignIns);
    const { orders, gone } = readRecords(records);
    const leaving = erasedIn(records, (ref) => history.get(ref) ?? erased.get(ref));
    const fresh = new Set(orders.filter(({ orderRef }) => !history.has(orderRef)).map(({ orderRef }) => orderRef));
    const affected = new Map<string, KeptOrder>();
    const isAffected = (order: KeptOrder): void => void affected.set(order.orderRef, order);
    for (const orderRef of gone) history.remove(orderRef).forEach(isAffected);
    history.put(orders).forEach(isAffected);
    for (const { kind, hash, from, until } of entries) history.ordersWith(kind, hash, from, until).forEach(isAffected);
    ordersOf(history, accounts).forEach(isAffected);
    const ruleSet = deps.rules();
    const revision = seen.revision();
    const assessedAt = deps.clock.nowMs();
    const outputs: OutgoingRecord[] = [...takenAway(deps, records), ...withErased(records, leaving)];
    const counts = new Map<string, number>();
    for (const order of affected.values()) {
      if (!history.has(order.orderRef)) continue;
      const assessment = assessmentOf(
        order,
        assess(history, ruleSet, order, lists, signIns.history),
        ruleSet,
        revision,
        assessedAt,
      );
      const isRevision = !fresh.has(order.orderRef);
      outputs.push(...recordsOf(assessment, isRevision));
      const key = `${assessment.verdict}/${isRevision ? 'revised' : 'first'}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const entered = lists;
    return {
      outputs,
      afterCommit: () => {
        for (const { entryId } of entries) entered.settled(entryId);
        for (const [key, count] of counts) {
          const [verdict, kind] = key.split('/');
          deps.onAssessed(verdict as Assessment['verdict'], kind === 'revised', count);
        }
      },
    };
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

  /** Sign-ins of an order that somebody asked to erase go with it. */
  function withErased(records: readonly IncomingRecord[], leaving: ReadonlyMap<string, KeptOrder>): OutgoingRecord[] {
    return records.flatMap(({ key, value, headers: told }) => {
      const order = leaving.get(key?.toString('utf8') ?? '');
      const headers = headersOf(told);
      if (value !== null || order === undefined || headers['erasure-id'] === undefined) return [];
      const isLast = !history.hasWith('account', order.handles.account ?? '');
      return signIns
        .refsOf(order, isLast)
        .map((ref) => ({ topic: signInsTopic, partition: 0, key: ref, value: null, headers }));
    });
  }

  /** The orders that leave because somebody asked for it, whether they were known before or came with the same records. */
  function erasedIn(
    records: readonly IncomingRecord[],
    known: (orderRef: string) => KeptOrder | undefined,
  ): ReadonlyMap<string, KeptOrder> {
    const values = new Map<string, Buffer>();
    const leaving = new Map<string, KeptOrder>();
    for (const { key, value, headers } of records) {
      const ref = key?.toString('utf8') ?? '';
      if (value !== null) values.set(ref, value);
      if (value !== null || headers['erasure-id'] === undefined) continue;
      const bytes = values.get(ref);
      const order = bytes === undefined ? known(ref) : decodeObservation(deps, bytes);
      if (order !== undefined) leaving.set(ref, order);
    }
    return leaving;
  }

  function readRecords(records: readonly IncomingRecord[]) {
    const newest = new Map<string, Buffer | null>();
    for (const { key, value } of records) if (key !== null) newest.set(key.toString('utf8'), value);
    const orders: ReadOrder[] = [];
    const gone: string[] = [];
    for (const [orderRef, value] of newest) {
      if (value === null) gone.push(orderRef);
      else orders.push(decodeObservation(deps, value));
    }
    return { orders, gone };
  }

  async function onAssigned(): Promise<void> {
    const read = newHistory();
    const listed = new EntityLists();
    const remembered = new SignInMemory();
    const ahead = new Map<string, KeptOrder>();
    const reached = new Reach();
    for await (const records of deps.readLists()) {
      await codec.ensureSchemas(records.map(({ value }) => value));
      reached.reach(records);
      takeEntries(codec, listed, records);
    }
    for await (const records of deps.readSignIns()) {
      await codec.ensureSchemas(records.map(({ value }) => value));
      reached.reach(records);
      remembered.take(codec, records);
    }
    for await (const records of deps.readLog()) {
      await codec.ensureSchemas(records.map(({ value }) => value));
      reached.reach(records);
      for (const [ref, order] of erasedIn(records, (one) => read.get(one) ?? ahead.get(one))) ahead.set(ref, order);
      const { orders, gone } = readRecords(records);
      read.put(orders);
      for (const orderRef of gone) read.remove(orderRef);
    }
    history = read;
    lists = listed;
    signIns = remembered;
    erased = ahead;
    seen = reached;
  }

  /** What is too old comes back as records of its log, and only then goes from memory where others depend on it. */
  function forget(): Promise<UnitResult> {
    const before = deps.clock.nowMs() - deps.keepMs();
    const old = history.forgetBefore(before);
    const ended = [...lists.values()].filter(({ until }) => until < before).map(({ entryId }) => entryId);
    const observations = topicName(topics.fraudObservations.name);
    return Promise.resolve({
      outputs: [
        ...old.map((key) => ({ topic: observations, partition: 0, key, value: null })),
        ...ended.map((key) => ({ topic: listsTopic, partition: 0, key, value: null })),
        ...signIns
          .due(deps.clock.nowMs(), deps.signInClocks())
          .map((key) => ({ topic: signInsTopic, partition: 0, key, value: null })),
      ],
    });
  }

  return { handler, onAssigned, forget };
}
