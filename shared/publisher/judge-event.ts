// What is wrong with an event, with what to do about it: the same codes that intake would refuse it with.
import { CATALOGUE, type RefusalCode } from '#shared/errors/catalogue';
import { isFulfilmentError } from '#shared/errors/fulfilment-error';
import { findEventFaults, gravest, type NamedEvent } from '#shared/order-rules/event-faults';
import type { Fault } from '#shared/order-rules/find-faults';
import { findShapeFaults, isOrderEventName } from '#shared/order-rules/shape-faults';
import type { Policy } from '#shared/policy/policy';

export interface ExplainedFault extends Fault {
  readonly summary: string;
  readonly whatToDo: string;
}

export interface Judgement {
  readonly code: RefusalCode;
  readonly faults: readonly ExplainedFault[];
}

/** Null when intake would take the event as it is. */
export function judgeEvent(policy: Policy, event: NamedEvent): Judgement | null {
  const faults = findEventFaults(policy, event);
  return faults.length === 0 ? null : judgementOf(faults);
}

/** Null when the contract knows events of this name. */
export function judgeName(recordName: string): Judgement | null {
  return isOrderEventName(recordName) ? null : judgementOf([{ code: 'EVENT_TYPE_UNEXPECTED', path: '' }]);
}

/**
 * For callers that the compiler does not hold: an object that is not even of the event's shape makes the rules or the encoder stumble.
 * Null for every other error.
 * @param event as the shop gave it
 */
export function misshapen(error: unknown, recordName: NamedEvent['recordName'], event: unknown): Judgement | null {
  const fields = fieldsOf(error);
  if (fields === null) return null;
  const faults = findShapeFaults(recordName, event);
  return judgementOf(faults.length > 0 ? faults : fields.map((path) => ({ code: 'FIELD_TYPE_WRONG', path })));
}

function judgementOf(faults: readonly Fault[]): Judgement {
  return { code: gravest(faults), faults: faults.map(explain) };
}

function fieldsOf(error: unknown): readonly string[] | null {
  if (error instanceof TypeError) return [''];
  if (!isFulfilmentError(error) || error.code !== 'UNEXPECTED') return null;
  const { fields } = error.details;
  return typeof fields === 'string' ? fields.split(', ') : null;
}

function explain({ code, path }: Fault): ExplainedFault {
  const { summary, whatToDo } = CATALOGUE[code];
  return { code, path, summary, whatToDo };
}
