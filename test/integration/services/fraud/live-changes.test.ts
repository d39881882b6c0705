// What changes while fraud control runs: a rule set that is published, a list that is replaced, a rule that is snoozed. Each is in force without a
// restart, and each assessment names what it was made under. How long it took is printed. And what the shop tells of sign-ins meanwhile.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Assessment, ListEntry } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { openRuleSetLog, publishRuleSet } from '#services/fraud/adapters/published-rules';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import type { OutgoingRecord, PlainProducer } from '#shared/kafka/ports';
import { createLogger } from '#shared/logging/logger';
import { openPlatform } from '#shared/platform/open-platform';
import type { Platform } from '#shared/platform/platform';
import { prepareTopics } from '#shared/platform/prepare-topics';
import { compose } from '#shared/runtime/compose';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder, withBlocks } from '#shared/sample/orders/plain-order';
import { eventually } from '#test/support/eventually';
import { readLatest, readTopic } from '#test/support/read-topic';
import { createTestWorld, type ServicesUnderTest, startServices } from '#test/support/services-under-test';
import { DEFAULT_RULES_TEXT, defaultRules } from '#test/unit/services/fraud/support/default-rules';

const PATIENCE_MS = 60_000;
const lists = mkdtempSync(path.join(tmpdir(), 'fraud-lists-'));
const TOR = path.join(lists, 'tor.txt');
const ADDRESS = '185.220.101.7';
writeFileSync(TOR, '# date: 2026-01-01\n203.0.113.1\n');

const made = createTestWorld('fraud-live');
const world = { ...made, env: { ...made.env, FRAUD_LISTS_DIR: lists } };
const MINUTE_MS = 60_000;
const HOME = '91.64.1.2';
const FAR = '1.128.0.9';
const sample = [...generateOrders({ seed: 'fraud-live', count: 200 })];

