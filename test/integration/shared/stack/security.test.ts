// Who gets in to the stack's Kafka, and that nobody but the services may do anything without a rule.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { createTopics } from '#test/support/create-topics';
import { isolate, type Login, stackEnv } from '#test/support/stack';

const { brokers, services, orderService, carriers } = stackEnv();
const { topicPrefix, groupPrefix } = isolate('stack-security');
const topic = `${topicPrefix}orders`;

function kafkaAs(login: Login | undefined): Kafka {
  const { mechanism, username, password } = login ?? fail();
  const sasl = { mechanism, username, password } as { mechanism: 'plain'; username: string; password: string };
  return new Kafka({ brokers: [...brokers], sasl, logLevel: logLevel.NOTHING, retry: { retries: 0 } });
}

function fail(): never {
  throw new Error('the stack under test gives no such login');
}

async function logsIn(login: Login | undefined): Promise<string> {
  const admin = kafkaAs(login).admin();
  try {
    await admin.connect();
    return 'in';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await admin.disconnect();
  }
}

async function topicsSeenBy(login: Login | undefined): Promise<string[]> {
  const admin = kafkaAs(login).admin();
  await admin.connect();
  try {
    return await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'not refused',
    (error: Error & { type?: string; errors?: { type?: string }[] }) =>
      error.type ?? error.errors?.[0]?.type ?? error.message,
  );
}

let admin: Admin;
beforeAll(async () => {
  admin = kafkaAs(services).admin();
  await admin.connect();
  await createTopics(admin, [{ topic, numPartitions: 1 }]);
});
afterAll(async () => {
  await admin.deleteTopics({ topics: [topic] });
  await admin.disconnect();
});

describe('logging in to Kafka', () => {
  test('works for services and order service by PLAIN and for carriers by SCRAM', async () => {
    expect(await logsIn(services)).toBe('in');
    expect(await logsIn(orderService)).toBe('in');
    expect(await logsIn(carriers.swiftpost)).toBe('in');
    expect(await logsIn(carriers.parcelway)).toBe('in');
  });

  test.each([
    ['a service', services],
    ['a carrier', carriers.swiftpost],
  ])('of %s with a wrong password is refused', async (_, login) => {
    expect(await logsIn({ ...(login ?? fail()), password: 'wrong' })).toMatch(/authentication failed/i);
  });

  test.each(['plain', 'scram-sha-256'] as const)('by %s of somebody unknown is refused', async (mechanism) => {
    expect(await logsIn({ mechanism, username: 'nobody', password: randomUUID() })).toMatch(/authentication failed/i);
  });

  test('of a carrier by PLAIN is refused, for the broker holds no password of it', async () => {
    expect(await logsIn({ ...(carriers.swiftpost ?? fail()), mechanism: 'plain' })).toMatch(/authentication failed/i);
  });
});

describe('without a rule that allows it', () => {
  test('the services see the topic, all others do not even learn that it exists', async () => {
    expect(await topicsSeenBy(services)).toContain(topic);
    expect(await topicsSeenBy(orderService)).not.toContain(topic);
    expect(await topicsSeenBy(carriers.swiftpost)).not.toContain(topic);
  });

  test('the order service can not write, and no topic appears by writing to it', async () => {
    const producer = kafkaAs(orderService).producer();
    await producer.connect();
    const writing = producer.send({ topic, messages: [{ value: 'x' }] });
    expect(await refusalOf(writing)).toMatch(/topic authorization failed/i);
    await producer.disconnect();

    const ours = kafkaAs(services).producer();
    await ours.connect();
    const unknown = `${topicPrefix}never-made`;
    expect(await refusalOf(ours.send({ topic: unknown, messages: [{ value: 'x' }] }))).toMatch(
      /UNKNOWN_TOPIC_OR_PARTITION|does not host this topic/,
    );
    await ours.disconnect();
    expect(await admin.listTopics()).not.toContain(unknown);
  });

  test('a carrier can not make topics, join groups or give itself rights', async () => {
    const carrier = kafkaAs(carriers.swiftpost);
    const its = carrier.admin();
    await its.connect();
    expect(await refusalOf(its.createTopics({ topics: [{ topic: `${topicPrefix}mine` }] }))).toMatch(
      /AUTHORIZATION_FAILED/,
    );
    const everything = {
      resourceType: 2,
      resourceName: '*',
      resourcePatternType: 3,
      host: '*',
      operation: 2,
      permissionType: 3,
    };
    const grant = its.createAcls({ acl: [{ ...everything, principal: 'User:carrier-swiftpost' }] });
    expect(await refusalOf(grant)).toBe('CLUSTER_AUTHORIZATION_FAILED');
    expect(await refusalOf(its.fetchOffsets({ groupId: `${groupPrefix}g` }))).toMatch(
      /GROUP_AUTHORIZATION_FAILED|group coordinator/,
    );
    await its.disconnect();
  });
});
