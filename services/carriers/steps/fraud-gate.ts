// The gate of fraud control: reads assessments and decisions, keeps what they say, and answers for orders that are about to go.
// One look-up and one write a unit, whatever its size.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, Refusal } from '#shared/pipeline/unit';
import { answerOf, type Clearance, type GateAnswer, joined, OPEN } from '../domain/clearance.js';
import type { ShipmentStore } from '../store/shipment-store.js';
import { positionOf } from './position-of.js';

/** What the records of a unit say. */
export interface GateNews {
  readonly clearances: ReadonlyMap<OrderRef, Clearance>;
  /** Of the records, by the order they are about. */
  readonly positions: ReadonlyMap<OrderRef, readonly string[]>;
  readonly refusals: readonly Refusal[];
}

export interface FraudGate {
  read(assessments: readonly IncomingRecord[], decisions: readonly IncomingRecord[]): Promise<GateNews>;
  /** Keeps what the unit brought. */
  keep(news: GateNews): Promise<void>;
  answersFor(refs: readonly OrderRef[], news: GateNews): Promise<(orderRef: OrderRef) => GateAnswer>;
  /** @param since when an order nobody assessed began to wait, machine time; null: now */
  awaiting(since: number | null): Awaiting;
}

/** `wait` in silence, wait and tell that it is `late`, or `go`. `callAt`: when to ask again; null: not by time. */
export interface Awaiting {
  readonly kind: 'wait' | 'late' | 'go';
  readonly callAt: number | null;
}

/** How long an order waits for its assessment. Machine time. */
export interface Patience {
  /** From then on it is told and alarmed that it waits. */
  readonly lateAfterMs: number;
  /** From then on it goes without one; null: never. */
  readonly releaseAfterMs: number | null;
}

export interface FraudGateDeps {
  readonly codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>;
  readonly store: Pick<ShipmentStore, 'putClearances' | 'clearancesOf'>;
  /** Business time. */
  readonly clock: Clock;
  readonly machineClock: Clock;
  readonly patience: Patience;
}

const NOTHING: GateNews = Object.freeze({ clearances: new Map(), positions: new Map(), refusals: [] });

/** For installations without fraud control. */
export const NO_GATE: FraudGate = {
  read: () => Promise.resolve(NOTHING),
  keep: () => Promise.resolve(),
  answersFor: () => Promise.resolve(() => OPEN),
  awaiting: () => ({ kind: 'go', callAt: null }),
};

export function createFraudGate({ codec, store, clock, machineClock, patience }: FraudGateDeps): FraudGate {
  return {
    awaiting: (since) => {
      const nowMs = machineClock.nowMs();
      return awaiting(patience, since ?? nowMs, nowMs);
    },
    read: async (assessments, decisions) => {
      if (assessments.length + decisions.length === 0) return NOTHING;
      await codec.ensureSchemas([...assessments, ...decisions].map(({ value }) => value));
      const at = clock.nowMs();
      const clearances = new Map<OrderRef, Clearance>();
      const positions = new Map<OrderRef, string[]>();
      const refusals: Refusal[] = [];
      const note = (record: IncomingRecord, orderRef: OrderRef, clearance: Clearance): void => {
        clearances.set(orderRef, joined(clearances.get(orderRef), clearance));
        const known = positions.get(orderRef);
        if (known === undefined) positions.set(orderRef, [positionOf(record)]);
        else known.push(positionOf(record));
      };
      for (const record of assessments) {
        if (record.value === null) continue;
        const decoded = codec.decode(record.value, topics.fraudAssessments);
        // Fraud is the only writer of assessments.
        if (decoded.kind === 'refused') {
          throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.fraudAssessments.name });
        }
        const { orderRef, revision, verdict } = decoded.value;
        note(record, orderRef as OrderRef, { revision, verdict, ruling: null, ruledAt: -1, at });
      }
      for (const record of decisions) {
        if (record.value === null) continue;
        const decoded = codec.decode(record.value, topics.fraudDecisions);
        if (decoded.kind === 'refused') {
          refusals.push({ record, code: decoded.code, fieldPaths: decoded.fieldPaths, step: 'readDecisions' });
          continue;
        }
        const { orderRef, ruling, decidedAt } = decoded.value;
        if (record.key?.toString('utf8') !== orderRef) {
          refusals.push({ record, code: 'KEY_MISMATCH', fieldPaths: ['orderRef'], step: 'readDecisions' });
          continue;
        }
        note(record, orderRef as OrderRef, { revision: -1, verdict: null, ruling, ruledAt: decidedAt, at });
      }
      return { clearances, positions, refusals };
    },
    keep: ({ clearances }) => store.putClearances(clearances),
    answersFor: async (refs, { clearances }) => {
      const stored = refs.length === 0 ? new Map<OrderRef, Clearance>() : await store.clearancesOf(refs);
      return (orderRef) => {
        const news = clearances.get(orderRef);
        return answerOf(news === undefined ? stored.get(orderRef) : joined(stored.get(orderRef), news));
      };
    },
  };
}

export function awaiting({ lateAfterMs, releaseAfterMs }: Patience, since: number, nowMs: number): Awaiting {
  const goAt = releaseAfterMs === null ? null : since + releaseAfterMs;
  if (goAt !== null && nowMs >= goAt) return { kind: 'go', callAt: null };
  const lateAt = since + lateAfterMs;
  if (nowMs >= lateAt) return { kind: 'late', callAt: goAt };
  return { kind: 'wait', callAt: goAt === null ? lateAt : Math.min(lateAt, goAt) };
}
