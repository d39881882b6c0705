// What readiness says of a service's lanes: another instance may have them all, but whoever is in no group does no work.
import type { LaneConsumer } from '#shared/kafka/ports';

export function lanesCheck(consumer: Pick<LaneConsumer, 'lanes' | 'isMember'>): {
  readonly ok: boolean;
  readonly note: string;
} {
  if (!consumer.isMember())
    return { ok: false, note: 'not in the group: Kafka does not answer, or has not let us in yet' };
  return { ok: true, note: `lanes ${consumer.lanes().join(' ') || 'none (another instance has them)'}` };
}
