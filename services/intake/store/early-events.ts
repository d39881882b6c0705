// The port of the waiting room: events that arrived before their order, kept until it comes. They hold no personal data.
import type { OrderRef } from '#shared/domain/refs';
import type { CheckedEvent } from '../steps/checked-event.js';

export interface EarlyEvents {
  /** Keeps these events; the same event at the same position may come again. */
  park(events: readonly CheckedEvent[]): Promise<void>;
  /** Events kept for these orders, in the order in which they happened. Costs next to nothing while nothing is parked. */
  parkedFor(orderRefs: readonly OrderRef[]): Promise<readonly CheckedEvent[]>;
  /** Lets go of these events: their order knows them now, or will never want them. */
  release(events: readonly CheckedEvent[]): Promise<void>;
  /** Lets go of all events of these orders: they were erased. */
  forget(orderRefs: readonly OrderRef[]): Promise<void>;
}
