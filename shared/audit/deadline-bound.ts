// How long bytes may stay on disk after their tombstone (or truncation), by the settings of a topic and its broker. Pure.
// The rules were measured: a segment has to roll before anything in it is cleaned, and only a later record rolls it.

export type Settings = Readonly<Record<string, string>>;

export interface AuditedTopic {
  readonly topic: string;
  /** How values leave it: by tombstone and compaction, or by truncation behind a reader. */
  readonly leavesBy: 'tombstone' | 'truncation';
  /** As Kafka reports them, defaults included. */
  readonly settings: Settings;
  /** A record per partition this often; null: none is sent, so an idle partition never erases. */
  readonly heartbeatMs: number | null;
}

export interface Fault {
  readonly setting: string;
  readonly now: string;
  readonly needed: string;
  readonly why: string;
}

export interface TopicVerdict {
  readonly topic: string;
  /** Longest time to unlinked bytes, without the time cleaning itself takes; null: there is no bound. */
  readonly boundMs: number | null;
  readonly deadlineMs: number;
  readonly faults: readonly Fault[];
}

/** Kafka's own defaults, for a broker that does not tell. */
export const BROKER_DEFAULTS: Settings = {
  'log.cleaner.enable': 'true',
  'log.cleaner.backoff.ms': '15000',
  'log.retention.check.interval.ms': '300000',
  'transaction.max.timeout.ms': '900000',
};

/** A reader that was away for less than this still meets every tombstone. */
const TOMBSTONES_STAY_MS = 86_400_000;
/** An idle lane commits what it passed over every 5 s, and what is committed is truncated once a second. */
const TRUNCATED_AFTER_MS = 6_000;
/** Less is no time to write a segment in. */
const LEAST_MS = 3_000;
const NEVER = Number.MAX_SAFE_INTEGER;

export function judgeTopic(audited: AuditedTopic, broker: Settings, deadlineMs: number): TopicVerdict {
  const faults = audited.leavesBy === 'tombstone' ? compactedFaults(audited, broker) : truncatedFaults(audited, broker);
  const boundMs = faults.some(({ setting }) => UNBOUNDED.has(setting)) ? null : boundOf(audited, broker);
  if (boundMs !== null && boundMs > deadlineMs) faults.push(...tooSlow(audited, broker, boundMs, deadlineMs));
  return { topic: audited.topic, boundMs, deadlineMs, faults };
}

/** With these wrong nothing ever forces the bytes to go. */
const UNBOUNDED: ReadonlySet<string> = new Set([
  'cleanup.policy',
  'heartbeat',
  'message.timestamp.type',
  'log.cleaner.enable',
  'max.compaction.lag.ms',
]);

function boundOf({ leavesBy, settings, heartbeatMs }: AuditedTopic, broker: Settings): number {
  const wait =
    leavesBy === 'tombstone'
      ? number(broker, 'log.cleaner.backoff.ms') + number(settings, 'min.compaction.lag.ms')
      : TRUNCATED_AFTER_MS +
        number(broker, isCompacted(settings) ? 'log.cleaner.backoff.ms' : 'log.retention.check.interval.ms');
  return rollMs(leavesBy, settings) + (heartbeatMs ?? 0) + wait + number(settings, 'file.delete.delay.ms');
}

/** The compaction lag shortens the time after which a segment rolls. */
function rollMs(leavesBy: AuditedTopic['leavesBy'], settings: Settings): number {
  const segmentMs = number(settings, 'segment.ms');
  return leavesBy === 'tombstone' ? Math.min(segmentMs, number(settings, 'max.compaction.lag.ms')) : segmentMs;
}

function compactedFaults({ settings, heartbeatMs }: AuditedTopic, broker: Settings): Fault[] {
  const faults = commonFaults(settings, heartbeatMs);
  const need = (setting: string, isRight: boolean, needed: string, why: string): void => {
    if (!isRight) faults.push({ setting, now: settings[setting] ?? broker[setting] ?? 'unknown', needed, why });
  };
  need('cleanup.policy', isCompacted(settings), 'compact', 'without compaction a tombstone deletes nothing');
  need('log.cleaner.enable', broker['log.cleaner.enable'] !== 'false', 'true', 'the broker cleans nothing at all');
  const isForced =
    number(settings, 'max.compaction.lag.ms') < NEVER || number(settings, 'min.cleanable.dirty.ratio') === 0;
  need(
    'max.compaction.lag.ms',
    isForced,
    'a time',
    'cleaning waits until enough of the log is dirty, which may be never',
  );
  const stays = number(settings, 'delete.retention.ms') >= TOMBSTONES_STAY_MS;
  need(
    'delete.retention.ms',
    stays,
    String(TOMBSTONES_STAY_MS),
    'a store that is away for a day would miss the delete',
  );
  return faults;
}

