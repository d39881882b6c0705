// A carrier comes, works and goes while the services run: by command, without a restart; and with its own credentials, from an ordinary
// client, it sees its own topics and nothing else.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { carrierTopics, LANES, topics } from '#schemas/generated/topics';
import { allTopics } from '#shared/platform/prepare-topics';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder, withBlocks } from '#shared/sample/orders/plain-order';
import { eventually } from '#test/support/eventually';
import { runProgram } from '#test/support/run-program';
import {
  createTestWorld,
  type ServicesUnderTest,
  startServices,
  type TestWorld,
} from '#test/support/services-under-test';
import { publishAvro, readAvro } from '#test/support/third-party/node-client';
import type { OutsiderLogin } from '#test/support/third-party/outsider';
import { outsidersOf } from '#test/support/world-outsiders';
import { openWorldView, type WorldView } from '#test/support/world-view';

jest.setTimeout(240_000);

const ID = 'fjordpost';
const own = carrierTopics(ID);
const folder = mkdtempSync(path.join(tmpdir(), 'carrier-onboarding-'));
let world: TestWorld;
let view: WorldView;
let services: ServicesUnderTest;
let shop: OutsiderLogin;
const realName = (name: string): string => `${world.isolation.topicPrefix}${name}`;
const carriers = (...args: readonly string[]) => runProgram('shared/carriers/cli.ts', args, world.env);
const AGREEMENT = ['--signed', '2020-01-01', '--from', '2020-02-01', '--until', '2099-12-31'];

beforeAll(async () => {
  world = createTestWorld('carrier-onboarding');
  view = await openWorldView(world);
  services = await startServices(world);
  const { brokers, login, registryUrl } = outsidersOf(world).orderServiceConnection;
  if (login === null) throw new Error('this stack asks for no login');
  shop = { brokers, ...login, registryUrl };
});
afterAll(async () => {
  await services?.stop();
  await carriers('remove', ID, '--withdraw-live', '--later');
  await view?.close();
});

/** An order to Norway for the carrier, published and paid. */
async function order(seed: string): Promise<PlainOrder> {
  const [any] = [...generateOrders({ seed, count: 1, customers: 1, firstAtMs: Date.now() })] as [PlainOrder];
  const to = { carrierId: ID, countryCode: 'NO', city: 'Oslo', region: null, postalCode: '0150', pickupPoint: null };
  const sent = withBlocks(any, { shipping: { ...blocksOf(any).shipping, ...to } });
  const events = realName(topics.ordersEvents.name);
  const { eventId, orderId, occurredAt } = sent;
  const { amount, currency } = blocksOf(sent).payment;
  const paid = { eventId: `${eventId.slice(0, -4)}beef`, orderId, occurredAt: occurredAt + 1, amount, currency };
  await publishAvro(shop, events, `${events}-fulfilment.orders.OrderPlaced`, [{ key: orderId, value: sent }]);
  await publishAvro(shop, events, `${events}-fulfilment.orders.PaymentConfirmed`, [{ key: orderId, value: paid }]);
  return sent;
}

/** Waits until the order service is told that the order is held for this reason. */
async function heldFor({ orderId }: PlainOrder, code: string): Promise<void> {
  await eventually(`${code} told`, async () => {
    const latest = (await view.latest(topics.ordersStatuses)).get(orderId)?.value;
    return latest?.status === 'HELD' && latest.reasonCodes.includes(code) ? true : undefined;
  });
}

async function released({ orderId }: PlainOrder): Promise<void> {
  const shipmentRef = view.platform.refs.shipmentRef(ID, orderId, 1);
  await eventually('the release', async () =>
    (await view.liveKeys(own.shipments)).includes(shipmentRef) ? true : undefined,
  );
}

function loginFrom(file: string): OutsiderLogin {
  const values = Object.fromEntries(
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  ) as Record<string, string>;
  const { KAFKA_BROKERS: brokers = '', KAFKA_USERNAME: username = '', KAFKA_PASSWORD: password = '' } = values;
  const registryUrl = values['SCHEMA_REGISTRY_URL'] ?? '';
  return { brokers: brokers.split(','), mechanism: 'scram-sha-256', username, password, registryUrl };
}

/** The values that an ordinary client finds, by key. Heartbeats lie in between: their number is nobody's to know. */
async function shipmentsSeenBy(login: OutsiderLogin, group: string): Promise<ReadonlyMap<string | null, object>> {
  const live = (await view.liveKeys(own.shipments)).length;
  const seen = await readAvro(login, realName(own.shipments.name), realName(group), live + LANES);
  return new Map(seen.flatMap(({ key, value }) => (value === null ? [] : [[key, value as object]])));
}

