// The events of one order in one unit, applied to what is known of it. Pure: the same events and state give the same fold.
import type { RefusalCode } from '#shared/errors/catalogue';
import type { Refusal } from '#shared/pipeline/unit';
import { applyEvent } from '../domain/apply-event.js';
import type { OrderState } from '../domain/order-state.js';
import type { CheckedEvent } from './checked-event.js';

export interface Fold {
  /** The state to publish; undefined when no event was applied or repeated. */
  readonly publish: OrderState | undefined;
  /** True when that state is not the one already stored. */
  readonly changed: boolean;
  /** Placements whose blocks are to be sealed. */
  readonly placements: readonly CheckedEvent[];
  readonly early: readonly CheckedEvent[];
  readonly refusals: readonly Refusal[];
}

const STEP = 'foldOrders';

/** @param before undefined: nothing is known of the order */
export function foldEvents(
  policyVersion: number,
  before: OrderState | undefined,
  events: readonly CheckedEvent[],
): Fold {
  const placements: CheckedEvent[] = [];
  const early: CheckedEvent[] = [];
  const refusals: Refusal[] = [];
  let state = before;
  let touched = false;
  let changed = false;
  for (const item of events) {
    const outcome = applyEvent(state, item.event, policyVersion);
    if (outcome.kind === 'applied' || outcome.kind === 'repeated') {
      state = outcome.state;
      touched = true;
      changed ||= outcome.kind === 'applied';
      if (item.event.type === 'placed') placements.push(item);
      if (item.refusal !== undefined) refusals.push(item.refusal);
    } else if (outcome.kind === 'early') early.push(item);
    else refusals.push(item.refusal ?? refuse(item, outcome.code));
  }
  return { publish: touched ? state : undefined, changed, placements, early, refusals };
}

/** Whatever comes for an erased order is refused, for ever. */
export function refuseErased(events: readonly CheckedEvent[]): Fold {
  const refusals = events.map((event) => refuse(event, 'ORDER_ERASED'));
  return { publish: undefined, changed: false, placements: [], early: [], refusals };
}

function refuse(item: CheckedEvent, code: RefusalCode): Refusal {
  return { record: item.record, code, fieldPaths: [], step: STEP, orderRef: item.orderRef };
}
