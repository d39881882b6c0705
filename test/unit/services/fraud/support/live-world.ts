// A small world of observations, sign-ins and rulings of analysts, as records of the logs that an assessor reads.
import type { ListEntry, Observation, SignIn } from '#schemas/generated/records';
import { type TopicHandle, topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { createFraudHash } from '#shared/refs/fraud-hash';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { observations } from './observations.js';

const hash = createFraudHash(Buffer.alloc(32, 2));
const MINUTE_MS = 60_000;

export interface LiveWorld {
  readonly orders: readonly Observation[];
  readonly signIns: readonly SignIn[];
  readonly entries: readonly ListEntry[];
}

/** @param random gives whole numbers below its argument */
export function liveWorld(count: number, random: (below: number) => number): LiveWorld {
  const orders = observations(count, random);
  const momentNear = (): number => (orders[random(count)] as Observation).placedAt + (random(120) - 90) * MINUTE_MS;
  const signIns = Array.from({ length: count >> 1 }, (_, n): SignIn => {
    const { handles } = orders[random(count)] as Observation;
    return {
      signInRef: hash('sign-in', `e${n}`),
      signal: 'SIGNED_IN',
      signedInAt: momentNear(),
      handles: [
        ...handles.filter(({ kind }) => kind === 'account'),
        { kind: 'device', hash: hash('device', `d${random(3)}`) },
        { kind: 'subnet', hash: hash('subnet', `s${random(3)}`) },
      ],
      country: [null, 'DE', 'FR', 'AU', 'JP'][random(5)] ?? null,
      policyVersion: 1,
    };
  });
  const entries = Array.from({ length: 6 }, (_, n): ListEntry => {
    const { handles } = orders[random(count)] as Observation;
    const list = (['snooze', 'allow', 'block'] as const)[n % 3] ?? 'snooze';
    const from = momentNear();
    return {
      entryId: `e${n}`,
      list,
      ...(handles[random(handles.length)] as Observation['handles'][number]),
      rule: list === 'snooze' ? 'DEVICE_SEEN_24H' : null,
      from,
      until: from + random(count) * MINUTE_MS,
      note: 'test',
      author: 'analyst',
      writtenAt: n,
    };
  });
  return { orders, signIns, entries };
}

/** All of them, mixed by `random`; the offsets are those of their own logs. */
export function asRecords(
  codec: Pick<AvroCodec, 'encode'>,
  { orders, signIns, entries }: LiveWorld,
  random: (below: number) => number,
): IncomingRecord[] {
  const record = <T>(topic: TopicHandle<string, T>, key: string, value: T) => {
    return { topic: topic.name, key: Buffer.from(key), value: Buffer.from(codec.encode(topic, value)) };
  };
  const mixed = [
    ...orders.map((one) => record(topics.fraudObservations, one.orderRef, one)),
    ...signIns.map((one) => record(topics.fraudSignIns, one.signInRef, one)),
    ...entries.map((one) => record(topics.fraudLists, one.entryId, one)),
  ]
    .map((one) => ({ one, at: random(1_000_000) }))
    .toSorted((a, b) => a.at - b.at);
  const ends = new Map<string, number>();
  return mixed.map(({ one }) => {
    const offset = ends.get(one.topic) ?? 0;
    ends.set(one.topic, offset + 1);
    return { ...one, partition: 0, offset: String(offset), timestampMs: 0, headers: {} };
  });
}