const credentials = path.join(folder, 'credentials.env');

describe('a carrier', () => {
  test('that is listed but not added gets nothing; added while the services run, it is served within seconds', async () => {
    const waiting = await order('before');
    await heldFor(waiting, 'AGREEMENT_MISSING');
    const added = await carriers('add', ID, ...AGREEMENT, '--credentials-file', credentials);
    expect(added).toMatchObject({ code: 0, text: expect.stringContaining(`${ID} is a carrier now`) });
    await released(waiting);
    await released(await order('after'));
    expect(statSync(credentials).mode & 0o777).toBe(0o600);
    const { password } = loginFrom(credentials);
    expect(password.length).toBeGreaterThan(20);
    expect(added.text + services.output()).not.toContain(password);
  });

  test('reads with an ordinary client exactly the fields of its allow-list', async () => {
    const seen = [...(await shipmentsSeenBy(loginFrom(credentials), `${ID}.reader`)).values()];
    expect(seen.length).toBeGreaterThan(0);
    for (const value of seen) {
      expect(Object.keys(value).sort()).toEqual(
        ['shipmentRef', 'policyVersion', 'kind', 'recipientName', 'addressLines', 'city', 'postalCode', 'countryCode']
          .concat('serviceLevel', 'weightGrams')
          .sort(),
      );
    }
  });
});

describe('the page for carriers', () => {
  const page = readFileSync('shared/carriers/INTEGRATION.md', 'utf8');
  const [read, report] = [...page.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code as string);

  test('has examples that read and report with nothing but the file of credentials', async () => {
    const sent = await order('page');
    await released(sent);
    const shipmentRef = view.platform.refs.shipmentRef(ID, sent.orderId, 1);
    const reading = runExample(read as string, []);
    await eventually('the parcel read', () => (reading.output().includes(shipmentRef) ? true : undefined));
    await reading.stop();
    const reporting = runExample(report as string, [shipmentRef, 'IN_TRANSIT']);
    expect({ code: await reporting.ended, text: reporting.output() }).toMatchObject({ code: 0 });
    await eventually('the report', async () => {
      const told = await view.all(topics.shipmentsProgress);
      return told.some(({ value }) => value?.shipmentRef === shipmentRef && value.state === 'IN_TRANSIT') || undefined;
    });
  });
});

describe('its credentials', () => {
  test('show it its own two topics and the one for confirmations, and no other topic of the broker even by name', async () => {
    const admin = kafkaAs(loginFrom(credentials)).admin();
    await admin.connect();
    try {
      expect((await admin.listTopics()).sort()).toEqual(
        [own.shipments, own.statuses, topics.erasureConfirmations].map((t) => realName(t.name)).sort(),
      );
      const { groups } = await admin.listGroups();
      expect(groups.filter(({ groupId }) => !groupId.startsWith(realName(ID)))).toEqual([]);
    } finally {
      await admin.disconnect();
    }
  });

  test('read no other topic, write to nothing but its statuses and confirmations, join no group of others', async () => {
    const login = loginFrom(credentials);
    const others = allTopics(view.platform).filter(({ name }) => name !== own.shipments.name);
    expect(others.length).toBeGreaterThan(12);
    const kafka = kafkaAs(login);
    const producer = kafka.producer({ retry: { retries: 0 } });
    await producer.connect();
    const outcomes: string[] = [];
    for (const { name } of others) {
      const read = await kafkaRead(kafka, realName(name), realName(`${ID}.spy`));
      if (!/not authorized/i.test(read)) outcomes.push(`read ${name}: ${read}`);
    }
    for (const { name } of [own.shipments, ...others]) {
      if (name === own.statuses.name || name === topics.erasureConfirmations.name) continue;
      const written = await settled(producer.send({ topic: realName(name), messages: [{ key: 'k', value: 'v' }] }));
      if (!/not authorized/i.test(written)) outcomes.push(`write ${name}: ${written}`);
    }
    for (const group of ['carriers', 'erasure', 'swiftpost.store', 'order-service']) {
      const read = await kafkaRead(kafka, realName(own.shipments.name), realName(group));
      if (!/not authorized|group coordinator/i.test(read)) outcomes.push(`group ${group}: ${read}`);
    }
    await producer.disconnect();
    expect(outcomes).toEqual([]);
  });

  test('change nothing: no topic made, deleted or altered, no access granted', async () => {
    const admin = kafkaAs(loginFrom(credentials)).admin({ retry: { retries: 0 } });
    await admin.connect();
    const acl = { host: '*', operation: 2, permissionType: 3, principal: `User:carrier-${ID}`, resourcePatternType: 3 };
    const entry = { ...acl, resourceType: 2, resourceName: realName(topics.ordersEvents.name) };
    try {
      for (const act of [
        admin.createTopics({ topics: [{ topic: realName(`${ID}.own`), numPartitions: 1 }] }),
        admin.deleteTopics({ topics: [realName(own.shipments.name)] }),
        admin.createAcls({ acl: [entry] }),
        admin.describeAcls({ ...acl, resourceType: 2, resourcePatternType: 1 }),
      ]) {
        expect(await settled(act)).toMatch(/authoriz/i);
      }
    } finally {
      await admin.disconnect();
    }
  });

  test('are replaced without an interruption: both work, until the older ones end', async () => {
    const next = path.join(folder, 'next.env');
    expect(await carriers('rotate', ID, '--credentials-file', next)).toMatchObject({ code: 0 });
    const [older, newer] = [loginFrom(credentials), loginFrom(next)];
    expect(newer.username).not.toBe(older.username);
    for (const login of [older, newer])
      expect((await shipmentsSeenBy(login, `${ID}.${login.username}`)).size).toBeGreaterThan(0);
    expect(await carriers('rotate', ID, '--end-previous')).toMatchObject({ code: 0 });
    await expect(readAvro(older, realName(own.shipments.name), realName(`${ID}.ended`), 1, 15_000)).rejects.toThrow(
      /authentication failed/i,
    );
    expect((await shipmentsSeenBy(newer, `${ID}.again`)).size).toBeGreaterThan(0);
  });
});

