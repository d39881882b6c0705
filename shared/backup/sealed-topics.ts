// Which topics a backup holds: those of the broker that keep state and never hold plaintext, and the ledger.
import { type TopicHandle, topics } from '#schemas/generated/topics';

export function sealedTopics(all: readonly TopicHandle[]): TopicHandle[] {
  return all.filter(
    ({ name, plaintext, cleanup }) => !plaintext && (cleanup === 'compact' || name === topics.erasureLedger.name),
  );
}

/** The desk refuses nothing that it follows, so it has no dead letters; what its shelves lost it has to read again all the same. */
const WITHOUT_DEAD_LETTERS = ['desk'] as const;

/** Every other service of ours has dead letters of its own; nobody else has. */
const SERVICES: ReadonlySet<string> = new Set([
  ...WITHOUT_DEAD_LETTERS,
  ...Object.values(topics as Readonly<Record<string, TopicHandle>>).flatMap(({ name, owner }) =>
    name.endsWith('.dead-letters') ? [owner] : [],
  ),
]);

/** Whether a group, prefix taken off, is one of a service: `erasure`, `erasure-ledger`. Groups of others are left alone. */
export function isServiceGroup(groupId: string): boolean {
  return SERVICES.has(groupId) || SERVICES.has(groupId.split('-', 1)[0] ?? '');
}
