// The policy as it is shown to everybody: each version that ever held, its text for people, and what it changed.
import { createHash } from 'node:crypto';
import type { PolicyVersion } from '#schemas/generated/records';
import { changesBetween } from '#shared/policy/change/changes-between';
import type { PolicyChange } from '#shared/policy/change/policy-change';
import { parsePolicy } from '#shared/policy/load-policy';
import { type TextLine, textChanges } from '../domain/policy/text-changes.js';

export interface PublishedVersion {
  readonly version: number;
  /** The text for people that holds since this version. */
  readonly text: string;
  readonly textSha256: string;
  /** null: it came with the program. */
  readonly publishedAtMs: number | null;
  /** A role. */
  readonly publishedBy: string;
  /** What it changed in the rules that machines go by; null: one of both can't be read by this program. Empty for the first one. */
  readonly ruleChanges: readonly PolicyChange[] | null;
  /** Its text compared with that of the version before; empty where the text stayed or there was none. */
  readonly textChanges: readonly TextLine[];
}

/**
 * @param versions oldest first, at least one
 * @param textOfProgram stands for a text that was never published
 */
export function publishedPolicy(versions: readonly PolicyVersion[], textOfProgram: string): PublishedVersion[] {
  let text = textOfProgram;
  return versions.map((version, index) => {
    const before = versions[index - 1];
    const textBefore = before === undefined ? null : text;
    text = version.readableText ?? text;
    return {
      version: version.version,
      text,
      textSha256: createHash('sha256').update(text, 'utf8').digest('hex'),
      publishedAtMs: version.publishedAt === 0 ? null : version.publishedAt,
      publishedBy: version.publishedBy,
      ruleChanges: before === undefined ? [] : changesOf(before.text, version.text),
      textChanges: textBefore === null || textBefore === text ? [] : textChanges(textBefore, text),
    };
  });
}

function changesOf(before: string, after: string): readonly PolicyChange[] | null {
  const [from, to] = [parsePolicy(before), parsePolicy(after)];
  return from.kind === 'policy' && to.kind === 'policy' ? changesBetween(from, to) : null;
}
