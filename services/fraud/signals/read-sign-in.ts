// What a shop tells of a sign-in → the hashes and the country that are kept of it. Total: what is malformed is left out, never a failure.
import type { Handles } from '../domain/observed-order.js';
import { NETWORK_CLASSES } from './network-lists.js';
import { readAddress } from './read-address.js';
import { hasDevice, type SignalSources } from './read-signals.js';

export interface RawSignIn {
  readonly customerId: string;
  readonly deviceId: string | null;
  readonly ipAddress: string | null;
}

export interface ReadSignIn {
  readonly handles: Handles;
  /** null where the address tells nothing of where the person was. */
  readonly country: string | null;
}

export function readSignIn(
  { customerId, deviceId, ipAddress }: RawSignIn,
  { hash, countryOf, isIn }: Omit<SignalSources, 'isDisposable'>,
): ReadSignIn {
  const device = (deviceId ?? '').trim();
  const { kind, address, subnet } = readAddress(ipAddress ?? '');
  const account = hash('account', customerId);
  const handles = hasDevice(device) ? { account, device: hash('device', device) } : { account };
  if (kind !== 'public' || address === null || subnet === null) return { handles, country: null };
  const isMasked = NETWORK_CLASSES.some((networkClass) => isIn(networkClass, address));
  return {
    handles: { ...handles, ip: hash('ip', address), subnet: hash('subnet', subnet) },
    country: isMasked ? null : (countryOf(address) ?? null),
  };
}
