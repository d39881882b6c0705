// Tells when a service has just written to the database and not yet committed to Kafka: the worst moment to be killed.
import type { ChangeStream } from 'mongodb';
import type { WorldView } from '#test/support/world-view';
import type { ServiceName } from './service-names.js';

export interface WriteWatch {
  /** Resolves at the service's next write, or after `limitMs` when there is none. */
  nextWrite(service: ServiceName, limitMs: number): Promise<void>;
  close(): Promise<void>;
}

/** By the beginning of the collection's name. The keys are intake's until they are destroyed, which empties them. */
const OWNERS: readonly (readonly [collection: string, owner: ServiceName])[] = [
  ['vault_keys', 'intake'],
  ['intake.', 'intake'],
  ['carriers.', 'carriers'],
  ['erasure.', 'erasure'],
];

export function watchWrites({ platform }: WorldView): WriteWatch {
  const waiting = new Map<ServiceName, () => void>();
  const stream: ChangeStream = platform.database.watch([], { maxAwaitTimeMS: 50 });
  stream.on('change', (change) => {
    if (!('ns' in change) || !('coll' in change.ns)) return;
    const { coll } = change.ns;
    const removed = change.operationType === 'update' ? (change.updateDescription.removedFields ?? []) : [];
    const owner = removed.includes('wrapped') ? 'erasure' : OWNERS.find(([name]) => coll.startsWith(name))?.[1];
    if (owner !== undefined) waiting.get(owner)?.();
  });
  // A stream that breaks only makes the kills less well aimed.
  stream.on('error', () => undefined);
  return {
    nextWrite: (service, limitMs) =>
      new Promise((resolve) => {
        const limit = setTimeout(done, limitMs);
        function done(): void {
          clearTimeout(limit);
          waiting.delete(service);
          resolve();
        }
        waiting.set(service, done);
      }),
    close: () => stream.close(),
  };
}
