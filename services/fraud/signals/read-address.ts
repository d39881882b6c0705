// What a shop told as the address of its customer → the address to go by. Total: whatever is told, there is an answer.
import ipaddr from 'ipaddr.js';

export type AddressKind = 'public' | 'private' | 'reserved' | 'malformed' | 'absent';

export interface ReadAddress {
  readonly kind: AddressKind;
  /** 4, 6, or 0 when there is none. */
  readonly version: 0 | 4 | 6;
  /** One spelling per address; null when there is none. */
  readonly address: string | null;
  /** The network of a public address: /24 of IPv4, /48 of IPv6. */
  readonly subnet: string | null;
  /** Several addresses were told, as proxies do. */
  readonly isForwarded: boolean;
}

type Parsed = ipaddr.IPv4 | ipaddr.IPv6;

const PRIVATE = new Set(['private', 'uniqueLocal', 'carrierGradeNat', 'loopback', 'linkLocal']);
const MOST_HOPS = 20;

/**
 * Of a list such as `X-Forwarded-For` the first public address counts, for proxies add their own behind; without any the first that can be read.
 * Anybody can put an address in front: so it is a signal, never a proof.
 */
export function readAddress(told: string): ReadAddress {
  const hops = told
    .split(',', MOST_HOPS)
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
  const isForwarded = hops.length > 1;
  if (hops.length === 0) return { kind: 'absent', version: 0, address: null, subnet: null, isForwarded };
  const read = hops.flatMap((hop) => parse(hop) ?? []);
  const chosen = read.find((parsed) => kindOf(parsed) === 'public') ?? read[0];
  if (chosen === undefined) return { kind: 'malformed', version: 0, address: null, subnet: null, isForwarded };
  const kind = kindOf(chosen);
  const version = chosen.kind() === 'ipv4' ? 4 : 6;
  const address = chosen.toString();
  return { kind, version, address, subnet: kind === 'public' ? subnetOf(chosen) : null, isForwarded };
}

/** One hop: with or without port, brackets, quotes, `for=` and zone; IPv4 in its four decimal parts only. */
function parse(hop: string): Parsed | undefined {
  const text = hop
    .replace(/^for=/i, '')
    .replace(/^"(.*)"$/, '$1')
    .replace(/^\[([^\]]*)\](?::\d{1,5})?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/, '$1')
    .replace(/%[\w.-]+$/, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!text.includes(':') || !ipaddr.IPv6.isValid(text)) return undefined;
  const long = ipaddr.IPv6.parse(text);
  return long.isIPv4MappedAddress() ? long.toIPv4Address() : long;
}

function kindOf(parsed: Parsed): AddressKind {
  const range = parsed.range();
  if (range === 'unicast') return 'public';
  return PRIVATE.has(range) ? 'private' : 'reserved';
}

function subnetOf(parsed: Parsed): string {
  const bytes = parsed.toByteArray();
  return parsed.kind() === 'ipv4'
    ? `${bytes.slice(0, 3).join('.')}.0/24`
    : `${Buffer.from(bytes.slice(0, 6)).toString('hex')}/48`;
}
