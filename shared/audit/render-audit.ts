// The audit in words, and the settings that would keep the promise.
import type { TopicHandle } from '#schemas/generated/topics';
import type { Settings, TopicVerdict } from './deadline-bound.js';

export interface AuditReport {
  readonly verdicts: readonly TopicVerdict[];
  /** Topics of the catalogue that Kafka does not have. */
  readonly missing: readonly string[];
  readonly isBrokerTold: boolean;
  readonly broker: Settings;
  /** By topic: the settings of the catalogue. */
  readonly right: ReadonlyMap<string, Settings>;
}

export function isSound({ verdicts, missing }: Pick<AuditReport, 'verdicts' | 'missing'>): boolean {
  return missing.length === 0 && verdicts.every(({ faults }) => faults.length === 0);
}

export function renderAudit(report: AuditReport): string {
  const { verdicts, missing, isBrokerTold, broker, right } = report;
  const lines: string[] = [];
  const width = Math.max(...verdicts.map(({ topic }) => topic.length), 10);
  for (const { topic, boundMs, deadlineMs, faults } of verdicts) {
    const bound = boundMs === null ? 'no bound' : `${seconds(boundMs)} at most`;
    lines.push(
      `${faults.length === 0 ? 'ok  ' : 'BAD '} ${topic.padEnd(width)}  ${bound}, ${seconds(deadlineMs)} promised`,
    );
    for (const { setting, now, needed, why } of faults)
      lines.push(`       ${setting} is ${now}, needs ${needed}: ${why}`);
  }
  for (const topic of missing) lines.push(`BAD  ${topic} does not exist`);
  lines.push(
    isBrokerTold
      ? `Broker: cleaner every ${seconds(Number(broker['log.cleaner.backoff.ms']))}, retention every ${seconds(Number(broker['log.retention.check.interval.ms']))}.`
      : 'The broker does not tell its own settings: its defaults were assumed.',
  );
  lines.push('Bounds are without the time cleaning itself takes; what was measured shows in time_to_gone_ms.');
  if (isSound(report)) return `${lines.join('\n')}\nEvery topic that holds plaintext can keep the promise.\n`;
  lines.push('', 'These settings keep it (a start of the services makes them so; only topic settings are changed):');
  for (const { topic, faults } of verdicts) {
    if (faults.length === 0) continue;
    const settings = Object.entries(right.get(topic) ?? {}).map(([name, value]) => `${name}=${value}`);
    lines.push(`  ${topic}  ${settings.join(',')}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Which topics the promise is about: those that may hold plaintext. */
export function auditedTopics(all: readonly TopicHandle[]): TopicHandle[] {
  return all.filter(({ plaintext }) => plaintext);
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toLocaleString('en-GB', { maximumFractionDigits: 1 })} s`;
}
