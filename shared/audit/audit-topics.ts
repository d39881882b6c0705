// Judges every topic that may hold plaintext, as Kafka has it at this moment.
import type { Admin } from 'kafkajs';
import type { TopicHandle } from '#schemas/generated/topics';
import { type ErasureProfile, topicSettings } from '#shared/config/erasure';
import { judgeTopic } from './deadline-bound.js';
import { readBrokerSettings, readTopicSettings } from './read-settings.js';
import { auditedTopics, type AuditReport } from './render-audit.js';

export interface AuditDeps {
  readonly admin: Admin;
  readonly handles: readonly TopicHandle[];
  readonly topicName: (name: string) => string;
  readonly profile: Pick<ErasureProfile, 'deadlineMs' | 'heartbeatMs' | 'profile' | 'broker'>;
}

export async function auditTopics({ admin, handles, topicName, profile }: AuditDeps): Promise<AuditReport> {
  const audited = auditedTopics(handles);
  const settings = await readTopicSettings(
    admin,
    audited.map(({ name }) => topicName(name)),
  );
  const { settings: broker, isTold } = await readBrokerSettings(admin);
  const verdicts = audited.flatMap(({ name, cleanup, heartbeat }) => {
    const topic = topicName(name);
    const of = settings.get(topic);
    if (of === undefined) return [];
    const leavesBy = cleanup === 'compact' ? 'tombstone' : 'truncation';
    const heartbeatMs = heartbeat ? profile.heartbeatMs : null;
    return [judgeTopic({ topic, leavesBy, settings: of, heartbeatMs }, broker, profile.deadlineMs)];
  });
  return {
    verdicts,
    missing: audited.map(({ name }) => topicName(name)).filter((topic) => !settings.has(topic)),
    isBrokerTold: isTold,
    broker,
    right: new Map(audited.map((handle) => [topicName(handle.name), topicSettings(handle, profile)])),
  };
}
