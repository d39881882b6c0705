// The personal blocks of an OrderPlaced or AddressCorrected as plain bytes, to be sealed.
import type { OrderPlaced, Shipping } from '#schemas/generated/records';
import type { AvroCodec } from '#shared/codec/codec';
import { plainOf } from '#shared/order-rules/plain-parts';
import { fraudPartOf, type HashContact } from '#shared/order-rules/fraud-part';
import type { PlainBlock } from './checked-event.js';

/** The four blocks as bytes to be sealed; null when a block came sealed under a key that is not ours. */
export function plainBlocks(
  { codec, hash }: { readonly codec: Pick<AvroCodec, 'encodeBare'>; readonly hash: HashContact },
  order: OrderPlaced,
): readonly PlainBlock[] | null {
  const { shipping, contact, payment, signals } = plainOf(order);
  if (shipping === null || contact === null || payment === null || signals === null) return null;
  const { customerId, orderId, occurredAt: placedAt } = order;
  const { amount, currency } = payment;
  const { countryCode: shipCountry } = shipping;
  const { email, phone, locale } = contact;
  const known = fraudPartOf({ ...shipping, email, phone: phone ?? shipping.phone }, hash);
  return [
    block('shipping', SHIPPING, codec.encodeBare(SHIPPING, shipping)),
    block('contact', CONTACT, codec.encodeBare(CONTACT, contact)),
    block('payment', PAYMENT, codec.encodeBare(PAYMENT, payment)),
    block(
      'signals',
      SIGNALS,
      codec.encodeBare(SIGNALS, {
        customerId,
        signals,
        orderId,
        placedAt,
        amount,
        currency,
        shipCountry,
        locale,
        ...known,
      }),
    ),
  ];
}

/** The one block of an AddressCorrected. */
export function addressBlock(codec: Pick<AvroCodec, 'encodeBare'>, shipping: Shipping): PlainBlock {
  return block('shipping', SHIPPING, codec.encodeBare(SHIPPING, shipping));
}

const SHIPPING = 'fulfilment.orders.Shipping';
const CONTACT = 'fulfilment.orders.Contact';
const PAYMENT = 'fulfilment.orders.Payment';
const SIGNALS = 'fulfilment.orders.SignalsOfAccount';

function block(category: PlainBlock['category'], schemaName: string, plain: Buffer): PlainBlock {
  return { category, schemaName, plain };
}
