// On a real Kafka: how long an erased value stays is measured where it goes and reported where it can't; settings are judged as the broker has them.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Admin } from 'kafkajs';
import { carrierTopics } from '#schemas/generated/topics';
import { auditTopics } from '#shared/audit/audit-topics';
import { createGoneWatch } from '#shared/audit/gone-watch';
import { renderAudit } from '#shared/audit/render-audit';
import { KAFKA } from '#shared/config/kafka';
import { loadConfig } from '#shared/config/load';
import { createSystemClock } from '#shared/domain/system-clock';
import { createKafka, type KafkaClient } from '#shared/kafka/create-kafka';
import { createHeartbeat } from '#shared/kafka/heartbeat';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { openTopicAdmin } from '#shared/kafka/topic-admin';
import { createLogger } from '#shared/logging/logger';
import type { Started } from '#shared/runtime/component';
import { createMetrics } from '#shared/telemetry/metrics';
import { eventually } from '#test/support/eventually';
import { isolate, stackEnv } from '#test/support/stack';

const { topicPrefix } = isolate('audit-gone');
const { shipments } = carrierTopics('swiftpost');
const [beating, idle] = [`${topicPrefix}beating`, `${topicPrefix}idle`];
const clock = createSystemClock();
const metrics = createMetrics({ service: 'test' });
const parts: Started<unknown>[] = [];
let kafka: KafkaClient;
let admin: Admin;

beforeAll(async () => {
  const { kafka: config } = loadConfig({ kafka: KAFKA }, stackEnv().variables);
  const logger = createLogger({ service: 'test', level: 'silent' });
  kafka = createKafka({ config, clientId: 'audit-test', logger, clock, random: Math.random });
  const topicAdmin = await openTopicAdmin(kafka);
  const settings = { ...shipments.settings.fast, 'segment.ms': '1000', 'max.compaction.lag.ms': '1000' };
  await topicAdmin.ensureTopics([beating, idle].map((name) => ({ name, partitions: 2, settings })));
  await topicAdmin.close();
  admin = kafka.kafkajs.admin();
  await admin.connect();
  const topics = [{ topic: beating, partitions: 2 }];
  parts.push(await createHeartbeat({ kafka, topics, everyMs: 1_500 }).start());
  const watch = createGoneWatch({
    kafka,
    topics: new Map([
      [beating, 'beating'],
      [idle, 'idle'],
    ]),
    metrics,
    logger,
    machineClock: clock,
    deadlineMs: 20_000,
    fileDeleteDelayMs: 1_000,
    everyMs: 500,
    isOurTurn: () => true,
  });
  parts.push(await watch.start());
}, 60_000);

afterAll(async () => {
  for (const part of parts) await part.stop();
  await admin.deleteTopics({ topics: [beating, idle] });
  await admin.disconnect();
});

const metric = async (line: string): Promise<number | undefined> => {
  const found = (await metrics.text()).split('\n').find((one) => one.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.split(' ').at(-1));
};

test('a value with heartbeats behind it goes and is measured; in an idle partition it stays and is late', async () => {
  const producer = await startPlainProducer(kafka);
  for (const topic of [beating, idle]) {
    await producer.send([
      { topic, partition: 1, key: 'parcel', value: Buffer.from('somebody') },
      { topic, partition: 1, key: 'other', value: Buffer.from('somebody else') },
    ]);
    await producer.send([{ topic, partition: 1, key: 'parcel', value: null }]);
  }
  await producer.stop();
  await eventually('both seen waiting', async () =>
    (await metric('erased_values_on_disk{topic="idle",service="test"}')) === 1 ? true : undefined,
  );
  await eventually(
    'the value gone',
    async () => ((await metric('time_to_gone_ms_count{service="test",topic="beating"}')) === 1 ? true : undefined),
    90_000,
  );
  await eventually('nothing left waiting', async () =>
    (await metric('erased_values_on_disk{topic="beating",service="test"}')) === 0 ? true : undefined,
  );
  expect(await metric('time_to_gone_ms_sum{service="test",topic="beating"}')).toBeGreaterThan(1_000);
  await eventually(
    'the idle one late',
    async () => {
      const ageMs = await metric('erased_values_oldest_ms{topic="idle",service="test"}');
      return ageMs !== undefined && ageMs > 20_000 ? true : undefined;
    },
    60_000,
  );
  expect(await metric('erased_values_on_disk{topic="idle",service="test"}')).toBe(1);
}, 180_000);

test('settings are judged as the broker has them, until somebody changes one', async () => {
  const handle = { ...shipments, name: 'beating' };
  const profile = { profile: 'fast', broker: 'ours', deadlineMs: 60_000, heartbeatMs: 10_000 } as const;
  const audit = () =>
    auditTopics({
      admin,
      handles: [handle, { ...handle, name: 'nowhere' }],
      topicName: (name) => `${topicPrefix}${name}`,
      profile,
    });
  const before = await audit();
  expect(before.isBrokerTold).toBe(true);
  expect(before.missing).toEqual([`${topicPrefix}nowhere`]);
  expect(before.verdicts[0]).toMatchObject({ topic: beating, faults: [] });
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: 2, name: beating, configEntries: [{ name: 'cleanup.policy', value: 'compact' }] }],
  });
  // A broker tells of a change a moment later.
  const after = await eventually('a setting that does not do', async () => {
    const told = await audit();
    return told.verdicts.some(({ faults }) => faults.length > 0) ? told : undefined;
  });
  expect(after.verdicts[0]?.faults.map(({ setting }) => setting)).toContain('message.timestamp.type');
  expect(renderAudit(after)).toContain('message.timestamp.type is CreateTime, needs LogAppendTime');
});
