// How soon erased plaintext must be off the disk; the figures were measured (a tombstone alone erases nothing).
import { type Compiled, defineBlock } from './block.js';
import { oneOf } from './text-schemas.js';

export interface ErasureProfile {
  readonly profile: 'default' | 'fast';
  /** `theirs`: only settings of topics may be changed, the broker's are as its owner likes them. */
  readonly broker: 'ours' | 'theirs';
  /** Longest time from tombstone to unlinked bytes on the topics that hold plaintext. */
  readonly deadlineMs: number;
  /** `segment.ms` and `max.compaction.lag.ms` of those topics. */
  readonly segmentMs: number;
  /** A heartbeat record per partition this often: an idle partition never erases. */
  readonly heartbeatMs: number;
  /** `file.delete.delay.ms` of those topics. */
  readonly fileDeleteDelayMs: number;
  /** `min.cleanable.dirty.ratio` of those topics. */
  readonly dirtyRatio: number;
}

const PROFILES = {
  default: { deadlineMs: 900_000, segmentMs: 300_000, heartbeatMs: 60_000, fileDeleteDelayMs: 60_000, dirtyRatio: 0.1 },
  fast: { deadlineMs: 60_000, segmentMs: 10_000, heartbeatMs: 10_000, fileDeleteDelayMs: 1_000, dirtyRatio: 0 },
} as const;

/** Longer than any record is kept: nothing is ever compacted. */
const NEVER = '9223372036854775807';

/** The settings that keep the promise for a topic of the catalogue. */
export function topicSettings(
  topic: {
    readonly cleanup: string;
    readonly plaintext: boolean;
    readonly settings: Readonly<Record<ErasureProfile['profile'], Readonly<Record<string, string>>>>;
  },
  { profile, broker }: Pick<ErasureProfile, 'profile' | 'broker'>,
): Readonly<Record<string, string>> {
  const settings = topic.settings[profile];
  if (broker === 'ours' || !topic.plaintext || topic.cleanup !== 'delete') return settings;
  return { ...settings, 'cleanup.policy': 'compact,delete', 'min.compaction.lag.ms': NEVER };
}

export const ERASURE = defineBlock({
  name: 'erasure',
  variables: {
    ERASURE_DEADLINE_PROFILE: {
      schema: oneOf(['default', 'fast']),
      fallback: 'default',
      meaning:
        'Promise for bytes on disk after an erasure: `default` 15 minutes, `fast` 60 seconds at a third less throughput.',
      remedy: 'Use default or fast',
    },
    ERASURE_BROKER: {
      schema: oneOf(['ours', 'theirs']),
      fallback: 'ours',
      meaning:
        'Whose broker it is. On `theirs` its rounds of retention may be minutes apart: the ingress is then looked after in the shorter rounds of the cleaner, which asks for a key in every record.',
      remedy: 'Use ours or theirs',
    },
  },
  compile: (values): Compiled<ErasureProfile> => {
    const profile = values.ERASURE_DEADLINE_PROFILE;
    return { config: { profile, broker: values.ERASURE_BROKER, ...PROFILES[profile] } };
  },
});
