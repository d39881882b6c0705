// The events of one order in one unit, applied to what is known of it. Pure: the same events and state give the same fold, and a unit
// folds as its records would one by one.
import type { RefusalCode } from '#shared/errors/catalogue';
import type { Refusal } from '#shared/pipeline/unit';
import { applyEvent, type RefusalCode as DomainRefusal, rememberRefusal } from '../domain/apply-event.js';
import { bearsBlocks, type OrderEvent } from '../domain/order-event.js';
import { byTimeOfHappening } from '../domain/order-of-happening.js';
import type { OrderState } from '../domain/order-state.js';
import type { CheckedEvent } from './checked-event.js';

/** An event that can be applied once its order is placed (again), and the code by which its waiting is announced. */
export interface WaitingEvent {
  readonly item: CheckedEvent;
  readonly code: 'EVENT_EARLY' | 'ORDER_REFUSED';
}

export interface Fold {
  /** The state to publish; undefined when no event was applied or repeated. */
  readonly publish: OrderState | undefined;
  /** True when that state is not the one already stored. */
  readonly changed: boolean;
  /** Events whose blocks are to be sealed. */
  readonly placements: readonly CheckedEvent[];
  readonly waiting: readonly WaitingEvent[];
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
  const refusals: Refusal[] = [];
  const refused: { event: OrderEvent; code: DomainRefusal }[] = [];
  let waiting: WaitingEvent[] = [];
  let state = before;
  let touched = false;
  let changed = false;

  function take(item: CheckedEvent): void {
    const outcome = applyEvent(state, item.event, policyVersion);
    if (outcome.kind === 'applied' || outcome.kind === 'repeated') {
      state = outcome.state;
      touched = true;
      changed ||= outcome.kind === 'applied';
      if (bearsBlocks(item.event)) placements.push(item);
      if (item.refusal !== undefined) refusals.push(item.refusal);
    } else if (outcome.kind === 'early') waiting.push({ item, code: 'EVENT_EARLY' });
    else if (outcome.code === 'ORDER_REFUSED' && !bearsBlocks(item.event))
      waiting.push({ item, code: 'ORDER_REFUSED' });
    else {
      refused.push({ event: item.event, code: outcome.code });
      refusals.push(item.refusal ?? refuse(item, outcome.code));
    }
  }

  for (const item of events) {
    take(item);
    if (item.event.type !== 'placed' || waiting.length === 0) continue;
    const called = waiting.map(({ item: waited }) => waited);
    waiting = [];
    for (const waited of called.sort((one, other) => byTimeOfHappening(one.event, other.event))) take(waited);
  }
  // What was refused before its order was there is remembered as well: delivered again, it is refused again.
  if (state !== undefined) for (const { event, code } of refused) state = rememberRefusal(state, event, code);
  return { publish: touched ? state : undefined, changed, placements, waiting, refusals };
}

/** Whatever comes for an erased order is refused, for ever. */
export function refuseErased(events: readonly CheckedEvent[]): Fold {
  const refusals = events.map((event) => refuse(event, 'ORDER_ERASED'));
  return { publish: undefined, changed: false, placements: [], waiting: [], refusals };
}

export function refuse(item: CheckedEvent, code: RefusalCode): Refusal {
  return { record: item.record, code, fieldPaths: [], step: STEP, orderRef: item.orderRef };
}
