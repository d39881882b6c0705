// Which settings can keep a promise of 60 seconds or 15 minutes, and what is said of those that can't.
import { describe, expect, test } from '@jest/globals';
import { carrierTopics, deadlineProfiles, type TopicHandle, topics } from '#schemas/generated/topics';
import { type AuditedTopic, BROKER_DEFAULTS, judgeTopic, type Settings } from '#shared/audit/deadline-bound';
import { isSound, renderAudit } from '#shared/audit/render-audit';
import { topicSettings } from '#shared/config/erasure';
import { listFiles, readText } from '#test/laws/support/source-files';

const MINUTE_MS = 60_000;
const shipments = carrierTopics('swiftpost').shipments;
const broker = (profile: 'default' | 'fast'): Settings => ({ ...BROKER_DEFAULTS, ...deadlineProfiles[profile].broker });
const compacted = (profile: 'default' | 'fast', changes: Settings = {}): AuditedTopic => ({
  topic: 'carriers.swiftpost.shipments',
  leavesBy: 'tombstone',
  settings: { ...shipments.settings[profile], ...changes },
  heartbeatMs: deadlineProfiles[profile].heartbeatMs,
});
const ingress = (profile: 'default' | 'fast', changes: Settings = {}): AuditedTopic => ({
  topic: 'orders.events',
  leavesBy: 'truncation',
  settings: { ...topics.ordersEvents.settings[profile], ...changes },
  heartbeatMs: deadlineProfiles[profile].heartbeatMs,
});

describe('the settings of the catalogue', () => {
  test.each([
    ['fast', MINUTE_MS, 26_000],
    ['default', 15 * MINUTE_MS, 435_000],
  ] as const)('keep the promise of the profile %s for carriers', (profile, deadlineMs, boundMs) => {
    expect(judgeTopic(compacted(profile), broker(profile), deadlineMs)).toMatchObject({ boundMs, faults: [] });
  });

  test.each([
    ['fast', MINUTE_MS],
    ['default', 15 * MINUTE_MS],
  ] as const)('keep the promise of the profile %s for the ingress', (profile, deadlineMs) => {
    expect(judgeTopic(ingress(profile), broker(profile), deadlineMs).faults).toEqual([]);
  });
});

describe('refused are', () => {
  const faultsOf = (audited: AuditedTopic, of: Settings = broker('fast'), deadlineMs = MINUTE_MS) =>
    judgeTopic(audited, of, deadlineMs).faults.map(({ setting }) => setting);

  test.each<[string, Settings]>([
    ['cleanup.policy', { 'cleanup.policy': 'delete' }],
    ['message.timestamp.type', { 'message.timestamp.type': 'CreateTime' }],
    ['delete.retention.ms', { 'delete.retention.ms': '1000' }],
    ['file.delete.delay.ms', { 'file.delete.delay.ms': '60000' }],
    ['segment.ms', { 'segment.ms': '604800000', 'max.compaction.lag.ms': '604800000' }],
    ['min.compaction.lag.ms', { 'min.compaction.lag.ms': '90000' }],
    ['max.compaction.lag.ms', { 'max.compaction.lag.ms': '9223372036854775807', 'min.cleanable.dirty.ratio': '0.5' }],
  ])('%s', (setting, changes) => {
    expect(faultsOf(compacted('fast', changes))).toEqual([setting]);
  });

  test('settings of a longer promise, each with what is left for it', () => {
    const { faults } = judgeTopic(compacted('default'), broker('fast'), 10 * MINUTE_MS - 200_000);
    expect(faults).toEqual([expect.objectContaining({ setting: 'segment.ms', needed: 'at most 275000' })]);
    expect(faultsOf(compacted('default'), broker('fast'), 110_000)).toEqual(['file.delete.delay.ms', 'segment.ms']);
  });

  test('a topic without heartbeats, whatever its settings: an idle partition never erases', () => {
    const verdict = judgeTopic({ ...compacted('fast'), heartbeatMs: null }, broker('fast'), MINUTE_MS);
    expect(verdict).toMatchObject({ boundMs: null, faults: [{ setting: 'heartbeat' }] });
  });

  test('a broker whose cleaner is off, or too slow for what the topic can make up for', () => {
    expect(faultsOf(compacted('fast'), { ...broker('fast'), 'log.cleaner.enable': 'false' })).toEqual([
      'log.cleaner.enable',
    ]);
    expect(faultsOf(compacted('fast'), { ...broker('fast'), 'log.cleaner.backoff.ms': '120000' })).toEqual([
      'log.cleaner.backoff.ms',
    ]);
  });

  test('Kafka’s own defaults, which erase nothing in time', () => {
    const bare: AuditedTopic = {
      topic: 't',
      leavesBy: 'tombstone',
      settings: { 'cleanup.policy': 'compact' },
      heartbeatMs: null,
    };
    const { boundMs, faults } = judgeTopic(bare, BROKER_DEFAULTS, 15 * MINUTE_MS);
    expect(boundMs).toBeNull();
    expect(faults.map(({ setting }) => setting)).toEqual([
      'message.timestamp.type',
      'heartbeat',
      'max.compaction.lag.ms',
    ]);
  });

  test('an ingress behind a broker of others whose retention runs every five minutes, with the way out', () => {
    const [fault] = judgeTopic(ingress('fast'), BROKER_DEFAULTS, MINUTE_MS).faults;
    expect(fault).toMatchObject({ setting: 'log.retention.check.interval.ms', now: '300000' });
    expect(fault?.needed).toContain('compact,delete');
    // As the settings are where the broker is theirs: the cleaner's rounds of 15 s are short enough.
    const settings = topicSettings(topics.ordersEvents, { profile: 'fast', broker: 'theirs' });
    const theirs = judgeTopic({ ...ingress('fast'), settings }, BROKER_DEFAULTS, MINUTE_MS);
    expect(theirs).toMatchObject({ boundMs: 42_000, faults: [] });
    expect(judgeTopic(ingress('default'), BROKER_DEFAULTS, 15 * MINUTE_MS).faults).toEqual([]);
  });
});

