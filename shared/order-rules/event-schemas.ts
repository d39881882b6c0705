// What an event must look like beyond its Avro types: lengths, ranges and formats, each with the path that breaks it.
import { z } from 'zod';
import { isPlausibleTime } from '#shared/domain/plausible-time';
import { isWellFormedText } from '#shared/policy/address/well-formed-text';

/** Limits of the contract with publishers; documented in schemas/README.md. */
export const LIMITS = {
  items: 500,
  parcels: 100,
  shortText: 200,
  longText: 500,
  addressLines: 6,
  valueBytes: 1_048_576,
} as const;

/** Filled, and whole as it was written: a half surrogate pair or a control character is no text of a person or a shop. */
function isWhole(text: string): boolean {
  return text.trim() !== '' && isWellFormedText(text);
}

const ID_LENGTH = 100;
const id = z.string().min(1).max(ID_LENGTH).refine(isWhole);
/** The id must be usable as a record key before anything else can be said of the event. */
export function isSoundOrderId(value: unknown): value is string {
  // The rule of `id` written out: of all that is asked of an event, this is asked of every one.
  return typeof value === 'string' && value.length >= 1 && value.length <= ID_LENGTH && isWhole(value);
}

const shortText = z.string().min(1).max(LIMITS.shortText).refine(isWhole);
const country = z.string().regex(/^[A-Z]{2}$/);
const currency = z.string().regex(/^[A-Z]{3}$/);
const money = z.string().regex(/^\d{1,12}(\.\d{1,4})?$/);
const timeMs = z.number().int().refine(isPlausibleTime);
const email = z
  .string()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+$/)
  .refine(isWellFormedText);
const phone = z
  .string()
  .max(30)
  .regex(/^\+?[\d\s().\-/]{4,}$/);

const base = {
  eventId: z.string().regex(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i),
  orderId: id,
  occurredAt: timeMs,
};

const item = z.object({
  sku: id,
  description: z.string().min(1).max(LIMITS.longText).refine(isWhole),
  quantity: z.number().int().min(1).max(10_000),
  unitPrice: money,
  currency,
  weightGrams: z.number().int().min(0).max(1_000_000),
  originCountry: country.nullish(),
  hsCode: z
    .string()
    .regex(/^\d{4,10}$/)
    .nullish(),
});

export const shipping = z.object({
  recipientName: shortText,
  phone: phone.nullish(),
  email: email.nullish(),
  addressLines: z.array(shortText).max(LIMITS.addressLines),
  city: shortText,
  region: shortText.nullish(),
  postalCode: z.string().min(1).max(20).nullish(),
  countryCode: country,
  pickupPoint: z.object({ pointId: id, customerPostNumber: id.nullish() }).nullable(),
  carrierId: id,
  serviceLevel: id,
});

export const contact = z.object({
  email,
  phone: phone.nullish(),
  locale: z.string().regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/),
});

export const payment = z.object({
  method: id,
  reference: shortText,
  amount: money,
  currency,
  cardLast4: z
    .string()
    .regex(/^\d{4}$/)
    .nullish(),
});

/** A malformed IP address is a fraud signal, never a refused order: only its length is bounded here. */
export const signals = z.object({
  deviceId: z.string().max(LIMITS.shortText),
  ipAddress: z.string().max(LIMITS.longText),
  userAgent: z.string().max(2_000).nullish(),
  acceptLanguage: z.string().max(LIMITS.longText).nullish(),
  accountCreatedAt: timeMs.nullish(),
  asn: z.number().int().nullish(),
});

export const placed = z.object({ ...base, customerId: id, items: z.array(item).min(1).max(LIMITS.items) });

export const paymentConfirmed = z.object({ ...base, amount: money, currency });

export const cancelled = z.object(base);

export const packed = z.object({
  ...base,
  parcels: z
    .array(
      z.object({
        parcel: z.number().int().min(1).max(LIMITS.parcels),
        weightGrams: z.number().int().min(0).max(1_000_000),
        skus: z.array(z.object({ sku: id, quantity: z.number().int().min(1).max(10_000) })).max(LIMITS.items),
      }),
    )
    .min(1)
    .max(LIMITS.parcels)
    // Two parcels of one number would be one shipment to everybody who reads of them.
    .refine((parcels) => new Set(parcels.map(({ parcel }) => parcel)).size === parcels.length),
});

export const rerouted = z.object({ ...base, carrierId: id, serviceLevel: id });

export const addressCorrected = z.object(base);

export const afterSales = z.object({ ...base, caseId: id });
