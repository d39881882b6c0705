// However observations arrive — shuffled, twice, cut into any units, with crashes and successors between — the last assessment of each order is
// the one that comes of taking them in the order in which the orders were placed.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ListEntry, Observation } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { createReceipts } from '#services/fraud/steps/receipts';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';
import { type AssessorWorld, givenAssessorWorld } from '#test/unit/services/fraud/support/assessor-world';
import { defaultRules } from '#test/unit/services/fraud/support/default-rules';
import { observations, seal } from '#test/unit/services/fraud/support/observations';
import { propertyRuns } from '#test/support/property-runs';

const { codec } = await givenCodec();
const { ruleSet } = defaultRules();
const DAY_MS = 86_400_000;

type Told = Observation | ListEntry | string;

function recordOf(told: Told): IncomingRecord {
  if (typeof told !== 'string' && 'entryId' in told)
    return recordIn(topics.fraudLists.name, told.entryId, codec.encode(topics.fraudLists, told));
  if (typeof told === 'string') return recordIn(topics.fraudObservations.name, told, null);
  const value = codec.encode(topics.fraudObservations, told);
  return recordIn(topics.fraudObservations.name, told.orderRef, value);
}

function recordIn(topic: string, key: string, value: Buffer | null): IncomingRecord {
  return {
    topic,
    partition: 0,
    offset: '0',
    timestampMs: 0,
    key: Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: {},
  };
}

const receipts = createReceipts({ codec, topicName: (name) => name, clock: { nowMs: () => 10 } });

/** The assessor and its logs; observations and entries become records. */
function givenAssessor(nowMs = Date.UTC(2026, 1, 1)) {
  const world = givenAssessorWorld(codec, { nowMs, receipts });
  return { ...world, append: (all: readonly Told[]) => world.append(all.map(recordOf)) };
}

type Given = Pick<AssessorWorld, 'assessments'>;

/** What must not depend on arrival: everything but revision and time. */
function finals({ assessments }: Given) {
  return [...assessments.values()]
    .map((assessment) => ({ ...assessment, revision: 0, assessedAt: 0 }))
    .sort((one, other) => (one.orderRef < other.orderRef ? -1 : 1));
}

async function inOrder(all: readonly Observation[], entries: readonly ListEntry[] = []): Promise<Given> {
  const given = givenAssessor();
  await given.work(given.append(entries));
  const idOf = ({ sealedOrderId }: Observation): string => seal.open(sealedOrderId as Buffer) ?? '';
  const sorted = all.toSorted((a, b) => a.placedAt - b.placedAt || (idOf(a) < idOf(b) ? -1 : 1));
  for (const record of given.append(sorted)) await given.work([record]);
  return given;
}

/** Whole numbers below what is asked for, from a seed. */
function below(seed: number): (most: number) => number {
  let state = seed >>> 0;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * most);
  };
}

/** Of every kind, some of them taken back or written anew, for the devices and accounts of the orders given. */
function entriesFor(all: readonly Observation[], random: (most: number) => number): ListEntry[] {
  return Array.from({ length: 4 }, (_, n): ListEntry => {
    const { placedAt, handles } = all[random(all.length)] as Observation;
    const { kind, hash } = handles[random(handles.length)] as Observation['handles'][number];
    const list = (['snooze', 'allow', 'block', 'snooze'] as const)[random(4)] as string;
    const [from, until] = [placedAt - random(600_000), placedAt + random(600_000)];
    const rule = list === 'snooze' ? 'ACCOUNT_AGE_60S' : null;
    return { entryId: `e${n}`, list, kind, hash, rule, from, until, note: 'n', author: 'analyst', writtenAt: n };
  });
}

