// The texts of an OrderPlaced that are looked at, plain or in the wrappers that tell the branches of an Avro union apart.

export interface ScannedOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly items: readonly { readonly sku: string; readonly description: string }[];
  readonly shipping?: Block<'fulfilment.orders.Shipping', ScannedShipping>;
  readonly contact?: Block<'fulfilment.orders.Contact', ScannedContact>;
  readonly payment?: Block<'fulfilment.orders.Payment', ScannedPayment>;
  readonly signals?: Block<'fulfilment.orders.Signals', ScannedSignals>;
}

export interface ScannedShipping {
  readonly recipientName: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly addressLines: readonly string[];
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly pickupPoint: { readonly pointId: string; readonly customerPostNumber: string | null } | null;
  readonly serviceLevel: string;
}

export interface ScannedContact {
  readonly email: string;
  readonly phone: string | null;
}

export interface ScannedPayment {
  readonly method: string;
  readonly reference: string;
  readonly cardLast4: string | null;
}

export interface ScannedSignals {
  readonly deviceId: string;
  readonly ipAddress: string;
  readonly userAgent: string | null;
  readonly acceptLanguage: string | null;
}

/** A block as it may come: plain, plain in its wrapper, sealed (in its wrapper or not), or not there. */
type Block<Name extends string, Plain> =
  | Plain
  | { readonly [Key in Name]: Plain }
  | { readonly ciphertext: unknown }
  | { readonly 'fulfilment.crypto.SealedBlock': unknown }
  | null
  | undefined;

/** The plain block, or null when there is none to look at. */
export function blockOf<Name extends string, Plain extends object>(
  block: Block<Name, Plain>,
  name: Name,
): Plain | null {
  if (block === null || block === undefined) return null;
  if (name in block) return (block as { readonly [Key in Name]: Plain })[name];
  return 'ciphertext' in block || 'fulfilment.crypto.SealedBlock' in block ? null : (block as Plain);
}
