// Events whose personal blocks are sealed to intake's public key: what is left in plain is what was ordered and by which number.
import type { AddressCorrected, OrderPlaced, SealedBlock } from '#schemas/generated/records';
import type { AvroCodec } from '#shared/codec/codec';
import { blockBinding } from '#shared/hpke/associated-data';
import type { SealingSession } from '#shared/hpke/sealing-session';
import type { NamedEvent } from '#shared/order-rules/event-faults';

const SHIPPING = 'fulfilment.orders.Shipping';
const CONTACT = 'fulfilment.orders.Contact';
const PAYMENT = 'fulfilment.orders.Payment';
const SIGNALS = 'fulfilment.orders.Signals';

/** Records of `orders.events` with personal blocks; a test holds the list to the schemas. */
export const BEARING_BLOCKS: ReadonlySet<NamedEvent['recordName']> = new Set([
  'fulfilment.orders.OrderPlaced',
  'fulfilment.orders.AddressCorrected',
]);

type Codec = Pick<AvroCodec, 'encodeBare'>;

/** The value of the event, sealed where it has blocks. Blocks that are sealed already stay as they are. */
export function sealEvent(codec: Codec, session: SealingSession, event: NamedEvent): NamedEvent['value'] {
  if (event.recordName === 'fulfilment.orders.OrderPlaced') return sealOrder(codec, session, event.value);
  if (event.recordName === 'fulfilment.orders.AddressCorrected') return sealCorrection(codec, session, event.value);
  return event.value;
}

export function sealOrder(codec: Codec, session: SealingSession, order: OrderPlaced): OrderPlaced {
  const { contact, payment, signals } = order;
  const seal = sealerOf(session, order);
  return {
    ...order,
    shipping: sealShipping(codec, seal, order.shipping),
    contact: CONTACT in contact ? seal('contact', CONTACT, codec.encodeBare(CONTACT, contact[CONTACT])) : contact,
    payment: PAYMENT in payment ? seal('payment', PAYMENT, codec.encodeBare(PAYMENT, payment[PAYMENT])) : payment,
    signals: SIGNALS in signals ? seal('signals', SIGNALS, codec.encodeBare(SIGNALS, signals[SIGNALS])) : signals,
  };
}

/** A correction of which nothing can be read on its way. */
export type SealedCorrection = Omit<AddressCorrected, 'shipping'> & { readonly shipping: Sealed };

export function sealCorrection(codec: Codec, session: SealingSession, event: AddressCorrected): SealedCorrection {
  const { shipping } = event;
  const sealed =
    SHIPPING in shipping
      ? sealerOf(session, event)('shipping', SHIPPING, codec.encodeBare(SHIPPING, shipping[SHIPPING]))
      : shipping;
  return { ...event, shipping: sealed };
}

interface Sealed {
  readonly 'fulfilment.crypto.SealedBlock': SealedBlock;
}

type Seal = (category: string, schemaName: string, plain: Buffer) => Sealed;

function sealerOf(session: SealingSession, { eventId, orderId }: Pick<OrderPlaced, 'eventId' | 'orderId'>): Seal {
  return (category, schemaName, plain) => ({
    'fulfilment.crypto.SealedBlock': session.seal(plain, blockBinding(category, schemaName, eventId, orderId)),
  });
}

function sealShipping(codec: Codec, seal: Seal, shipping: OrderPlaced['shipping']): OrderPlaced['shipping'] {
  return SHIPPING in shipping ? seal('shipping', SHIPPING, codec.encodeBare(SHIPPING, shipping[SHIPPING])) : shipping;
}