function truncatedFaults({ settings, heartbeatMs }: AuditedTopic, broker: Settings): Fault[] {
  const faults = commonFaults(settings, heartbeatMs);
  const policy = settings['cleanup.policy'] ?? '';
  if (!policy.split(',').includes('delete')) {
    const why = 'records behind the reader can not be truncated on a topic that is only compacted';
    faults.push({ setting: 'cleanup.policy', now: policy, needed: 'delete', why });
  }
  if (!isCompacted(settings)) return faults;
  const lag = 'min.compaction.lag.ms';
  if (number(settings, lag) < Math.min(number(settings, 'retention.ms'), NEVER)) {
    const why = 'events of one order have one key: compaction would take the earlier ones before they are read';
    faults.push({ setting: lag, now: settings[lag] ?? '0', needed: '9223372036854775807', why });
  }
  const why = 'the broker cleans nothing at all';
  if (broker['log.cleaner.enable'] === 'false')
    faults.push({ setting: 'log.cleaner.enable', now: 'false', needed: 'true', why });
  return faults;
}

function isCompacted(settings: Settings): boolean {
  return (settings['cleanup.policy'] ?? '').split(',').includes('compact');
}

function commonFaults(settings: Settings, heartbeatMs: number | null): Fault[] {
  const faults: Fault[] = [];
  if (settings['message.timestamp.type'] !== 'LogAppendTime') {
    const why = 'segments roll by the time of records: a writer with a wrong clock stops erasure';
    const now = settings['message.timestamp.type'] ?? 'unknown';
    faults.push({ setting: 'message.timestamp.type', now, needed: 'LogAppendTime', why });
  }
  if (heartbeatMs === null) {
    const why = 'a partition without traffic never rolls its segment, so it never erases';
    faults.push({ setting: 'heartbeat', now: 'none', needed: 'a record per partition', why });
  }
  return faults;
}

/** Names what has to be lowered: what may be changed on the topic itself, as far as that is enough. */
function tooSlow(audited: AuditedTopic, broker: Settings, boundMs: number, deadlineMs: number): Fault[] {
  const { leavesBy, settings } = audited;
  const why = `the bytes may stay ${boundMs} ms, ${deadlineMs} ms are promised`;
  const parts: [string, number][] = [
    ['segment.ms', rollMs(leavesBy, settings)],
    ['file.delete.delay.ms', number(settings, 'file.delete.delay.ms')],
    ['min.compaction.lag.ms', leavesBy === 'tombstone' ? number(settings, 'min.compaction.lag.ms') : 0],
  ];
  /** What remains of the promise for these parts. */
  let leftMs = deadlineMs - boundMs + parts.reduce((sum, [, part]) => sum + part, 0);
  if (leftMs < LEAST_MS) return [brokerFault(audited, broker, why)];
  const faults: Fault[] = [];
  // The smaller ones keep their time where they may; whoever gets more than its share is lowered.
  parts
    .sort((a, b) => a[1] - b[1])
    .forEach(([setting, part], index) => {
      const share = Math.floor(leftMs / (parts.length - index));
      if (part > share) faults.push({ setting, now: String(part), needed: `at most ${share}`, why });
      leftMs -= Math.min(part, share);
    });
  return faults;
}

/** Where the broker belongs to others: topics with both policies are looked after in the cleaner's rounds, which are shorter. */
function brokerFault({ leavesBy, settings }: AuditedTopic, broker: Settings, why: string): Fault {
  const isCleaners = leavesBy === 'tombstone' || isCompacted(settings);
  const setting = isCleaners ? 'log.cleaner.backoff.ms' : 'log.retention.check.interval.ms';
  const otherwise = isCleaners
    ? 'a longer promise'
    : 'cleanup.policy=compact,delete (ERASURE_BROKER=theirs makes it so)';
  return { setting, now: broker[setting] ?? 'unknown', needed: `a shorter one, or ${otherwise}`, why };
}

function number(settings: Settings, name: string): number {
  const value = Number(settings[name] ?? BROKER_DEFAULTS[name] ?? TOPIC_DEFAULTS[name]);
  return Number.isFinite(value) ? Math.min(value, NEVER) : NEVER;
}

const TOPIC_DEFAULTS: Settings = {
  'segment.ms': '604800000',
  'max.compaction.lag.ms': '9223372036854775807',
  'min.compaction.lag.ms': '0',
  'min.cleanable.dirty.ratio': '0.5',
  'file.delete.delay.ms': '60000',
  'delete.retention.ms': '86400000',
  'retention.ms': '604800000',
};
