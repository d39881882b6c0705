// Which topics a backup holds: those of the broker that keep state and never hold plaintext, and the ledger.
import { type TopicHandle, topics } from '#schemas/generated/topics';

export function sealedTopics(all: readonly TopicHandle[]): TopicHandle[] {
  return all.filter(
    ({ name, plaintext, cleanup }) => !plaintext && (cleanup === 'compact' || name === topics.erasureLedger.name),
  );
}

/** Every service of ours has dead letters of its own; nobody else has. */
const SERVICES = new Set(
  Object.values(topics as Readonly<Record<string, TopicHandle>>).flatMap(({ name, owner }) =>
    name.endsWith('.dead-letters') ? [owner] : [],
  ),
);

/** Whether a group, prefix taken off, is one of a service: `erasure`, `erasure-ledger`. Groups of others are left alone. */
export function isServiceGroup(groupId: string): boolean {
  return SERVICES.has(groupId) || SERVICES.has(groupId.split('-', 1)[0] ?? '');
}
