// Every field an allow-list can name: where it comes from, what it holds of a person, and its Avro type. A carrier's record can hold no other.
import type { CategoryId } from '../vocabulary.js';
import type { CustomsItem, ReleaseItem, ReleaseOrder, ShipmentRecord } from './release-order.js';

type Value = string | number | readonly string[] | null;

interface FieldBase {
  /** Name in allow-lists. */
  readonly id: string;
  /** Name in the record. */
  readonly name: string;
  /** Path in the order as published; the weight of a parcel comes from its packing. */
  readonly sourcePath: string;
  readonly category: CategoryId;
  readonly type: 'string' | 'int' | 'strings';
  readonly doc: string;
  readonly unit?: string;
}

/** A field of the parcel itself. `read` and `write` are closures so that each access is to one fixed property. */
export interface ParcelField extends FieldBase {
  readonly read: (order: ReleaseOrder) => Value;
  readonly write: (record: ShipmentRecord, value: never) => void;
}

/** A field of each customs item. */
export interface ItemField extends FieldBase {
  readonly read: (item: ReleaseItem) => Value;
  readonly write: (item: CustomsItem, value: never) => void;
}

/** Name of the array of customs items in the record. */
export const CUSTOMS_ITEMS = 'customsItems';

/** In the order of the record. */
export const PARCEL_FIELDS: readonly ParcelField[] = [
  {
    ...shipping('recipientName', 'string', 'Name on the label.'),
    read: (order) => order.shipping.recipientName,
    write: (record, value: string) => void (record.recipientName = value),
  },
  {
    ...shipping('addressLines', 'strings', 'Street, number and additions, in the order of the label.'),
    read: (order) => order.shipping.addressLines,
    write: (record, value: readonly string[]) => void (record.addressLines = value),
  },
  {
    ...shipping('city', 'string', 'Town of the address.'),
    read: (order) => order.shipping.city,
    write: (record, value: string) => void (record.city = value),
  },
  {
    ...shipping('region', 'string', 'State, province or county.'),
    read: (order) => order.shipping.region,
    write: (record, value: string) => void (record.region = value),
  },
  {
    ...shipping('postalCode', 'string', 'Postal code in the form of the country.'),
    read: (order) => order.shipping.postalCode,
    write: (record, value: string) => void (record.postalCode = value),
  },
  {
    ...shipping('countryCode', 'string', 'Country the parcel goes to.', 'ISO 3166-1 alpha-2 code'),
    read: (order) => order.shipping.countryCode,
    write: (record, value: string) => void (record.countryCode = value),
  },
  {
    ...shipping('phone', 'string', 'Number to call or text about this delivery only.', 'E.164 number'),
    read: (order) => order.shipping.phone,
    write: (record, value: string) => void (record.phone = value),
  },
  {
    ...shipping('email', 'string', 'Address to write to about this delivery only.', 'e-mail address'),
    read: (order) => order.shipping.email,
    write: (record, value: string) => void (record.email = value),
  },
  {
    ...shipping('pickupPointId', 'string', 'Number of the locker or shop.', undefined, 'shipping.pickupPoint.pointId'),
    read: (order) => order.shipping.pickupPoint?.pointId ?? null,
    write: (record, value: string) => void (record.pickupPointId = value),
  },
  {
    ...shipping(
      'customerPostNumber',
      'string',
      "The recipient's number with the carrier.",
      undefined,
      'shipping.pickupPoint.customerPostNumber',
    ),
    read: (order) => order.shipping.pickupPoint?.customerPostNumber ?? null,
    write: (record, value: string) => void (record.customerPostNumber = value),
  },
  {
    ...shipping('serviceLevel', 'string', 'Service of the carrier, for example standard or express.'),
    read: (order) => order.shipping.serviceLevel,
    write: (record, value: string) => void (record.serviceLevel = value),
  },
  {
    id: 'weightGrams',
    name: 'weightGrams',
    sourcePath: 'weightGrams',
    category: 'order-content',
    type: 'int',
    doc: 'Weight of the packed parcel.',
    unit: 'grams',
    read: (order) => order.weightGrams,
    write: (record, value: number) => void (record.weightGrams = value),
  },
];

/** Fields of `customsItems`, which exists only where an allow-list names one of them. */
export const ITEM_FIELDS: readonly ItemField[] = [
  {
    ...customs('description', 'string', 'What it is.'),
    read: (item) => item.description,
    write: (out, value: string) => void (out.description = value),
  },
  {
    ...customs('quantity', 'int', 'How many pieces.', 'pieces'),
    read: (item) => item.quantity,
    write: (out, value: number) => void (out.quantity = value),
  },
  {
    ...customs('unitPrice', 'string', 'Price of one piece as a decimal string.', 'units of currency'),
    read: (item) => item.unitPrice,
    write: (out, value: string) => void (out.unitPrice = value),
  },
  {
    ...customs('currency', 'string', 'Currency of unitPrice.', 'ISO 4217 code'),
    read: (item) => item.currency,
    write: (out, value: string) => void (out.currency = value),
  },
  {
    ...customs('weightGrams', 'int', 'Weight of one piece.', 'grams'),
    read: (item) => item.weightGrams,
    write: (out, value: number) => void (out.weightGrams = value),
  },
  {
    ...customs('originCountry', 'string', 'Country the goods were made in.', 'ISO 3166-1 alpha-2 code'),
    read: (item) => item.originCountry,
    write: (out, value: string) => void (out.originCountry = value),
  },
  {
    ...customs('hsCode', 'string', 'Customs tariff number of the Harmonized System.'),
    read: (item) => item.hsCode,
    write: (out, value: string) => void (out.hsCode = value),
  },
];

export const RELEASABLE_FIELDS: readonly FieldBase[] = [...PARCEL_FIELDS, ...ITEM_FIELDS];

function shipping(
  id: string,
  type: FieldBase['type'],
  doc: string,
  unit?: string,
  sourcePath = `shipping.${id}`,
): FieldBase {
  return { id, name: id, sourcePath, category: 'shipping', type, doc, ...(unit === undefined ? {} : { unit }) };
}

function customs(name: string, type: FieldBase['type'], doc: string, unit?: string): FieldBase {
  return {
    id: `${CUSTOMS_ITEMS}.${name}`,
    name,
    sourcePath: `items[].${name}`,
    category: 'order-content',
    type,
    doc,
    ...(unit === undefined ? {} : { unit }),
  };
}
