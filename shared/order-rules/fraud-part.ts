// What the fraud check may know of contact and address: hashes of them in one spelling, and fragments that name nobody. The values stay behind.

import { addressSpelling } from './address-spelling.js';

export interface ContactToHash {
  readonly email: string;
  readonly phone: string | null;
  readonly addressLines: readonly string[];
  readonly postalCode: string | null;
  readonly city: string;
  readonly countryCode: string;
}

export interface FraudPart {
  readonly mailDomain: string;
  readonly mailDigits: number;
  readonly phonePrefix: string | null;
  readonly emailHash: string;
  readonly phoneHash: string | null;
  readonly addressHash: string;
}

export type HashContact = (kind: 'address' | 'email' | 'phone', value: string) => string;

const PREFIX_DIGITS = 4;
/** Has one form only. */
const ASCII = /^[ -~]*$/;

export function fraudPartOf(contact: ContactToHash, hash: HashContact): FraudPart {
  const { addressLines, postalCode, city, countryCode } = contact;
  const { local, domain } = mailParts(contact.email);
  const phone = phoneParts(contact.phone, countryCode);
  return {
    mailDomain: domain,
    mailDigits: longestRunOfDigits(local),
    phonePrefix: phone?.prefix ?? null,
    emailHash: hash('email', `${local}@${domain}`),
    phoneHash: phone === null ? null : hash('phone', phone.spelling),
    addressHash: hash('address', addressSpelling([...addressLines, postalCode ?? '', city, countryCode])),
  };
}

/** `Ann.B+shop@Mail.Example` and `ann.b@mail.example` reach the same person: what follows a plus is a label. */
function mailParts(email: string): { readonly local: string; readonly domain: string } {
  const lower = email.trim().toLowerCase();
  const text = ASCII.test(lower) ? lower : lower.normalize('NFC');
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const plus = local.indexOf('+');
  return { local: plus > 0 ? local.slice(0, plus) : local, domain: text.slice(at + 1) };
}

/** An international number by its digits; a national one by its country and digits, for it means something else elsewhere. */
function phoneParts(
  phone: string | null,
  country: string,
): { readonly spelling: string; readonly prefix: string | null } | null {
  if (phone === null) return null;
  const digits = phone.replace(/\D/g, '');
  if (digits === '') return null;
  const isInternational = phone.trim().startsWith('+');
  const international = isInternational ? digits : digits.startsWith('00') ? digits.slice(2) : null;
  if (international !== null) return { spelling: `+${international}`, prefix: international.slice(0, PREFIX_DIGITS) };
  return { spelling: `${country}:${digits}`, prefix: null };
}

function longestRunOfDigits(text: string): number {
  let longest = 0;
  let run = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    run = code >= 48 && code <= 57 ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}