describe('fraud control follows', () => {
  let platform: Platform;
  let producer: PlainProducer;
  let close: () => Promise<void>;
  let services: ServicesUnderTest;
  let placed = 0;

  beforeAll(async () => {
    const opened = await compose('fraud-live-test', async (use) => {
      const logger = createLogger({ service: 'fraud-live-test', level: 'error' });
      const each = await openPlatform(use, { name: 'fraud-live-test', environment: world.env, logger });
      await prepareTopics(each);
      await each.codec.prepare([topics.fraudLists, topics.fraudRuleSets, topics.accountsEvents]);
      return each;
    }).start();
    platform = opened.value;
    close = () => opened.stop();
    producer = await startPlainProducer(platform.kafka);
    services = await startServices(world, ['intake', 'fraud']);
  }, 120_000);

  afterAll(async () => {
    services?.kill('SIGKILL');
    await producer?.stop();
    await close?.();
  });

  const send = (topic: string, key: string, value: Buffer): Promise<void> =>
    producer.send([{ topic: platform.topicName(topic), partition: 0, key, value } satisfies OutgoingRecord]);

  /** A new order from one device and address, now. @returns its assessment */
  async function assessNext(): Promise<Assessment> {
    const order = sample[placed++] as PlainOrder;
    const signals = { ...blocksOf(order).signals, deviceId: 'device-of-all', ipAddress: ADDRESS };
    const moved = { ...withBlocks(order, { signals }), occurredAt: Date.now() };
    const event = platform.codec.encode(topics.ordersEvents, moved, 'fulfilment.orders.OrderPlaced');
    await send(topics.ordersEvents.name, order.orderId, event);
    return eventually('it is assessed', () => assessmentOf(platform.refs.orderRef(order.orderId)), PATIENCE_MS);
  }

  async function assessmentOf(orderRef: string): Promise<Assessment | undefined> {
    const all = await readLatest(platform.kafka, platform.topicName(topics.fraudAssessments.name));
    const value = all.get(orderRef)?.value ?? null;
    await platform.codec.ensureSchemas([value]);
    const decoded = value === null ? null : platform.codec.decode(value, topics.fraudAssessments);
    return decoded?.kind === 'decoded' ? decoded.value : undefined;
  }

  /** Places orders until one is assessed as expected. @returns it, and how long after the change it was placed */
  async function untilAssessed(isSo: (assessment: Assessment) => boolean): Promise<Assessment> {
    const changedMs = Date.now();
    return eventually(
      'it is in force',
      async () => {
        const placedMs = Date.now();
        const assessment = await assessNext();
        if (!isSo(assessment)) return undefined;
        process.stdout.write(`in force for an order placed ${placedMs - changedMs} ms after the change\n`);
        return assessment;
      },
      PATIENCE_MS,
    );
  }

  const versionOf = ({ lists: used }: Assessment, name: string): string =>
    used.find((list) => list.name === name)?.version ?? '';
  const fires = ({ reasons }: Assessment, code: string): string | undefined =>
    reasons.find((reason) => reason.code === code)?.state;

  test('a rule set that is published, a list that is replaced and a rule that is snoozed, and names what it went by', async () => {
    const before = await assessNext();
    const { name, version } = defaultRules().ruleSet;
    expect(before).toMatchObject({ ruleSet: name, ruleSetVersion: version });
    expect(versionOf(before, 'tor')).toMatch(/^2026-01-01 [0-9a-f]{8} stale$/);
    expect(fires(before, 'IP_TOR')).toBeUndefined();

    const text = DEFAULT_RULES_TEXT.replace(/^version: .*$/m, `version: ${version + 1}`);
    const topic = platform.topicName(topics.fraudRuleSets.name);
    const log = await openRuleSetLog(platform.kafka, topic);
    const next = { name, version: version + 1, text, publishedAt: Date.now(), publishedBy: 'fraud-analyst' };
    await publishRuleSet({ ...platform, log, topic }, next, version);
    await log.close();
    await untilAssessed(({ ruleSetVersion }) => ruleSetVersion === version + 1);

    const today = new Date().toISOString().slice(0, 10);
    writeFileSync(TOR, `# date: ${today}\n${ADDRESS}\n`);
    const listed = await untilAssessed((assessment) => versionOf(assessment, 'tor').startsWith(today));
    expect(versionOf(listed, 'tor')).not.toContain('stale');
    expect(fires(listed, 'IP_TOR')).toBe('ACTIVE');

    const device = listed.handles.find(({ kind }) => kind === 'device') as Assessment['handles'][number];
    const [from, until] = [listed.placedAt, listed.placedAt + 3_600_000];
    const why = { note: 'test', author: 'analyst', writtenAt: Date.now() };
    const entry: ListEntry = { entryId: 'e1', list: 'snooze', ...device, rule: 'IP_TOR', from, until, ...why };
    await send(topics.fraudLists.name, entry.entryId, platform.codec.encode(topics.fraudLists, entry));
    await untilAssessed((assessment) => fires(assessment, 'IP_TOR') === 'SHADOW');
    await eventually(
      'what was assessed before is revised',
      async () =>
        (await assessmentOf(listed.orderRef).then((one) => one && fires(one, 'IP_TOR'))) === 'SHADOW' || undefined,
      PATIENCE_MS,
    );
  }, 180_000);

  test('how somebody signed in before the order, keeps nothing of it in clear, and truncates what the shop told', async () => {
    const before = await assessNext();
    expect(fires(before, 'IMPOSSIBLE_TRAVEL')).toBeUndefined();
    const { customerId } = sample[placed - 1] as PlainOrder;
    const signIn = async (ipAddress: string, minutesBefore: number): Promise<void> => {
      const occurredAt = before.placedAt - minutesBefore * MINUTE_MS;
      const event = { eventId: `e-${ipAddress}`, customerId, occurredAt, deviceId: 'device-of-thief', ipAddress };
      const name = 'fulfilment.accounts.AccountSignedIn';
      await send(topics.accountsEvents.name, customerId, platform.codec.encode(topics.accountsEvents, event, name));
    };
    await signIn(HOME, 30);
    await signIn(FAR, 20);
    await eventually(
      'the order that came before them is revised',
      async () =>
        (await assessmentOf(before.orderRef).then((one) => one && fires(one, 'IMPOSSIBLE_TRAVEL'))) === 'ACTIVE' ||
        undefined,
      PATIENCE_MS,
    );
    const kept = await readTopic(platform.kafka, platform.topicName(topics.fraudSignIns.name));
    expect(kept).toHaveLength(2);
    const bytes = Buffer.concat(kept.flatMap(({ key, value }) => [key ?? Buffer.alloc(0), value ?? Buffer.alloc(0)]));
    for (const clear of [HOME, FAR, 'device-of-thief', customerId])
      expect(bytes.includes(Buffer.from(clear))).toBe(false);
    const told = platform.topicName(topics.accountsEvents.name);
    await eventually(
      'what the shop told is gone',
      async () => (await readTopic(platform.kafka, told)).every(({ value }) => value === null) || undefined,
      PATIENCE_MS,
    );
  }, 120_000);
});
