// An order whose personal blocks are sealed to intake's public key: what is left in plain is what was ordered and by which number.
import type { OrderPlaced, SealedBlock } from '#schemas/generated/records';
import type { AvroCodec } from '#shared/codec/codec';
import { blockBinding } from '#shared/hpke/associated-data';
import type { SealingSession } from '#shared/hpke/sealing-session';

const SHIPPING = 'fulfilment.orders.Shipping';
const CONTACT = 'fulfilment.orders.Contact';
const PAYMENT = 'fulfilment.orders.Payment';
const SIGNALS = 'fulfilment.orders.Signals';

/** Blocks that are sealed already stay as they are. */
export function sealOrder(
  codec: Pick<AvroCodec, 'encodeBare'>,
  session: SealingSession,
  order: OrderPlaced,
): OrderPlaced {
  const { eventId, orderId, shipping, contact, payment, signals } = order;
  const seal = (category: string, schemaName: string, plain: Buffer): Sealed => {
    return {
      'fulfilment.crypto.SealedBlock': session.seal(plain, blockBinding(category, schemaName, eventId, orderId)),
    };
  };
  return {
    ...order,
    shipping:
      SHIPPING in shipping ? seal('shipping', SHIPPING, codec.encodeBare(SHIPPING, shipping[SHIPPING])) : shipping,
    contact: CONTACT in contact ? seal('contact', CONTACT, codec.encodeBare(CONTACT, contact[CONTACT])) : contact,
    payment: PAYMENT in payment ? seal('payment', PAYMENT, codec.encodeBare(PAYMENT, payment[PAYMENT])) : payment,
    signals: SIGNALS in signals ? seal('signals', SIGNALS, codec.encodeBare(SIGNALS, signals[SIGNALS])) : signals,
  };
}

interface Sealed {
  readonly 'fulfilment.crypto.SealedBlock': SealedBlock;
}
