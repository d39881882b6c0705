// Where a record lies: what brought a release about is told again by it.
import type { IncomingRecord } from '#shared/pipeline/unit';

export function positionOf({ topic, partition, offset }: IncomingRecord): string {
  return `${topic}:${partition}:${offset}`;
}
