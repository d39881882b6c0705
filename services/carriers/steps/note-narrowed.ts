// Tells beside the records that were narrowed how many there were, carrier by carrier: whoever narrows the policy sees it happen.
import { topics } from '#schemas/generated/topics';
import type { Clock } from '#shared/domain/clock';
import type { OutgoingRecord, UnitResult } from '#shared/pipeline/unit';
import type { CarriersDeps } from './carriers-deps.js';

export interface NoteNarrowedDeps extends Pick<CarriersDeps, 'topicName'> {
  readonly codec: Pick<CarriersDeps['codec'], 'encode'>;
  readonly machineClock: Clock;
}

const SHIPMENTS = /(?:^|\.)carriers\.([^.]+)\.shipments$/;

/** In the same transaction as what it counts. */
export function noteNarrowed(
  deps: NoteNarrowedDeps,
  lane: number,
  policyVersion: number,
  done: UnitResult,
): UnitResult {
  const counts = new Map<string, { rewritten: number; withdrawn: number }>();
  for (const { topic, value } of done.outputs) {
    const carrierId = SHIPMENTS.exec(topic)?.[1];
    if (carrierId === undefined) continue;
    const { rewritten, withdrawn } = counts.get(carrierId) ?? { rewritten: 0, withdrawn: 0 };
    const next = value === null ? { rewritten, withdrawn: withdrawn + 1 } : { rewritten: rewritten + 1, withdrawn };
    counts.set(carrierId, next);
  }
  if (counts.size === 0) return done;
  const at = deps.machineClock.nowMs();
  const notes = [...counts].map(
    ([carrierId, count]): OutgoingRecord => ({
      topic: deps.topicName(topics.shipmentsNarrowed.name),
      partition: lane,
      key: carrierId,
      value: deps.codec.encode(topics.shipmentsNarrowed, { carrierId, policyVersion, ...count, at }),
    }),
  );
  return { ...done, outputs: [...done.outputs, ...notes] };
}
