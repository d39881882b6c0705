// Whether an address can be one: known country, postal code in the form of the country, texts that are whole, filled and not too long.
// It says nothing about whether the address exists. Codes and paths, never values. Pure.
import { COUNTRY_CODES } from './address/country-codes.js';
import { POSTAL_CODES } from './address/postal-codes.js';
import { isWellFormedText } from './address/well-formed-text.js';

export interface AddressFault {
  readonly code: 'COUNTRY_UNKNOWN' | 'POSTAL_CODE_INVALID' | 'FIELD_INVALID';
  /** Path below the given prefix, for example `shipping.addressLines[1]`. */
  readonly path: string;
}

export interface CheckedAddress {
  readonly recipientName: string;
  readonly addressLines: readonly string[];
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly countryCode: string;
  readonly pickupPoint: { readonly pointId: string; readonly customerPostNumber: string | null } | null;
}

/** Longest texts, in UTF-16 units; labels hold less, but carriers cut differently. */
export const ADDRESS_LIMITS = { text: 100, line: 120, lines: 6, number: 40 } as const;

const NOTHING: readonly AddressFault[] = Object.freeze([]);

/**
 * All faults of an address, in the order of its fields; empty when it is in order. Postal codes are checked where their form is known (address/postal-codes.ts).
 * @param prefix path of the address in its record
 */
export function findAddressFaults(address: CheckedAddress, prefix = 'shipping'): readonly AddressFault[] {
  let faults: AddressFault[] | undefined;
  const fault = (code: AddressFault['code'], path: string): void => {
    (faults ??= []).push({ code, path: `${prefix}.${path}` });
  };
  const check = (text: string | null | undefined, longest: number, path: string): void => {
    if (text !== null && text !== undefined && !isSoundText(text, longest)) fault('FIELD_INVALID', path);
  };

  check(address.recipientName, ADDRESS_LIMITS.text, 'recipientName');
  if (address.addressLines.length > ADDRESS_LIMITS.lines) fault('FIELD_INVALID', 'addressLines');
  for (let i = 0; i < address.addressLines.length; i++) {
    if (!isSoundText(address.addressLines[i] as string, ADDRESS_LIMITS.line))
      fault('FIELD_INVALID', `addressLines[${i}]`);
  }
  check(address.city, ADDRESS_LIMITS.text, 'city');
  check(address.region, ADDRESS_LIMITS.text, 'region');
  const { countryCode, postalCode } = address;
  if (postalCode !== null && postalCode !== undefined) {
    const form = POSTAL_CODES.get(countryCode);
    if (form === undefined) check(postalCode, ADDRESS_LIMITS.number, 'postalCode');
    else if (!form.test(postalCode)) fault('POSTAL_CODE_INVALID', 'postalCode');
  }
  if (!isCountryCode(countryCode)) fault('COUNTRY_UNKNOWN', 'countryCode');
  check(address.pickupPoint?.pointId, ADDRESS_LIMITS.number, 'pickupPoint.pointId');
  check(address.pickupPoint?.customerPostNumber, ADDRESS_LIMITS.number, 'pickupPoint.customerPostNumber');
  return faults ?? NOTHING;
}

/** Tells an ISO 3166-1 alpha-2 code; capitals only. */
export function isCountryCode(text: string): boolean {
  return COUNTRY_CODES.has(text);
}

function isSoundText(text: string, longest: number): boolean {
  return text.length <= longest && text.trim() !== '' && isWellFormedText(text);
}
