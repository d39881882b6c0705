// How parcels fare and what a narrower policy did to them, as carriers publish it: kept for those who keep the policy.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, UnitHandler } from '#shared/pipeline/unit';
import type { NarrowedNote, ParcelNews, ParcelShelf } from '../store/parcel-shelf.js';

export interface FollowParcelsDeps {
  readonly codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>;
  readonly parcels: Pick<ParcelShelf, 'apply' | 'noteNarrowed' | 'erase'>;
  readonly topicName: (name: string) => string;
}

type Codec = FollowParcelsDeps['codec'];

export function createParcelsFlow({ codec, parcels, topicName }: FollowParcelsDeps): UnitHandler {
  const progress = topicName(topics.shipmentsProgress.name);
  const narrowed = topicName(topics.shipmentsNarrowed.name);
  const requests = topicName(topics.erasureRequests.name);
  return async ({ records }) => {
    const of = (topic: string) => records.filter((record) => record.topic === topic && record.value !== null);
    const ours = [progress, narrowed, requests].flatMap(of);
    await codec.ensureSchemas(ours.map(({ value }) => value));
    await parcels.apply(of(progress).map((record) => newsOf(codec, record)));
    await parcels.noteNarrowed(of(narrowed).map((record) => noteOf(codec, record)));
    await parcels.erase(of(requests).flatMap((record) => wholeOrder(codec, record)));
    return { outputs: [] };
  };
}

function newsOf(codec: Codec, { topic, value }: IncomingRecord): ParcelNews {
  const decoded = codec.decode(value as Buffer, topics.shipmentsProgress);
  if (decoded.kind === 'refused') throw unreadable(topic);
  const { orderRef, parcel, carrierId, state, at } = decoded.value;
  return { orderRef, parcel, carrierId, state, atMs: at };
}

function noteOf(codec: Codec, { topic, partition, offset, value }: IncomingRecord): NarrowedNote {
  const decoded = codec.decode(value as Buffer, topics.shipmentsNarrowed);
  if (decoded.kind === 'refused') throw unreadable(topic);
  const { carrierId, policyVersion, rewritten, withdrawn, at } = decoded.value;
  return { place: `${partition}:${offset}`, carrierId, policyVersion, rewritten, withdrawn, atMs: at };
}

function wholeOrder(codec: Codec, { topic, value }: IncomingRecord): readonly string[] {
  const decoded = codec.decode(value as Buffer, topics.erasureRequests);
  if (decoded.kind === 'refused') throw unreadable(topic);
  return decoded.value.categories.length === 0 ? [decoded.value.orderRef] : [];
}

function unreadable(topic: string): FulfilmentError {
  return new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic });
}
