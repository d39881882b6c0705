// Versions of the policy on the real Kafka: published once, followed by every process, in one order for all.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import type { PolicyVersion } from '#schemas/generated/records';
import { carrierTopics, topics } from '#schemas/generated/topics';
import { openPartitionLog } from '#shared/kafka/partition-log';
import { createLogger } from '#shared/logging/logger';
import { openPlatform } from '#shared/platform/open-platform';
import type { Platform } from '#shared/platform/platform';
import { prepareTopics } from '#shared/platform/prepare-topics';
import { readPolicyText } from '#shared/policy/read-policy-file';
import { publishVersion } from '#shared/policy-versions/publish-version';
import { readPublishedVersions } from '#shared/policy-versions/published-versions';
import { compose } from '#shared/runtime/compose';
import type { Started } from '#shared/runtime/component';
import { eventually } from '#test/support/eventually';
import { createTestWorld } from '#test/support/services-under-test';
import { changedTree, put, type Tree } from '#test/unit/shared/policy/support/changed-policy';

const world = createTestWorld('live-policy');
const own: PolicyVersion = {
  version: 1,
  text: readPolicyText(),
  publishedAt: 0,
  publishedBy: 'operator',
  readableText: null,
};
const opened: Started<Platform>[] = [];

async function openProcess(name: string): Promise<Platform> {
  const started = await compose(name, async (use) => {
    const logger = createLogger({ service: name, level: 'error' });
    const platform = await openPlatform(use, { name, environment: world.env, logger });
    await prepareTopics(platform);
    return platform;
  }).start();
  opened.push(started);
  return started.value;
}

function versionOf(version: number, change: (tree: Tree) => void = () => undefined): PolicyVersion {
  const tree = changedTree((each) => {
    put(each, 'version', version);
    change(each);
  });
  return {
    version,
    text: stringify(tree, { aliasDuplicateObjects: false }),
    publishedAt: Date.now(),
    publishedBy: 'privacy-officer',
    readableText: null,
  };
}

async function publish({ kafka, codec, topicName, prefix }: Platform, version: PolicyVersion): Promise<void> {
  const topic = topicName(topics.policyVersions.name);
  const log = await openPartitionLog(kafka, topic, 0);
  try {
    await publishVersion({ kafka, log, codec, topic, prefix }, version, own);
  } finally {
    await log.close();
  }
}

async function history({ kafka, codec, topicName }: Platform): Promise<readonly number[]> {
  const log = await openPartitionLog(kafka, topicName(topics.policyVersions.name), 0);
  try {
    return (await readPublishedVersions(log, codec)).versions.map(({ version }) => version);
  } finally {
    await log.close();
  }
}

let one: Platform;
let other: Platform;

beforeAll(async () => {
  one = await openProcess('policy-one');
  other = await openProcess('policy-other');
});

afterAll(async () => {
  await Promise.all(opened.map((each) => each.stop()));
});

describe('a version that is published', () => {
  test('is in force in every running process a moment later, with the schemas that its records need', async () => {
    expect([one, other].map(({ policy }) => policy.current().version)).toEqual([1, 1]);
    const shipments = carrierTopics('parcelway').shipments;
    const record = {
      shipmentRef: 'r',
      policyVersion: 1,
      kind: 'DOMESTIC',
      recipientName: 'x',
      city: 'x',
      postalCode: 'x',
      countryCode: 'BR',
      serviceLevel: 'x',
      weightGrams: 1,
      phone: '+551155512345',
    };
    expect(one.codec.encode(shipments, record).includes('5512345')).toBe(true);
    const withdraw = (tree: Tree) => put(tree, 'carriers/parcelway/releases/international/fields/phone', undefined);
    await publish(one, versionOf(2, withdraw));
    await eventually(
      'version 2 in both',
      () => [one, other].every(({ policy }) => policy.current().version === 2) || undefined,
    );
    // The field can't even be written any more, also by a unit that began before.
    for (const { codec } of [one, other]) expect(codec.encode(shipments, record).includes('5512345')).toBe(false);
  });

  test('is found by a process that starts later, and the history begins with the version that came with the program', async () => {
    const late = await openProcess('policy-late');
    expect(late.policy.current().version).toBe(2);
    expect(await history(late)).toEqual([1, 2]);
  });

  test('must have a higher number', async () => {
    await expect(publish(one, versionOf(2))).rejects.toMatchObject({ code: 'POLICY_NOT_NEWER' });
    await expect(publish(one, versionOf(1))).rejects.toMatchObject({ code: 'POLICY_NOT_NEWER' });
    expect(await history(one)).toEqual([1, 2]);
  });

  test('is the only one of its number, however many publish at the same moment', async () => {
    const results = await Promise.allSettled(
      [one, other, one, other].map((platform) => publish(platform, versionOf(3))),
    );
    const refused = results.flatMap((result) =>
      result.status === 'rejected' ? [(result.reason as { code: string }).code] : [],
    );
    expect(results.length - refused.length).toBe(1);
    for (const code of refused) expect(['POLICY_NOT_NEWER', 'POLICY_PUBLISHED_MEANWHILE']).toContain(code);
    expect(await history(one)).toEqual([1, 2, 3]);
  });
});
