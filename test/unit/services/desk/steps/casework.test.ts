// Analysts at work, on what came over the topics: queue, evidence, links, decisions, and the record of who looked.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Assessment, Decision } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { looksPersonal } from '#services/desk/domain/casework/note-fault';
import { showCase } from '#services/desk/api/routes/fraud-schemas';
import { type CaseworkDeps, decideCase, mayWorkCases, openCase, queueOfCases } from '#services/desk/steps/casework';
import { createFraudFlow } from '#services/desk/steps/follow-fraud';
import type { UnitHandler } from '#shared/pipeline/unit';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { createStaticPolicySource } from '#shared/policy/static-policy-source';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';
import { assessmentOf as assessment, PLACED_AT as T } from '../support/assessments.js';
import { describeCaseStore } from '../support/case-store-suite.js';
import { createMemoryCases } from '../support/memory-cases.js';
import { createMemoryViewLog } from '../support/memory-desk.js';

describeCaseStore('the cases in memory', async () => createMemoryCases());

let deps: CaseworkDeps;
let views: ReturnType<typeof createMemoryViewLog>;
let published: Decision[];
let claim: (orderRef: string, claimedBy: string, claimedAt: number, until: number) => Promise<void>;
let told: (orderRef: string, value: Assessment | null) => Promise<void>;
let nowMs: number;

beforeEach(async () => {
  const { codec } = await givenCodec({ prepare: [topics.fraudAssessments, topics.fraudDecisions, topics.fraudClaims] });
  const cases = createMemoryCases();
  const flow: UnitHandler = createFraudFlow({ codec, cases, topicName: (name) => name });
  views = createMemoryViewLog();
  published = [];
  nowMs = T + 1_000;
  let next = 0;
  deps = {
    codec,
    cases,
    views,
    policy: createStaticPolicySource(readPolicyFile()),
    clock: { nowMs: () => nowMs },
    machineClock: { nowMs: () => 5 },
    nextId: () => `view-${++next}`,
    publish: async (decision) => void published.push(decision),
  };
  told = async (orderRef, value) => {
    const topic = topics.fraudAssessments.name;
    const bytes = value === null ? null : codec.encode(topics.fraudAssessments, value);
    const record = { topic, partition: 0, offset: '0', timestampMs: 0, key: Buffer.from(orderRef), value: bytes };
    await flow({ lane: 0, records: [{ ...record, headers: {} }] } as unknown as Parameters<UnitHandler>[0]);
  };
  claim = async (orderRef, claimedBy, claimedAt, until) => {
    const value = codec.encode(topics.fraudClaims, { orderRef, claimedBy, claimedAt, until });
    const record = { topic: topics.fraudClaims.name, partition: 0, offset: '0', timestampMs: 0, value, headers: {} };
    await flow({
      lane: 0,
      records: [{ ...record, key: Buffer.from(orderRef) }],
    } as unknown as Parameters<UnitHandler>[0]);
  };
  await told('a', assessment('a'));
  await told('b', assessment('b', { amount: '99.00' }));
  await told('c', assessment('c', { verdict: 'RELEASE', placedAt: T + 5 }));
});

const queued = async () =>
  (await queueOfCases(deps, { limit: 9, after: null })).cases.map(({ assessment: { orderRef } }) => orderRef);

describe('an analyst', () => {
  test('finds what waits, the riskiest first, and nothing that was released', async () => {
    expect(await queued()).toEqual(['b', 'a']);
    await told('b', null);
    expect(await queued()).toEqual(['a']);
  });

  test('sees evidence and linked orders of a case, and it is on record who looked', async () => {
    const found = await openCase(deps, 'a', 'anna');
    expect(found?.assessment.reasons[0]).toMatchObject({ code: 'DEVICE_SEEN', evidence: [{ value: '2' }] });
    expect(found?.links).toMatchObject([{ kind: 'device', count: 2 }]);
    expect(found?.links[0]?.cases.map(({ assessment: { orderRef } }) => orderRef)).toEqual(['c', 'b']);
    expect(views.views).toEqual([
      {
        viewId: 'view-1',
        by: 'anna',
        role: 'analyst',
        subjectRef: 'a',
        categories: ['order-reference', 'fraud'],
        purpose: 'fraud-control',
        reason: 'FLAGGED_ORDER',
        outcome: 'shown',
        atMs: 5,
      },
    ]);
    expect(await openCase(deps, 'nobody', 'anna')).toBeNull();
    expect(views.views.at(-1)).toMatchObject({ outcome: 'unknown', categories: [] });
  });

  test('sees who looks at an order, until the claim is over', async () => {
    await claim('a', 'seat-7', nowMs, nowMs + 1_800_000);
    await claim('a', 'seat-8', nowMs + 1, nowMs + 1_800_000);
    const holder = async () => (await queueOfCases(deps, { limit: 9, after: null })).cases.map((one) => one.claim);
    const held = { claimedBy: 'seat-7', claimedAt: nowMs, until: nowMs + 1_800_000 };
    expect(await holder()).toMatchObject([null, held]);
    const found = await openCase(deps, 'a', 'anna');
    expect(found === null ? null : showCase(found)).toMatchObject({
      claimedBy: 'seat-7',
      claimedAt: new Date(nowMs).toISOString(),
      claimedUntil: new Date(held.until).toISOString(),
    });
    nowMs = held.until;
    expect(await holder()).toEqual([null, null]);
  });

  test('decides: published under the role, off the queue at once, and the person is on record', async () => {
    await decideCase(deps, { orderRef: 'b', by: 'anna', ruling: 'REFUSE', note: 'ring 12' });
    expect(published).toEqual([
      { orderRef: 'b', ruling: 'REFUSE', note: 'ring 12', decidedBy: 'analyst', decidedAt: nowMs, revision: 1 },
    ]);
    expect(await queued()).toEqual(['a']);
    expect(views.views.at(-1)).toMatchObject({ by: 'anna', subjectRef: 'b', reason: 'DECIDED_REFUSE' });
    await told('b', assessment('b', { revision: 2, score: 90 }));
    expect(await queued()).toEqual(['a']);
  });

  test('decides anew: the later decision bears the later time even if the clock stood still', async () => {
    for (const ruling of ['REFUSE', 'RELEASE'] as const)
      await decideCase(deps, { orderRef: 'a', by: 'anna', ruling, note: 'n' });
    expect(published.map(({ decidedAt }) => decidedAt)).toEqual([nowMs, nowMs + 1]);
    expect((await openCase(deps, 'a', 'anna'))?.decision?.ruling).toBe('RELEASE');
    expect(await decideCase(deps, { orderRef: 'nobody', by: 'anna', ruling: 'REFUSE', note: 'n' })).toBeNull();
    expect(published).toHaveLength(2);
  });

  test('gets nothing once the policy does not give cases to analysts', () => {
    expect(mayWorkCases(deps)).toBe(true);
    const policy = readPolicyFile();
    const recipients = new Map(policy.recipients);
    recipients.delete('analysts');
    expect(mayWorkCases({ policy: createStaticPolicySource({ ...policy, recipients }) })).toBe(false);
  });
});

test.each([
  ['ring of 12 orders, score 85', false],
  ['see rule DEVICE_SEEN', false],
  ['wrote to a@b.example', true],
  ['called 0171 2345678', true],
])('the note "%s" looks personal: %s', (note, expected) => expect(looksPersonal(note)).toBe(expected));