describe('a carrier that is stopped', () => {
  test('gets nothing until it goes on, and then what waited', async () => {
    expect(await carriers('stop', ID)).toMatchObject({ code: 0 });
    const waiting = await order('stopped');
    await heldFor(waiting, 'CARRIER_STOPPED');
    expect(await carriers('resume', ID)).toMatchObject({ code: 0 });
    await released(waiting);
  });
});

describe('a carrier that is removed', () => {
  test('gives back everything it holds, and gets nothing more', async () => {
    expect(await carriers('remove', ID)).toMatchObject({ code: 1, text: expect.stringContaining('live records') });
    expect(await carriers('remove', ID, '--withdraw-live', '--later')).toMatchObject({ code: 0 });
    await eventually('everything taken back', async () =>
      (await view.liveKeys(own.shipments)).length === 0 ? true : undefined,
    );
    await heldFor(await order('removed'), 'CARRIER_REMOVED');
    expect(await view.liveKeys(own.shipments)).toEqual([]);
  });
});

/** A block of the page as a program of its own, with the settings of the file of credentials. */
function runExample(code: string, args: readonly string[]) {
  const lines = readFileSync(credentials, 'utf8').trim().split('\n');
  const settings = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code, '--', ...args], {
    env: { PATH: process.env['PATH'] ?? '', KAFKAJS_NO_PARTITIONER_WARNING: '1', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => void (output += chunk.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => child.on('exit', (exitCode) => resolve(exitCode)));
  const stop = (): Promise<unknown> => {
    child.kill('SIGKILL');
    return ended;
  };
  return { output: () => output, ended, stop };
}

function kafkaAs({ brokers, mechanism, username, password }: OutsiderLogin): Kafka {
  const sasl = { mechanism: mechanism as 'scram-sha-256', username, password };
  return new Kafka({
    clientId: 'outsider',
    brokers: [...brokers],
    sasl,
    retry: { retries: 1 },
    logLevel: logLevel.NOTHING,
  });
}

/** What came of an attempt, in words. */
function settled(act: Promise<unknown>): Promise<string> {
  return act.then(
    (value) => `done: ${JSON.stringify(value ?? null)}`,
    (error: { errors?: readonly unknown[] }) => [error, ...(error.errors ?? [])].map(String).join(' '),
  );
}

/** What came of reading as a member of a group: the refusal, or `read`. */
async function kafkaRead(kafka: Kafka, topic: string, groupId: string): Promise<string> {
  const consumer = kafka.consumer({ groupId, retry: { retries: 0 } });
  await consumer.connect();
  try {
    return await settled(
      consumer.subscribe({ topics: [topic], fromBeginning: true }).then(
        () =>
          new Promise<string>((resolve, reject) => {
            consumer.on(consumer.events.CRASH, ({ payload: { error } }) => reject(error));
            consumer.on(consumer.events.FETCH, () => resolve('read'));
            consumer.run({ eachBatch: async () => undefined }).catch(reject);
          }),
      ),
    );
  } finally {
    await consumer.disconnect();
  }
}
