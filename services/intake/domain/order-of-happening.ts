// The order in which events that waited for their order are applied: the same one however they came and however often.
import type { OrderEvent } from './order-event.js';

type Happened = Pick<OrderEvent, 'occurredAt' | 'position'>;

/** By the publisher's clock; at the same instant by where their records lay. */
export function byTimeOfHappening(one: Happened, other: Happened): number {
  return one.occurredAt - other.occurredAt || comparePositions(one.position, other.position);
}

/** `topic:partition:offset`, the numbers as numbers: offset 10 comes after offset 9. */
function comparePositions(one: string, other: string): number {
  const [topic = '', partition = '', offset = ''] = one.split(':');
  const [otherTopic = '', otherPartition = '', otherOffset = ''] = other.split(':');
  if (topic !== otherTopic) return topic < otherTopic ? -1 : 1;
  return Number(partition) - Number(otherPartition) || Number(offset) - Number(otherOffset);
}