test('an ingress that is compacted would lose events of an order that nobody has read yet', () => {
  const settings = { 'cleanup.policy': 'compact,delete', 'min.compaction.lag.ms': '0' };
  const { faults } = judgeTopic(ingress('fast', settings), BROKER_DEFAULTS, MINUTE_MS);
  expect(faults).toEqual([
    expect.objectContaining({ setting: 'min.compaction.lag.ms', needed: '9223372036854775807' }),
  ]);
});

test('where the broker is theirs only topics that hold plaintext and are truncated are set another way', () => {
  const on = (topic: TopicHandle) => topicSettings(topic, { profile: 'fast', broker: 'theirs' });
  expect(on(shipments)).toBe(shipments.settings.fast);
  expect(on(topics.ordersStatuses)).toBe(topics.ordersStatuses.settings.fast);
  expect(on(topics.ordersEvents)['cleanup.policy']).toBe('compact,delete');
});

describe('on a broker that others own, as it is delivered', () => {
  const plaintext: readonly TopicHandle[] = [
    ...Object.values<TopicHandle>(topics).filter((topic) => topic.plaintext),
    shipments,
  ];

  test.each([
    ['fast', MINUTE_MS],
    ['default', 15 * MINUTE_MS],
  ] as const)(
    'settings of topics alone keep the promise of the profile %s wherever plaintext lies',
    (profile, deadlineMs) => {
      expect(plaintext.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['orders.events', 'carriers.swiftpost.shipments']),
      );
      for (const topic of plaintext) {
        const audited: AuditedTopic = {
          topic: topic.name,
          leavesBy: topic.cleanup === 'delete' ? 'truncation' : 'tombstone',
          settings: topicSettings(topic, { profile, broker: 'theirs' }),
          heartbeatMs: deadlineProfiles[profile].heartbeatMs,
        };
        const { faults, boundMs } = judgeTopic(audited, BROKER_DEFAULTS, deadlineMs);
        expect([topic.name, faults]).toEqual([topic.name, []]);
        expect(boundMs).toBeLessThanOrEqual(deadlineMs);
      }
    },
  );

  test('nothing but settings of topics is ever changed', () => {
    const changing = listFiles(['.ts']).filter(
      (path) => /^(?:shared|services)\//.test(path) && /alterConfigs\(/i.test(readText(path)),
    );
    expect(changing).toEqual(['shared/kafka/topic-admin.ts']);
    const resources = [...readText('shared/kafka/topic-admin.ts').matchAll(/ConfigResourceTypes\.(\w+)/g)];
    expect(resources.map(([, type]) => type)).toEqual(['TOPIC']);
  });
});

describe('the report', () => {
  const report = (changes: Settings) => ({
    verdicts: [judgeTopic(compacted('fast', changes), broker('fast'), MINUTE_MS)],
    missing: [],
    isBrokerTold: true,
    broker: broker('fast'),
    right: new Map([['carriers.swiftpost.shipments', shipments.settings.fast]]),
  });

  test('of sound topics says so', () => {
    expect(isSound(report({}))).toBe(true);
    expect(renderAudit(report({}))).toContain('ok   carriers.swiftpost.shipments  26 s at most, 60 s promised');
  });

  test('of others names setting, value, need and reason, and prints the settings that keep the promise', () => {
    const bad = report({ 'file.delete.delay.ms': '60000' });
    expect(isSound(bad)).toBe(false);
    const text = renderAudit(bad);
    expect(text).toContain('file.delete.delay.ms is 60000, needs at most 35000');
    expect(text).toContain('file.delete.delay.ms=1000');
  });

  test('names topics that do not exist, and a broker that does not tell', () => {
    const text = renderAudit({ ...report({}), missing: ['orders.events'], isBrokerTold: false });
    expect(text).toContain('BAD  orders.events does not exist');
    expect(text).toContain('its defaults were assumed');
  });
});
