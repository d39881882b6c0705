// A version of the policy, published to a world as the command does.
import { topics } from '#schemas/generated/topics';
import { openPartitionLog } from '#shared/kafka/partition-log';
import type { Platform } from '#shared/platform/platform';
import { readPolicyText } from '#shared/policy/read-policy-file';
import { publishVersion } from '#shared/policy-versions/publish-version';
import { changedText, type Tree } from '#test/unit/shared/policy/support/changed-policy';

/** @param change of the file that comes with the program; must raise its version. @returns when it was written, ms */
export async function publishPolicy(
  { kafka, codec, topicName, prefix }: Platform,
  change: (tree: Tree) => void,
): Promise<number> {
  const topic = topicName(topics.policyVersions.name);
  const version = { publishedAt: Date.now(), publishedBy: 'privacy-officer', readableText: null };
  let number = 0;
  const text = changedText((tree) => {
    change(tree);
    number = Number(tree['version']);
  });
  const own = { ...version, version: 1, text: readPolicyText(), publishedAt: 0, publishedBy: 'program' };
  const log = await openPartitionLog(kafka, topic, 0);
  try {
    await publishVersion({ kafka, log, codec, topic, prefix }, { ...version, version: number, text }, own);
    return Date.now();
  } finally {
    await log.close();
  }
}
