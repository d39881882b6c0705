// Refusals of records that others send us: each is a dead letter with field paths and this code, never a value.
import type { CatalogueRow } from '../error-class.js';

export const BAD_INPUT = {
  UNDECODABLE_BYTES: {
    class: 'dead-letter',
    summary: 'The value is not a record in the Confluent wire format of its schema.',
    whatToDo: 'Publish Avro with the five-byte registry prefix; a plain JSON producer is the usual cause.',
  },
  SCHEMA_UNKNOWN: {
    class: 'dead-letter',
    summary: 'The schema id in the value is not in the registry, or is not a schema of this topic.',
    whatToDo:
      'Register the schema under the subject of this topic, then send the dead letter again: `npm run dead-letters -- redeliver`.',
  },
  EVENT_TYPE_UNEXPECTED: {
    class: 'dead-letter',
    summary: 'The record is of a known type that does not belong on this topic.',
    whatToDo: 'Publish the record to the topic which schemas/catalogue names for it.',
  },
  KEY_MISSING: {
    class: 'dead-letter',
    summary: 'The record has no key.',
    whatToDo: 'Set the record key to the id of the order (or to the shipmentRef on carrier topics).',
  },
  KEY_MISMATCH: {
    class: 'dead-letter',
    summary: 'The record key differs from the id inside the record.',
    whatToDo: 'Use the same id as the record key and inside the record.',
  },
  VALUE_EMPTY: {
    class: 'dead-letter',
    summary: 'The record has no value where a value is required.',
    whatToDo: 'Do not publish tombstones here: ask for an erasure instead.',
  },
  FIELD_TYPE_WRONG: {
    class: 'dead-letter',
    summary: 'A field is missing, or has another type than its contract says.',
    whatToDo: 'Fill the named field as the schema in the registry has it, then publish the event again.',
  },
  FIELD_INVALID: {
    class: 'dead-letter',
    summary: 'A field has the right type but its value is outside what its contract allows.',
    whatToDo:
      'Correct the named field (formats: schemas/README.md, times are in milliseconds), then publish the event again.',
  },
  FIELD_UNKNOWN: {
    class: 'dead-letter',
    summary: 'The record holds a field that no purpose of the policy allows us to collect.',
    whatToDo: 'Remove the named field at its publisher; a new field needs a policy version first.',
  },
  VALUE_TOO_LARGE: {
    class: 'dead-letter',
    summary: 'The value or one of its fields is larger than the limit.',
    whatToDo: 'Send the order without attachments or free text beyond the limits in schemas/README.md.',
  },
  TOO_MANY_ITEMS: {
    class: 'dead-letter',
    summary: 'A list in the record has more entries than the limit.',
    whatToDo: 'Split the order: schemas/README.md has the limits.',
  },
  FORBIDDEN_CARD_SECURITY_CODE: {
    class: 'dead-letter',
    summary: 'The record holds a card security code, which must never be collected.',
    whatToDo: 'Stop the publisher from sending it; it may have to be reported under the card rules.',
  },
  FORBIDDEN_CARD_NUMBER: {
    class: 'dead-letter',
    summary: 'The record holds a full card number, which must never be collected.',
    whatToDo: 'Send at most the last four digits; tell the payment team where the number came from.',
  },
  FORBIDDEN_LOCATION: {
    class: 'dead-letter',
    summary: 'The record holds a device location, which must never be collected.',
    whatToDo: 'Remove the location from the event at its publisher.',
  },
  FORBIDDEN_ALBUM: {
    class: 'dead-letter',
    summary: 'The record holds pictures or album contents, which must never be collected.',
    whatToDo: 'Remove the pictures from the event at its publisher.',
  },
  COUNTRY_UNKNOWN: {
    class: 'dead-letter',
    summary: 'A country code is not an ISO 3166-1 alpha-2 code.',
    whatToDo: 'Send the two-letter code of the country.',
  },
  POSTAL_CODE_INVALID: {
    class: 'dead-letter',
    summary: 'The postal code does not have the form its country uses.',
    whatToDo: 'Correct the address with the customer, then publish the event again.',
  },
  CARRIER_UNKNOWN: {
    class: 'dead-letter',
    summary: 'The order names a carrier that the policy does not list.',
    whatToDo: 'Add the carrier with its allow-list and agreement to the policy, or correct the order.',
  },
  BLOCK_KEY_UNKNOWN: {
    class: 'dead-letter',
    summary: 'A block that the publisher sealed names a key we do not hold.',
    whatToDo: 'Seal to the newest key on orders.ingress-keys, then publish the order again.',
  },
  BLOCK_KEY_EXPIRED: {
    class: 'dead-letter',
    summary: 'A block was sealed to a key that has been replaced for longer than its grace period.',
    whatToDo: 'Let the publisher follow orders.ingress-keys; seal to the newest key and publish the order again.',
  },
  BLOCK_ALTERED: {
    class: 'dead-letter',
    summary: 'A sealed block does not open: it was altered, or was sealed for another order, event or category.',
    whatToDo:
      'Seal each block for its own event as shared/hpke/README.md says; if the publisher did, treat it as tampering.',
  },
} as const satisfies Record<string, CatalogueRow>;
