// Lists of networks and of mail domains: from the text of a file to a look-up that costs a few comparisons.
import ipaddr from 'ipaddr.js';

/** What a network can be known as: kept apart, because a privacy relay is no VPN and a VPN no crime. */
export const NETWORK_CLASSES = ['vpn', 'datacentre', 'tor', 'relay', 'hosting'] as const;
export type NetworkClass = (typeof NETWORK_CLASSES)[number];

export interface NetworkList {
  /** Networks in it, ranges that overlap taken together. */
  readonly size: number;
  /** Lines that are no network. */
  readonly skipped: number;
  readonly has: (address: string) => boolean;
}

interface Range {
  readonly from: string;
  readonly to: string;
}

/** @param text one network or address a line (`#` begins a comment), or JSON with a `list` of them */
export function parseNetworkList(text: string): NetworkList {
  const ranges: Range[] = [];
  let skipped = 0;
  for (const entry of entriesOf(text)) {
    const range = rangeOf(entry);
    if (range === null) skipped++;
    else ranges.push(range);
  }
  const merged = merge(ranges);
  return { size: merged.length, skipped, has: (address) => covers(merged, address) };
}

/** @param text one domain a line; a domain below a listed one counts as listed */
export function parseDomainList(text: string): { readonly size: number; readonly has: (domain: string) => boolean } {
  const domains = new Set(entriesOf(text).map((entry) => entry.toLowerCase()));
  return { size: domains.size, has: (domain) => hasDomain(domains, domain) };
}

function hasDomain(domains: Pick<ReadonlySet<string>, 'has'>, domain: string): boolean {
  for (let rest = domain.toLowerCase(); rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) {
    if (domains.has(rest)) return true;
  }
  return false;
}

function entriesOf(text: string): readonly string[] {
  if (text.trimStart().startsWith('{')) {
    const { list } = JSON.parse(text) as { list?: unknown };
    return Array.isArray(list) ? list.filter((entry): entry is string => typeof entry === 'string') : [];
  }
  return text
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** Addresses as 32 hexadecimal digits, IPv4 mapped into IPv6, so that texts compare as addresses do. */
function rangeOf(entry: string): Range | null {
  const [base = '', length] = entry.split('/');
  if (!ipaddr.isValid(base)) return null;
  const parsed = ipaddr.parse(base);
  const isShort = parsed.kind() === 'ipv4';
  const bits = length === undefined ? (isShort ? 32 : 128) : Number(length);
  if (!Number.isInteger(bits) || bits < 0 || bits > (isShort ? 32 : 128)) return null;
  const bytes = longBytes(parsed);
  const kept = isShort ? bits + 96 : bits;
  const first = bytes.map((byte, at) => byte & maskOf(kept, at));
  const last = bytes.map((byte, at) => (byte & maskOf(kept, at)) | (~maskOf(kept, at) & 255));
  return { from: hex(first), to: hex(last) };
}

function maskOf(kept: number, at: number): number {
  const here = Math.max(0, Math.min(8, kept - at * 8));
  return (255 << (8 - here)) & 255;
}

function longBytes(parsed: ipaddr.IPv4 | ipaddr.IPv6): number[] {
  return parsed.kind() === 'ipv4' ? (parsed as ipaddr.IPv4).toIPv4MappedAddress().toByteArray() : parsed.toByteArray();
}

function hex(bytes: readonly number[]): string {
  return Buffer.from(bytes).toString('hex');
}

function merge(ranges: Range[]): readonly Range[] {
  ranges.sort((one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0));
  const merged: Range[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last === undefined || range.from > last.to) merged.push(range);
    else if (range.to > last.to) merged[merged.length - 1] = { from: last.from, to: range.to };
  }
  return merged;
}

function covers(ranges: readonly Range[], address: string): boolean {
  const key = hex(longBytes(ipaddr.parse(address)));
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle] as Range).from <= key) low = middle + 1;
    else high = middle;
  }
  const candidate = ranges[low - 1];
  return candidate !== undefined && key <= candidate.to;
}
