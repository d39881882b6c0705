// Refusals that come from when an event arrives, not from what it holds: duplicates, early, late and foreign ones.
import type { CatalogueRow } from '../error-class.js';

export const ORDER_OF_EVENTS = {
  EVENT_DUPLICATE: {
    class: 'dead-letter',
    summary: 'An event with this eventId was accepted before from another position.',
    whatToDo: 'Nothing, the first one counts. Many of them mean that the publisher retries without idempotence.',
  },
  ORDER_DUPLICATE: {
    class: 'dead-letter',
    summary: 'The order was placed before with another event.',
    whatToDo: 'Find out why the order service placed one order twice; the first event counts.',
  },
  EVENT_EARLY: {
    class: 'dead-letter',
    summary: 'The event arrived before its order; it is parked and applied as soon as the order arrives.',
    whatToDo: 'Nothing, unless the order never comes: then look for it at the order service.',
  },
  EVENT_OUT_OF_ORDER: {
    class: 'dead-letter',
    summary: 'The event contradicts what the order already went through.',
    whatToDo: 'Compare the history of the order at its publisher; publish the correct event if one is missing.',
  },
  ORDER_ERASED: {
    class: 'dead-letter',
    summary: 'The order was erased; its late or replayed events are refused for ever.',
    whatToDo: 'Nothing. If the order must come back, place it again under a new orderId.',
  },
  ORDER_REFUSED: {
    class: 'dead-letter',
    summary: 'The event belongs to an order that was refused when it was placed.',
    whatToDo: 'Place the order again without the fault its refusal names: the event waits for it and is applied then.',
  },
  SHIPMENT_UNKNOWN: {
    class: 'dead-letter',
    summary: 'A carrier reports on a shipment that was never released.',
    whatToDo: 'Ask the carrier which shipmentRef it meant.',
  },
  SHIPMENT_FOREIGN: {
    class: 'dead-letter',
    summary: 'A carrier reports on a shipment that was released to another carrier.',
    whatToDo: 'Ask the carrier how it got the reference: this may be a leak.',
  },
  SHIPMENT_WITHDRAWN: {
    class: 'dead-letter',
    summary: 'A carrier reports on a shipment that was taken back before it was handed over.',
    whatToDo: 'Have the carrier stop: the order was cancelled or goes another way, and its tombstone said so.',
  },
  RECEIPT_UNKNOWN: {
    class: 'dead-letter',
    summary: 'A receipt names an erasure or a participant that does not exist.',
    whatToDo: 'Check the participant against the register in the policy.',
  },
  RECEIPT_FORGED: {
    class: 'dead-letter',
    summary: 'The signature of a receipt is not that of the store it names.',
    whatToDo: 'Ask the store; if it has a new key, register it again. Otherwise somebody writes receipts in its name.',
  },
  RECEIPT_REPLAYED: {
    class: 'dead-letter',
    summary: 'The same receipt was accepted before from another position.',
    whatToDo: 'Nothing, the first one counts. Many of them mean that a store sends again what it has sent.',
  },
  RECEIPT_FOREIGN: {
    class: 'dead-letter',
    summary:
      'A receipt comes from a store that is not registered, or is about records that this erasure did not ask it to delete.',
    whatToDo: 'See `npm run participants -- list`; ask the store how it came by these keys: this may be a leak.',
  },
  COMMAND_ORDER_UNKNOWN: {
    class: 'dead-letter',
    summary: 'A command names an order that erasure has never heard of.',
    whatToDo: 'Check the order number; an order that was only just placed is known a second later.',
  },
  COMMAND_ORDER_HELD: {
    class: 'dead-letter',
    summary: 'The order is under a legal hold, so nothing of it may be erased.',
    whatToDo: 'See `npm run hold -- list`; lift the hold first if its authority agrees.',
  },
  COMMAND_ORDER_UNDER_WAY: {
    class: 'dead-letter',
    summary: 'The order is not finished or has an open after-sales case: its data is still needed.',
    whatToDo: 'Wait, cancel the order or close the case; `--even-under-way` erases it nevertheless.',
  },
  COMMAND_TOO_LATE: {
    class: 'dead-letter',
    summary: 'The keys of the order are destroyed already: there is nothing left to hold.',
    whatToDo: 'Tell the authority so; `npm run ledger -- verify` and the certificate show when and why.',
  },
} as const satisfies Record<string, CatalogueRow>;
