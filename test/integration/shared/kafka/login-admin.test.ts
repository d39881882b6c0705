// Logins of outsiders on the real broker: made, replaced, ended; and topics taken away for good.
import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createThirdPartyTopics } from '#services/desk/adapters/third-party-topics';
import { createSecret } from '#shared/config/secret';
import { createLoginAdmin } from '#shared/kafka/admin/login-admin';
import { openTopicAdmin } from '#shared/kafka/topic-admin';
import { eventually } from '#test/support/eventually';
import { createClient, openKafkaBench } from './kafka-bench.js';

const bench = openKafkaBench('login-admin');
const logins = createLoginAdmin(bench.client);
const USER = `${bench.prefix}somebody`;
const MECHANISM = 'scram-sha-256';
const newPassword = (): string => randomBytes(12).toString('hex');

afterAll(async () => {
  await logins.endLogins([USER]);
  await bench.close();
});

/** Whether a connection with this password comes about. */
async function letsIn(username: string, password: string): Promise<boolean> {
  const admin = createClient('somebody', [], { mechanism: MECHANISM, username, password }).kafkajs.admin({
    retry: { retries: 0 },
  });
  try {
    await admin.connect();
    return true;
  } catch {
    return false;
  } finally {
    await admin.disconnect();
  }
}

describe('a login', () => {
  test('lets in with its password, is replaced, and ends', async () => {
    const [first, second] = [newPassword(), newPassword()];
    expect(await letsIn(USER, first)).toBe(false);
    await logins.ensureLogin(USER, createSecret(first));
    await eventually('the login', async () => ((await letsIn(USER, first)) ? true : undefined));
    expect(await letsIn(USER, second)).toBe(false);
    await logins.ensureLogin(USER, createSecret(second));
    await eventually('the new password', async () => ((await letsIn(USER, second)) ? true : undefined));
    expect(await letsIn(USER, first)).toBe(false);
    await logins.endLogins([USER]);
    await eventually('its end', async () => ((await letsIn(USER, second)) ? undefined : true));
  });

  test('that is not there may be ended', async () => {
    await expect(logins.endLogins([`${bench.prefix}nobody`, USER])).resolves.toBeUndefined();
  });

  test('is refused by name when the broker will have none of it', async () => {
    await expect(logins.ensureLogin('', createSecret('x'))).rejects.toThrow(/^KAFKA_DENIED/);
  });
});

describe('topics', () => {
  test('are deleted, and those that are not there are no reason to fail', async () => {
    const name = bench.topic('leaving');
    await bench.createTopics({ leaving: 1 });
    const admin = await openTopicAdmin(bench.client);
    try {
      await admin.deleteTopics([name, bench.topic('never-there')]);
      await eventually('the topic to be gone', async () => {
        const specs = [{ name, partitions: 1 }];
        return admin.verifyTopics(specs).then(
          () => undefined,
          () => true,
        );
      });
    } finally {
      await admin.close();
    }
  });
});

test('of a third party that is taken away neither login nor topic is left, and it may come again', async () => {
  const parties = createThirdPartyTopics({
    kafka: bench.client,
    codec: { prepare: async () => undefined },
    erasureProfile: { profile: 'fast', broker: 'ours' },
    prefix: bench.prefix,
  });
  const thirdPartyId = `p${randomBytes(6).toString('hex')}`;
  const { user, password, topic } = await parties.login(thirdPartyId);
  await eventually('its login', async () => ((await letsIn(user, password)) ? true : undefined));
  expect(parties.known()).toMatchObject([{ topic }]);
  await parties.takeAway(thirdPartyId);
  await eventually('its end', async () => ((await letsIn(user, password)) ? undefined : true));
  expect(parties.known()).toEqual([]);
  const admin = await openTopicAdmin(bench.client);
  expect(await admin.listTopics(topic)).toEqual([]);
  await parties.takeAway(thirdPartyId);
  await parties.ready(thirdPartyId);
  await eventually('its topic', async () => ((await admin.listTopics(topic)).length === 1 ? true : undefined));
  await parties.takeAway(thirdPartyId);
  await admin.close();
});
