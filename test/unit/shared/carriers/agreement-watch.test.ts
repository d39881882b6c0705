// An agreement that ends: what the metric says, which alarms are raised, and when.
import { describe, expect, test } from '@jest/globals';
import { createAgreementWatch, createLook } from '#shared/carriers/agreement-watch';
import { createLogger } from '#shared/logging/logger';
import { minimise } from '#shared/policy/minimise';
import { createStaticPolicySource } from '#shared/policy/static-policy-source';
import { createAlarms } from '#shared/telemetry/alarms';
import { createMetrics } from '#shared/telemetry/metrics';
import { changedPolicy, type Tree } from '#test/unit/shared/policy/support/changed-policy';
import { orderTo } from '#test/unit/shared/policy/support/release-orders';

const DAY_MS = 86_400_000;
const LAST_DAY = '2026-09-30';
const END_MS = Date.UTC(2026, 9, 1);

const policyUntil = (validUntil: string | null, version = 1) =>
  changedPolicy((tree) => {
    const carriers = tree['carriers'] as Tree;
    const swiftpost = carriers['swiftpost'] as unknown as Record<string, unknown>;
    swiftpost['agreement'] =
      validUntil === null
        ? null
        : { kind: 'non-disclosure', signedOn: '2026-01-01', validFrom: '2026-02-01', validUntil };
    Object.assign(tree, { version });
  });

function given(validUntil: string | null, nowMs: number) {
  const lines: string[] = [];
  const logger = createLogger({ service: 'test', destination: { write: (line) => void lines.push(line) } });
  const metrics = createMetrics({ service: 'test' });
  const clock = { nowMs: () => state.nowMs };
  const state = { nowMs };
  const policy = createStaticPolicySource(policyUntil(validUntil));
  const deps = {
    policy,
    clock,
    alarms: createAlarms(metrics, logger),
    daysLeft: metrics.gauge('carrier_agreement_days_left', 'x', ['carrier']),
    everyMs: 60_000,
  };
  const alarms = () =>
    lines
      .map((line) => JSON.parse(line) as { code: string; carrierId: string; level: string; whatToDo: string })
      .filter(({ carrierId }) => carrierId === 'swiftpost');
  const decision = () => {
    const made = minimise(policy.current(), 'swiftpost', orderTo(), clock.nowMs());
    return made.kind === 'held' ? made.code : made.kind;
  };
  const lookAt = createLook(deps);
  return { look: () => lookAt(policy.current()), deps, state, alarms, metrics, policy, decision };
}

const codes = (of: ReturnType<typeof given>) => of.alarms().map(({ code }) => code);

describe('an agreement that ends', () => {
  test('raises an alarm 30 days before and one at its end, each once, and holds the parcels from then on', () => {
    const world = given(LAST_DAY, END_MS - 31 * DAY_MS);
    world.look();
    expect(codes(world)).toEqual([]);
    world.state.nowMs = END_MS - 30 * DAY_MS;
    world.look();
    world.look();
    expect(world.alarms()).toMatchObject([{ code: 'AGREEMENT_ENDING', level: 'warn', carrierId: 'swiftpost' }]);
    world.state.nowMs = END_MS - 1;
    world.look();
    expect(world.decision()).toBe('release');
    expect(codes(world)).toEqual(['AGREEMENT_ENDING']);
    world.state.nowMs = END_MS;
    world.look();
    world.look();
    expect(world.decision()).toBe('AGREEMENT_EXPIRED');
    expect(world.alarms()[1]).toMatchObject({ code: 'AGREEMENT_LAPSED', level: 'error' });
    expect(world.alarms()[1]?.whatToDo).toContain('npm run carriers');
    expect(codes(world)).toHaveLength(2);
  });

  test('shows in the metrics: days left, and alarms by code', async () => {
    const world = given(LAST_DAY, END_MS - 10 * DAY_MS);
    world.look();
    expect(await world.metrics.text()).toContain('carrier_agreement_days_left{carrier="swiftpost",service="test"} 9\n');
    world.state.nowMs = END_MS + DAY_MS;
    world.look();
    const text = await world.metrics.text();
    expect(text).toContain('carrier_agreement_days_left{carrier="swiftpost",service="test"} -2\n');
    expect(text).toContain('alarms_total{code="AGREEMENT_LAPSED",service="test"} 1\n');
  });

  test('is news again after it was renewed and comes to its end once more', () => {
    const world = given(LAST_DAY, END_MS);
    world.look();
    world.policy.publish(policyUntil('2027-09-30', 2));
    world.look();
    expect(world.decision()).toBe('release');
    world.state.nowMs = END_MS + 366 * DAY_MS;
    world.look();
    expect(codes(world)).toEqual(['AGREEMENT_LAPSED', 'AGREEMENT_LAPSED']);
  });

  test('is told at the first look when the process starts too late for the warning', () => {
    const world = given(LAST_DAY, END_MS + DAY_MS);
    world.look();
    expect(codes(world)).toEqual(['AGREEMENT_LAPSED']);
  });
});

describe('the watch', () => {
  test('says nothing of a carrier without an agreement, which holds its parcels anyway', async () => {
    const world = given(null, END_MS);
    world.look();
    expect(codes(world)).toEqual([]);
    expect(world.decision()).toBe('AGREEMENT_MISSING');
    expect(await world.metrics.text()).not.toContain('{carrier="swiftpost"');
  });

  test('looks at its start and whenever the policy changes, until it is stopped', async () => {
    const world = given('2030-01-01', END_MS);
    const { stop } = await createAgreementWatch(world.deps).start();
    expect(codes(world)).toEqual([]);
    world.policy.publish(policyUntil(LAST_DAY, 2));
    expect(codes(world)).toEqual(['AGREEMENT_LAPSED']);
    await stop();
    world.policy.publish(policyUntil('2030-01-01', 3));
    world.policy.publish(policyUntil(LAST_DAY, 4));
    expect(codes(world)).toEqual(['AGREEMENT_LAPSED']);
  });
});
