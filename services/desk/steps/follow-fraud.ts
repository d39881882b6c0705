// What fraud control assessed, analysts claimed and decided, as it comes in the lane of the order: kept for the queue, forgotten when fraud control forgets it.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, UnitHandler } from '#shared/pipeline/unit';
import type { CaseChange, CaseStore } from '../store/case-store.js';

export interface FollowFraudDeps {
  readonly codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>;
  readonly cases: Pick<CaseStore, 'apply'>;
  readonly topicName: (name: string) => string;
}

export function createFraudFlow({ codec, cases, topicName }: FollowFraudDeps): UnitHandler {
  const assessments = topicName(topics.fraudAssessments.name);
  const decisions = topicName(topics.fraudDecisions.name);
  const claims = topicName(topics.fraudClaims.name);
  return async ({ records }) => {
    await codec.ensureSchemas(records.map(({ value }) => value));
    await cases.apply(
      records.flatMap((record) => {
        if (record.topic === assessments) return [assessed(codec, record)];
        if (record.value === null) return [];
        if (record.topic === claims) return [claimed(codec, record, record.value)];
        return record.topic === decisions ? [decided(codec, record, record.value)] : [];
      }),
    );
    return { outputs: [] };
  };
}

function assessed(codec: Pick<AvroCodec, 'decode'>, { topic, key, value }: IncomingRecord): CaseChange {
  const orderRef = key?.toString('utf8') ?? '';
  if (value === null) return { orderRef, kind: 'gone' };
  const decoded = codec.decode(value, topics.fraudAssessments);
  if (decoded.kind === 'refused') throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic });
  const { revision, verdict, currency, amount, score, placedAt, handles, reasons } = decoded.value;
  return {
    orderRef,
    kind: 'assessed',
    assessment: {
      record: value,
      revision,
      isFlagged: verdict !== 'RELEASE',
      currency: currency ?? 'none',
      risk: score * Number(amount ?? 0),
      placedAt,
      handles: handles.map(({ kind, hash }) => `${kind}:${hash}`),
      reasons: reasons.flatMap(({ code, state }) => (state === 'ACTIVE' ? [code] : [])),
    },
  };
}

function decided(codec: Pick<AvroCodec, 'decode'>, { topic }: IncomingRecord, value: Buffer): CaseChange {
  const decoded = codec.decode(value, topics.fraudDecisions);
  if (decoded.kind === 'refused') throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic });
  const { orderRef, decidedAt, ruling } = decoded.value;
  return { orderRef, kind: 'decided', decision: value, decidedAt, ruling };
}

function claimed(codec: Pick<AvroCodec, 'decode'>, { topic }: IncomingRecord, value: Buffer): CaseChange {
  const decoded = codec.decode(value, topics.fraudClaims);
  if (decoded.kind === 'refused') throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic });
  const { value: claim } = decoded;
  return { orderRef: claim.orderRef, kind: 'claimed', claim };
}
