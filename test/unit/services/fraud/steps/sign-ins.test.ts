// What a sign-in makes of orders that came before it, and how it goes again.
import { describe, expect, test } from '@jest/globals';
import type { Observation, SignIn } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';
import { givenAssessorWorld } from '#test/unit/services/fraud/support/assessor-world';
import { observations } from '#test/unit/services/fraud/support/observations';

const { codec } = await givenCodec();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const T = Date.UTC(2026, 0, 10);

function record(topic: string, key: string, value: Buffer | null, offset = 0): IncomingRecord {
  const kept = value === null ? null : Buffer.from(value);
  return {
    topic,
    partition: 0,
    offset: String(offset),
    timestampMs: 0,
    key: Buffer.from(key),
    value: kept,
    headers: {},
  };
}

const [order] = observations(1, () => 0) as [Observation];
const account = order.handles.filter(({ kind }) => kind === 'account');
const observed = record(topics.fraudObservations.name, order.orderRef, codec.encode(topics.fraudObservations, order));
const erased: IncomingRecord = {
  ...record(topics.fraudObservations.name, order.orderRef, null),
  headers: { 'erasure-id': Buffer.from('x') },
};

function signIn(ref: string, signedInAt: number, changes: Partial<SignIn> = {}): IncomingRecord {
  const common = { signInRef: ref, signal: 'SIGNED_IN' as const, signedInAt, handles: account, country: 'DE' };
  const value = codec.encode(topics.fraudSignIns, { ...common, policyVersion: 1, ...changes });
  return record(topics.fraudSignIns.name, ref, value, Number(ref));
}

const tombstones = (outputs: readonly OutgoingRecord[]) =>
  outputs.flatMap(({ topic, key, value }) => (topic === topics.fraudSignIns.name && value === null ? [key] : []));

describe('a sign-in in the log', () => {
  test('that comes after the order it concerns revises it, and what is taken away revises it back', async () => {
    const given = givenAssessorWorld(codec, { nowMs: T });
    const codes = () => given.assessments.get(order.orderRef)?.reasons.map(({ code }) => code) ?? [];
    await given.work([observed]);
    const first = given.assessments.get(order.orderRef)?.revision ?? 0;
    await given.work([
      signIn('1', order.placedAt - 2 * HOUR_MS),
      signIn('2', order.placedAt - HOUR_MS, { country: 'AU' }),
    ]);
    expect(codes()).toContain('IMPOSSIBLE_TRAVEL');
    expect(given.assessments.get(order.orderRef)?.revision).toBeGreaterThan(first);
    await given.work([signIn('3', order.placedAt + HOUR_MS, { country: 'JP' })]);
    expect(given.assessments.get(order.orderRef)?.features).toContainEqual({ name: 'sign_ins_24h', value: '2' });
    await given.work([{ ...record(topics.fraudSignIns.name, '2', null) }]);
    expect(codes()).not.toContain('IMPOSSIBLE_TRAVEL');
  });

  test('goes with the last order of its account that somebody asks to erase, even if whoever should have erased it died', async () => {
    const old = signIn('1', order.placedAt - 3 * DAY_MS);
    const near = signIn('2', order.placedAt - HOUR_MS);
    const given = givenAssessorWorld(codec, { nowMs: T });
    await given.work([observed, old, near]);
    await given.workInVain([erased]);
    await given.succeed();
    await given.workInVain([erased]);
    expect(tombstones(await given.work([erased]))).toEqual(['1', '2']);
    const other = { ...order, orderRef: 'another', placedAt: order.placedAt + 9 * DAY_MS };
    const two = givenAssessorWorld(codec, { nowMs: T });
    const bytes = codec.encode(topics.fraudObservations, other);
    await two.work([observed, old, near, record(topics.fraudObservations.name, 'another', bytes)]);
    expect(tombstones(await two.work([erased]))).toEqual(['2']);
  });

  test('goes ninety days after it, and thirty days after its account was closed', async () => {
    const given = givenAssessorWorld(codec, { nowMs: T + 90 * DAY_MS });
    await given.work([signIn('1', T - 1), signIn('2', T), signIn('3', T + 80 * DAY_MS)]);
    expect(tombstones(await given.forget())).toEqual(['1']);
    await given.work([signIn('4', T + 59 * DAY_MS, { signal: 'DEACTIVATED' })]);
    expect(new Set(tombstones(await given.forget()))).toEqual(new Set(['2', '4']));
  });
});
