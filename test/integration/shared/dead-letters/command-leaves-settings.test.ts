// A command that is run without the variables of the services must not change what they keep: it made the promise of 60 seconds one of
// 15 minutes on every topic that holds plaintext, unnoticed.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { carrierTopics, topics } from '#schemas/generated/topics';
import { runProgram } from '#test/support/run-program';
import { createTestWorld, type TestWorld } from '#test/support/services-under-test';
import { openWorldView, type WorldView } from '#test/support/world-view';

jest.setTimeout(120_000);

let world: TestWorld;
let view: WorldView;
beforeAll(async () => {
  world = createTestWorld('leaves-settings', { profile: 'fast' });
  view = await openWorldView(world);
});
afterAll(() => view?.close());

async function settingOf(topic: string, setting: string): Promise<string | undefined> {
  const { kafka, topicName } = view.platform;
  const admin = kafka.kafkajs.admin();
  await admin.connect();
  try {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: topicName(topic) }],
    });
    return resources[0]?.configEntries.find(({ configName }) => configName === setting)?.configValue;
  } finally {
    await admin.disconnect();
  }
}

test('looking at dead letters without the profile of the services leaves the deadline of every topic as it is', async () => {
  const plaintext = [carrierTopics('swiftpost').shipments.name, topics.ordersEvents.name];
  const before = await Promise.all(plaintext.map((name) => settingOf(name, 'segment.ms')));
  expect(before).toEqual(['10000', '10000']);
  const listed = await runProgram('shared/dead-letters/cli.ts', ['list'], {
    ...world.env,
    ERASURE_DEADLINE_PROFILE: 'default',
  });
  expect(listed).toMatchObject({ code: 0, text: 'There are no such dead letters.\n' });
  expect(await Promise.all(plaintext.map((name) => settingOf(name, 'segment.ms')))).toEqual(before);
});
