// The parts of an address that can be corrected, in words, and what may be wrong with one.

export interface AddressField {
  readonly name: string;
  readonly says: string;
  readonly most: number;
  /** It need not be there at all. */
  readonly isOptional?: true;
  readonly pattern?: string;
  readonly hint?: string;
}

export const ADDRESS_FIELDS: readonly AddressField[] = [
  { name: 'recipientName', says: 'Name', most: 100 },
  { name: 'addressLines', says: 'Street and number', most: 700, hint: 'All lines of the label, each on its own.' },
  { name: 'postalCode', says: 'Postal code', most: 20, isOptional: true },
  { name: 'city', says: 'City', most: 100 },
  { name: 'region', says: 'Region', most: 100, isOptional: true },
  { name: 'countryCode', says: 'Country', most: 2, pattern: '[A-Z]{2}', hint: 'Two capital letters, such as DE.' },
  { name: 'phone', says: 'Telephone', most: 30, isOptional: true },
  { name: 'email', says: 'Mail address for the carrier', most: 254, isOptional: true },
];

const FAULTS: Readonly<Record<string, string>> = {
  POSTAL_CODE_INVALID: 'no postal code of this country looks like that',
  COUNTRY_UNKNOWN: 'there is no such country',
  COUNTRY_NOT_SERVED: 'the carrier does not deliver to this country',
  FIELD_INVALID: 'too long, or not to be printed on a label',
};

/** `postalCode` → `Postal code`, `addressLines[1]` → `Street and number` */
export const addressField = (name: string): string =>
  ADDRESS_FIELDS.find((field) => field.name === name.replace(/\[\d+\]$/, ''))?.says ?? name;

/** What a code says of a field; null: it is none that addresses have. */
export const addressFault = (code: string): string | null => FAULTS[code] ?? null;
