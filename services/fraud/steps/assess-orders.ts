// Observations, in the order in which they arrived → assessments as event-time order gives them. Runs wherever the one partition of
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
import { OrderHistory } from '../domain/order-history.js';
import type { RuleSet } from '../domain/verdict.js';
import { assessmentOf } from './assessment-record.js';
import { type KeptOrder, keptOrder } from './observation-record.js';

export interface AssessDeps {
  readonly codec: Pick<AvroCodec, 'encode' | 'decode' | 'ensureSchemas'>;
  readonly clock: Clock;
  readonly topicName: (name: string) => string;
  readonly rules: () => RuleSet;
  /** Everything in the log of observations, from its beginning. */
  readonly readLog: () => AsyncIterable<readonly IncomingRecord[]>;
  /** How long observations and assessments are kept, by the policy. */
  readonly keepMs: () => number;
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
  let history = new OrderHistory<KeptOrder>();

  async function handler({ records }: { readonly records: readonly IncomingRecord[] }): Promise<UnitResult> {
    await codec.ensureSchemas(records.map(({ value }) => value));
    const { orders, gone } = readRecords(records);
    const known = new Set(orders.filter(({ orderRef }) => history.get(orderRef) !== undefined));
    const fresh = new Set(orders.filter((order) => !known.has(order)));
    const changed = gone
      .flatMap((orderRef) => history.remove(orderRef))
      .filter(({ orderRef }) => !gone.includes(orderRef));
    const affected = new Set([...changed, ...history.put(orders)]);
    const ruleSet = deps.rules();
    const revision = Number(records.at(-1)?.offset ?? 0) + 1;
    const assessedAt = deps.clock.nowMs();
    const outputs: OutgoingRecord[] = gone.flatMap(tombstonesOf);
    const counts = new Map<string, number>();
    for (const order of affected) {
      if (history.get(order.orderRef) !== order) continue;
      const assessment = assessmentOf(order, assess(history, ruleSet, order), ruleSet, revision, assessedAt);
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

  /** What was concluded of an order goes with what was observed of it. */
  function tombstonesOf(orderRef: string): OutgoingRecord[] {
    const partition = lane(orderRef as OrderRef);
    return [topics.fraudAssessments, topics.fraudFlags].map(({ name }) => {
      return { topic: topicName(name), partition, key: orderRef, value: null };
    });
  }

  function readRecords(records: readonly IncomingRecord[]) {
    const newest = new Map<string, Buffer | null>();
    for (const { key, value } of records) if (key !== null) newest.set(key.toString('utf8'), value);
    const orders: KeptOrder[] = [];
    const gone: string[] = [];
    for (const [orderRef, value] of newest) {
      if (value === null) gone.push(orderRef);
      else orders.push(decodeObservation(codec, value));
    }
    return { orders, gone };
  }

  async function onAssigned(): Promise<void> {
    const read = new OrderHistory<KeptOrder>();
    for await (const records of deps.readLog()) {
      await codec.ensureSchemas(records.map(({ value }) => value));
      const { orders, gone } = readRecords(records);
      read.put(orders);
      for (const orderRef of gone) read.remove(orderRef);
    }
    history = read;
  }

  return {
    handler,
    onAssigned,
    forget: () => {
      const old = history.forgetBefore(deps.clock.nowMs() - deps.keepMs());
      // They come back as records of the log, and take the assessments away then.
      const topic = topicName(topics.fraudObservations.name);
      return Promise.resolve({ outputs: old.map((key) => ({ topic, partition: 0, key, value: null })) });
    },
  };
}

/** @throws INTERNAL_RECORD_UNREADABLE (crash): fraud is the only writer of observations */
function decodeObservation(codec: Pick<AvroCodec, 'decode'>, value: Buffer): KeptOrder {
  const decoded = codec.decode(value, topics.fraudObservations);
  if (decoded.kind === 'decoded') return keptOrder(decoded.value);
  throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.fraudObservations.name });
}
