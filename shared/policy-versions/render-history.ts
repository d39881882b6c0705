// All versions as a table: when and by which role each was published, and what it changed in a word.
import type { PolicyVersion } from '#schemas/generated/records';
import { changesBetween } from '#shared/policy/change/changes-between';
import { summaryOf } from '#shared/policy/change/render-changes';
import { renderTable } from '#shared/policy/check/render-text';
import { parsePolicy } from '#shared/policy/load-policy';

/** @param versions oldest first */
export function renderHistory(versions: readonly PolicyVersion[], width: number): string {
  const rows = versions.map((version, index) => [
    `${version.version}${index === versions.length - 1 ? ' (in force)' : ''}`,
    version.publishedAt === 0 ? 'came with the program' : minuteOf(version.publishedAt),
    version.publishedAt === 0 ? '' : version.publishedBy,
    index === 0 ? '' : changedBy(versions[index - 1] as PolicyVersion, version),
  ]);
  return `${renderTable(['Version', 'Published (UTC)', 'By', 'What it changed'], rows, width)}\n`;
}

export function minuteOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
}

function changedBy(before: PolicyVersion, after: PolicyVersion): string {
  const [from, to] = [parsePolicy(before.text), parsePolicy(after.text)];
  if (from.kind === 'invalid' || to.kind === 'invalid') return 'not readable by this program';
  return summaryOf(changesBetween(from, to));
}
