// What a sealed block is bound to, as text that any language can write: one line each, the id that a shop chooses freely comes last.

/** Road of events from the order service to intake: `info` of its sessions. */
export const ORDERS_INFO = 'fulfilment/orders.events';

/** Road of shipments to one carrier: `info` of its sessions. */
export function shipmentsInfo(carrierId: string): string {
  return `fulfilment/carriers.${carrierId}.shipments`;
}

/** A personal block of an event: another order, another event, another category or another record type, and it does not open. */
export function blockBinding(category: string, schemaName: string, eventId: string, orderId: string): Buffer {
  return Buffer.from(`${category}\n${schemaName}\n${eventId}\n${orderId}`, 'utf8');
}

/** A shipment for a carrier: the record key is what it is bound to. */
export function shipmentBinding(shipmentRef: string): Buffer {
  return Buffer.from(shipmentRef, 'utf8');
}

/** Road of what is disclosed to one judicial authority: `info` of its sessions. */
export function disclosuresInfo(authorityId: string): string {
  return `fulfilment/disclosures.${authorityId}`;
}

/** A disclosure: the number of the request is what it is bound to. */
export function disclosureBinding(requestId: string): Buffer {
  return Buffer.from(requestId, 'utf8');
}

/** Road of what people authorise one third party to have: `info` of its sessions. */
export function authorisedInfo(thirdPartyId: string): string {
  return `fulfilment/third-parties.${thirdPartyId}.disclosures`;
}

/** What was authorised: the record key is what it is bound to. */
export function authorisedBinding(authorisationId: string): Buffer {
  return Buffer.from(authorisationId, 'utf8');
}
