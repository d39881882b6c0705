// The signals of one order → the hashes by which it is like others, and facts that name nobody. Total: bad signals are facts, never failures.
import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/min';
import { FACTS } from '../domain/features.js';
import type { FactValue, HandleKind, Handles } from '../domain/observed-order.js';
import type { NetworkClass } from './network-lists.js';
import { readAddress } from './read-address.js';
import { readAgent } from './read-agent.js';
import { readLanguage } from './read-language.js';

/** What the signals of an order are, in memory only. */
export interface RawSignals {
  readonly placedAt: number;
  readonly customerId: string;
  readonly deviceId: string;
  readonly ipAddress: string;
  readonly userAgent: string | null;
  readonly acceptLanguage: string | null;
  readonly accountCreatedAt: number | null;
  readonly amount: string | null;
  readonly shipCountry: string | null;
  readonly locale: string | null;
  /** What follows the `@`. */
  readonly mailDomain: string | null;
  /** Longest run of digits before the `@`. */
  readonly mailDigits: number;
  /** Digits behind the plus of an international number, at most four. */
  readonly phonePrefix: string | null;
  /** Hashes made where the values were at hand. */
  readonly hashes: Readonly<Partial<Record<'address' | 'email' | 'phone', string>>>;
}

export interface SignalSources {
  readonly hash: (kind: HandleKind, value: string) => string;
  /** ISO 3166-1 alpha-2 code, or undefined when the address is in no register. */
  readonly countryOf: (address: string) => string | undefined;
  readonly isIn: (networkClass: NetworkClass, address: string) => boolean;
  readonly isDisposable: (mailDomain: string) => boolean;
}

export interface ReadSignals {
  readonly handles: Handles;
  /** Only those that differ from their default. */
  readonly facts: Readonly<Record<string, FactValue>>;
}

/** Written where a device is not known: whoever has it has nothing in common. */
const NO_DEVICE = /^(?:0[0-]*|null|undefined|unknown|none|n\/?a|anonymous|-*)$/i;

/** @param device without blanks at its ends */
export function hasDevice(device: string): boolean {
  return !NO_DEVICE.test(device);
}

export function readSignals(raw: RawSignals, sources: SignalSources): ReadSignals {
  const address = readAddress(raw.ipAddress);
  const isPublic = address.kind === 'public' && address.address !== null;
  const ip = isPublic ? address.address : null;
  const device = raw.deviceId.trim();
  const isTold = hasDevice(device);
  const { language, region } = readLanguage(raw.acceptLanguage);
  const locale = readLanguage(raw.locale);
  const ship = raw.shipCountry ?? '';
  const ipCountry = ip === null ? '' : (sources.countryOf(ip) ?? '');
  const amount = Number(raw.amount ?? 0);
  const facts = {
    account_age_s: raw.accountCreatedAt === null ? -1 : Math.max(0, raw.placedAt - raw.accountCreatedAt) / 1_000,
    ip_kind: address.kind,
    ip_version: address.version,
    ip_forwarded: address.isForwarded,
    ip_country: ipCountry,
    ip_vpn: ip !== null && sources.isIn('vpn', ip),
    ip_datacentre: ip !== null && sources.isIn('datacentre', ip),
    ip_tor: ip !== null && sources.isIn('tor', ip),
    ip_relay: ip !== null && sources.isIn('relay', ip),
    ip_hosting: ip !== null && sources.isIn('hosting', ip),
    agent: readAgent(raw.userAgent),
    language,
    ship_country: ship,
    ip_ship_differs: differ(ipCountry, ship),
    phone_ship_differs: phoneDiffers(raw.phonePrefix, ship),
    language_ship_differs: differ(region, ship),
    locale_language_differs: differ(locale.language, language),
    mail_disposable: raw.mailDomain !== null && sources.isDisposable(raw.mailDomain),
    mail_digits: raw.mailDigits,
    device_present: isTold,
    phone_present: raw.phonePrefix !== null || raw.hashes.phone !== undefined,
    amount: Number.isFinite(amount) ? amount : 0,
  } satisfies Record<keyof typeof FACTS, FactValue>;
  const handles: Partial<Record<HandleKind, string>> = { account: sources.hash('account', raw.customerId) };
  if (isTold) handles.device = sources.hash('device', device);
  // An address that many have by nature says nothing about who shares it.
  if (ip !== null && address.subnet !== null) {
    handles.ip = sources.hash('ip', ip);
    handles.subnet = sources.hash('subnet', address.subnet);
  }
  return { handles: { ...handles, ...raw.hashes }, facts: withoutDefaults(facts) };
}

function differ(one: string, other: string): boolean {
  return one !== '' && other !== '' && one !== other;
}

/** By calling code: +1 is the United States and Canada alike, and neither differs. */
function phoneDiffers(prefix: string | null, ship: string): boolean {
  if (prefix === null || prefix === '' || !isSupportedCountry(ship)) return false;
  return !prefix.startsWith(getCountryCallingCode(ship));
}

function withoutDefaults(facts: Record<keyof typeof FACTS, FactValue>): Record<string, FactValue> {
  const told: Record<string, FactValue> = {};
  for (const name of Object.keys(FACTS) as (keyof typeof FACTS)[]) {
    if (facts[name] !== FACTS[name]) told[name] = facts[name];
  }
  return told;
}
