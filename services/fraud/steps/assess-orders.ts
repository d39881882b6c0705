// Observations and entries of lists, in the order in which they arrived → assessments as event-time order gives them. Runs wherever the one partition of
// observations is; what it remembers is only what the log holds, so that a successor remembers the same.
import { topics } from '#schemas/generated/topics';
import type { Assessment } from '#schemas/generated/records';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, OutgoingRecord, UnitHandler, UnitResult } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';
import { assess } from '../domain/assess.js';
import { EntityLists } from '../domain/entity-lists.js';
import { OrderHistory } from '../domain/order-history.js';
import type { RuleSet } from '../domain/verdict.js';
import { assessmentOf } from './assessment-record.js';
import { type KeptOrder, keptOrder, type OpenOrderId } from './observation-record.js';
import { takeEntries } from './read-lists.js';
import type { Receipts } from './receipts.js';

/** All that is kept of an order beside its observation. */
const CONCLUSIONS = [topics.fraudAssessments, topics.fraudFlags, topics.fraudDecisions];

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
  let history = new OrderHistory<KeptOrder>();
  let lists = new EntityLists();
  let seen = new Reach();

  async function handler({ records: all }: { readonly records: readonly IncomingRecord[] }): Promise<UnitResult> {
    await codec.ensureSchemas(all.map(({ value }) => value));
    const ofLists = all.filter(({ topic }) => topic === listsTopic);
    const records = ofLists.length === 0 ? all : all.filter(({ topic }) => topic !== listsTopic);
    seen.reach(records, ofLists);
    const entries = takeEntries(codec, lists, ofLists);
    const { orders, gone } = readRecords(records);
    const known = new Set(orders.filter(({ orderRef }) => history.get(orderRef) !== undefined));
    const fresh = new Set(orders.filter((order) => !known.has(order)));
    const changed = gone
      .flatMap((orderRef) => history.remove(orderRef))
      .filter(({ orderRef }) => !gone.includes(orderRef));
    const affected = new Set([...changed, ...history.put(orders)]);
    for (const { kind, hash, from, until } of entries)
      for (const order of history.ordersWith(kind, hash, from, until)) affected.add(order);
    const ruleSet = deps.rules();
    const revision = seen.revision();
    const assessedAt = deps.clock.nowMs();
    const outputs: OutgoingRecord[] = [...takenAway(records)];
    const counts = new Map<string, number>();
    for (const order of affected) {
      if (history.get(order.orderRef) !== order) continue;
      const assessment = assessmentOf(order, assess(history, ruleSet, order, lists), ruleSet, revision, assessedAt);
      const isRevision = !fresh.has(order);
      outputs.push(...recordsOf(assessment, isRevision));
      const key = `${assessment.verdict}/${isRevision ? 'revised' : 'first'}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return {
      outputs,
      afterCommit: () => {
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

  /** What was concluded of an order, and decided about it, goes with what was observed of it; whoever asked for it is told. */
  function takenAway(records: readonly IncomingRecord[]): readonly OutgoingRecord[] {
    return records.flatMap(({ key, value, headers: told }): readonly OutgoingRecord[] => {
      if (value !== null || key === null) return [];
      const orderRef = key.toString('utf8');
      const headers = textsOf(told);
      const partition = lane(orderRef as OrderRef);
      const tombstones = CONCLUSIONS.map(({ name }) => {
        return { topic: topicName(name), partition, key: orderRef, value: null, headers };
      });
      const { 'erasure-id': erasureId } = headers;
      return erasureId === undefined
        ? tombstones
        : [...tombstones, ...deps.receipts.of(erasureId, orderRef, tombstones.length + 1)];
    });
  }

  function readRecords(records: readonly IncomingRecord[]) {
    const newest = new Map<string, Buffer | null>();
    for (const { key, value } of records) if (key !== null) newest.set(key.toString('utf8'), value);
    const orders: KeptOrder[] = [];
    const gone: string[] = [];
    for (const [orderRef, value] of newest) {
      if (value === null) gone.push(orderRef);
      else orders.push(decodeObservation(deps, value));
    }
    return { orders, gone };
  }

  async function onAssigned(): Promise<void> {
    const read = new OrderHistory<KeptOrder>();
    const listed = new EntityLists();
    const reached = new Reach();
    for await (const records of deps.readLists()) {
      await codec.ensureSchemas(records.map(({ value }) => value));
      reached.reach([], records);
      takeEntries(codec, listed, records);
    }
    for await (const records of deps.readLog()) {
      await codec.ensureSchemas(records.map(({ value }) => value));
      reached.reach(records, []);
      const { orders, gone } = readRecords(records);
      read.put(orders);
      for (const orderRef of gone) read.remove(orderRef);
    }
    history = read;
    lists = listed;
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
      ],
    });
  }

  return { handler, onAssigned, forget };
}

/**
 * How far both logs are known. An assessment that knows more than another one has the higher sum, whoever made it: a successor reads both logs
 * to their ends before it begins.
 */
class Reach {
  private observations = 0;
  private lists = 0;

  reach(observations: readonly IncomingRecord[], lists: readonly IncomingRecord[]): void {
    for (const { offset } of observations) this.observations = Math.max(this.observations, Number(offset) + 1);
    for (const { offset } of lists) this.lists = Math.max(this.lists, Number(offset) + 1);
  }

  revision(): number {
    return this.observations + this.lists;
  }
}

/** Erasure, reason and version of the policy; empty when the clock of fraud control itself has run. */
function textsOf(headers: IncomingRecord['headers']): Record<string, string> {
  return Object.fromEntries(
    ['erasure-id', 'reason', 'policy-version'].flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value.toString('utf8')]];
    }),
  );
}

/** @throws INTERNAL_RECORD_UNREADABLE (crash): fraud is the only writer of observations */
function decodeObservation(
  { codec, openOrderId }: Pick<AssessDeps, 'codec' | 'openOrderId'>,
  value: Buffer,
): KeptOrder {
  const decoded = codec.decode(value, topics.fraudObservations);
  if (decoded.kind === 'decoded') return keptOrder(decoded.value, openOrderId);
  throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.fraudObservations.name });
}