describe('assessments', () => {
  test('in the end are those of event time, whatever happened on the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const random = below(seed);
        const all = observations(30, random);
        const entries = entriesFor(all, random);
        // One is written twice: what it said first must not count in the end.
        const first = { ...(entries[0] as ListEntry), from: 0, until: Date.UTC(2027, 0, 1) };
        const given = givenAssessor();
        const arriving = [...all, ...all.filter(() => random(5) === 0), first, ...entries.slice(1)]
          .map((told) => ({ told, at: random(1_000) }))
          .sort((one, other) => one.at - other.at)
          .map(({ told }) => told);
        const place = arriving.indexOf(first) + 1;
        arriving.splice(place + random(arriving.length - place + 1), 0, entries[0] as ListEntry);
        const records: IncomingRecord[] = [];
        for (let at = 0; at < arriving.length; ) {
          records.push(...given.append(arriving.slice(records.length, at + 1 + random(12))));
          const unit = records.slice(at, at + 1 + random(8));
          const fate = random(7);
          // A crash before the commit, with or without the memory of it, then the same records in other units; of the lists only what was fetched before
          // and what compaction leaves.
          if (fate === 0) await given.workInVain(unit);
          else if (fate === 1) await given.succeed();
          else if (fate === 2) given.compact();
          else {
            await given.work(unit);
            at += unit.length;
          }
        }
        for (const revisions of given.told.values())
          revisions
            .slice(1)
            .forEach(({ revision }, n) => expect(revision).toBeGreaterThan(revisions[n]?.revision ?? 0));
        expect(finals(given)).toEqual(finals(await inOrder(all, entries)));
      }),
      { ...propertyRuns(10, 20), examples: [[-178_077_899]] },
    );
  });

  test('follow an entry that was written twice, although its log had lost the first when somebody else took over', async () => {
    const [order] = observations(1, () => 0) as [Observation];
    const { kind, hash } = order.handles[0] as Observation['handles'][number];
    const given = givenAssessor();
    const entry = { entryId: 'e', list: 'block', kind, hash, rule: null, note: 'n', author: 'analyst' };
    const wide = { ...entry, from: order.placedAt, until: order.placedAt + 1, writtenAt: 1 };
    const elsewhere = { ...entry, from: order.placedAt + 1, until: order.placedAt + 2, writtenAt: 2 };
    await given.work(given.append([order, wide]));
    expect(given.assessments.get(order.orderRef)).toMatchObject({ verdict: 'BLOCK' });
    const second = given.append([elsewhere]);
    given.compact();
    await given.succeed();
    await given.work(second);
    expect(given.assessments.get(order.orderRef)?.verdict).not.toBe('BLOCK');
  });

  test('of later orders are revised when one is erased, although the first try of it was in vain', async () => {
    const [one, two] = observations(2, () => 0) as [Observation, Observation];
    const device = [{ kind: 'device', hash: 'd' }];
    const early = { ...one, placedAt: 1_000, handles: [...device, { kind: 'account', hash: 'a' }] };
    const later = { ...two, placedAt: 2_000, handles: [...device, { kind: 'account', hash: 'b' }] };
    const given = givenAssessor();
    await given.work(given.append([early, later]));
    const seen = () => given.assessments.get(later.orderRef)?.reasons.map(({ code }) => code) ?? [];
    expect(seen()).toContain('DEVICE_SEEN_24H');
    const gone = given.append([early.orderRef]);
    await given.workInVain(gone);
    await given.work(gone);
    expect(seen()).not.toContain('DEVICE_SEEN_24H');
  });

  test('of an order that a late one changes are revised, and its flag follows', async () => {
    const [one, two] = observations(2, () => 0) as [Observation, Observation];
    const device = [{ kind: 'device', hash: 'd' }];
    const sound = [
      { name: 'agent', value: 'browser' },
      { name: 'device_present', value: 'true' },
      { name: 'account_age_s', value: '90000' },
    ];
    const later = { ...two, placedAt: 2_000, facts: sound, handles: [...device, { kind: 'account', hash: 'b' }] };
    const late = { ...one, placedAt: 1_000, facts: sound, handles: [...device, { kind: 'account', hash: 'a' }] };
    const given = givenAssessor();
    await given.work(given.append([later]));
    expect(given.assessments.get(later.orderRef)).toMatchObject({ verdict: 'RELEASE', revision: 1 });
    expect(given.flags.size).toBe(0);
    await given.work(given.append([late]));
    expect(given.assessments.get(later.orderRef)).toMatchObject({ verdict: 'REVIEW', revision: 2 });
    expect(given.flags.get(later.orderRef)).toBeInstanceOf(Buffer);
    await given.work(given.append([late.orderRef]));
    expect(given.assessments.get(later.orderRef)).toMatchObject({ verdict: 'RELEASE', revision: 3 });
    expect(given.flags.get(later.orderRef)).toBeNull();
  });

  test('follow what analysts ruled for all orders with a device, for orders placed while it holds, and revise those', async () => {
    const [order] = observations(1, () => 0) as [Observation];
    const device = order.handles[0] as Observation['handles'][number];
    const given = givenAssessor();
    const entry = (list: string, changes: Partial<ListEntry> = {}): ListEntry => {
      const span = { from: order.placedAt, until: order.placedAt + 1 };
      const written = { note: 'n', author: 'analyst', writtenAt: 1 };
      return { entryId: list, list, ...device, rule: null, ...span, ...written, ...changes };
    };
    const last = () => given.assessments.get(order.orderRef);
    await given.work(given.append([order]));
    expect(last()).toMatchObject({ verdict: 'REVIEW', revision: 1 });
    await given.work(given.append([entry('allow', { from: order.placedAt + 1, until: order.placedAt + 2 })]));
    expect(last()).toMatchObject({ verdict: 'REVIEW', revision: 1 });
    await given.work(given.append([entry('snooze', { rule: 'ACCOUNT_AGE_60S' })]));
    const snoozed = { code: 'ACCOUNT_AGE_60S', state: 'SHADOW' };
    expect(last()?.reasons.find(({ code }) => code === 'ACCOUNT_AGE_60S')).toMatchObject(snoozed);
    expect(last()?.reasons.flatMap(({ evidence }) => evidence)).toContainEqual({ name: 'snoozed_by', value: 'snooze' });
    await given.work(given.append([entry('allow', { writtenAt: 2 })]));
    expect(last()).toMatchObject({ verdict: 'RELEASE', score: 0 });
    await given.work(given.append([entry('block')]));
    expect(last()).toMatchObject({ verdict: 'BLOCK', score: 100 });
    await given.work(given.append([entry('block', { until: order.placedAt, writtenAt: 2 })]));
    expect(last()).toMatchObject({ verdict: 'RELEASE' });
  });

  test('show evidence, versions and hashes by which to link, and nothing that names anybody', async () => {
    const given = givenAssessor();
    const [one] = observations(1, () => 0) as [Observation];
    await given.work(given.append([one]));
    const [shown] = given.assessments.values();
    expect(shown).toMatchObject({
      ruleSet: 'default',
      ruleSetVersion: ruleSet.version,
      policyVersion: 1,
      handles: one.handles,
      reasons: expect.arrayContaining([expect.objectContaining({ code: 'ACCOUNT_AGE_60S', state: 'ACTIVE' })]),
    });
    const orderId = seal.open(one.sealedOrderId as Buffer) as string;
    expect(orderId).toMatch(/^o-/);
    expect(JSON.stringify(shown)).not.toContain(orderId);
  });

  test('and observations that are older than the policy allows are taken off every topic', async () => {
    const given = givenAssessor(Date.UTC(2026, 0, 10) + 181 * DAY_MS);
    const [old, young] = observations(2, () => 0) as [Observation, Observation];
    const kept = { ...young, placedAt: old.placedAt + 10 * DAY_MS };
    await given.work(given.append([old, kept]));
    const forgotten = await given.forget();
    const own = [topics.fraudObservations, topics.fraudAssessments, topics.fraudFlags, topics.fraudDecisions];
    expect(forgotten.map(({ topic, key, value }) => [topic, key, value])).toEqual(
      own.map(({ name }) => [name, old.orderRef, null]),
    );
    expect(await given.forget()).toEqual([]);
    expect([...given.assessments.keys()]).toEqual([kept.orderRef]);
    expect(given.flags.get(old.orderRef)).toBeNull();
  });

  test('of an order that was taken out of the log are taken away, and again after a crash or with a successor', async () => {
    const [one] = observations(1, () => 0) as [Observation];
    const given = givenAssessor();
    await given.work(given.append([one]));
    const headers = { 'erasure-id': Buffer.from('erasure-1'), reason: Buffer.from('SUBJECT_REQUEST') };
    const gone = given.append([one.orderRef]).map((record) => ({ ...record, headers }));
    const outputs = await given.workInVain(gone);
    const told = { 'erasure-id': 'erasure-1', reason: 'SUBJECT_REQUEST' };
    const taken = outputs.flatMap(({ value, ...record }) => (value === null ? [record] : []));
    const all = [topics.fraudObservations, topics.fraudAssessments, topics.fraudFlags, topics.fraudDecisions];
    expect(taken.map(({ topic, key, headers: said }) => [topic, String(key), said])).toEqual(
      all.map(({ name }) => [name, one.orderRef, told]),
    );
    const receipt = outputs.find(({ topic }) => topic === topics.erasureReceipts.name)?.value ?? Buffer.alloc(0);
    expect(codec.decode(receipt, topics.erasureReceipts)).toMatchObject({
      value: { erasureId: 'erasure-1', orderRef: one.orderRef, participant: 'fraud', deletedRecords: 4 },
    });
    await given.succeed();
    await given.work(gone);
    expect(given.assessments.size).toBe(0);
    expect(given.flags.get(one.orderRef)).toBeNull();
  });
});
