// What sign-ins say of an order: figures of the day up to it.
import type { FactValue, ObservedOrder } from './observed-order.js';
import type { SignInsBefore } from './sign-in-timeline.js';

/** By name with what holds when nobody signed in, or nothing was told of it. */
export const SIGN_IN_FEATURES = {
  sign_ins_24h: 0,
  /** Different countries; addresses of VPN, relay, Tor and datacentres tell none. */
  sign_in_countries_24h: 0,
  /** Seconds since the last one. */
  sign_in_since_s: -1,
  /** The last one came from another network (/24 or /48) than the order. */
  sign_in_network_differs: false,
  /** Seconds since the last one from a device from which the account had never signed in. */
  sign_in_new_device_since_s: -1,
  /** At least so fast somebody must have travelled from one sign-in to the next. */
  sign_in_speed_kmh: 0,
} as const satisfies Record<string, FactValue>;

export function signInFeatures(
  { placedAt, handles }: Pick<ObservedOrder, 'placedAt' | 'handles'>,
  { count, countries, last, newDeviceAt, speedKmh }: SignInsBefore,
): Record<keyof typeof SIGN_IN_FEATURES, FactValue> {
  const subnet = last?.subnet ?? null;
  return {
    sign_ins_24h: count,
    sign_in_countries_24h: countries,
    sign_in_since_s: last === null ? -1 : (placedAt - last.signedInAt) / 1_000,
    sign_in_network_differs: subnet !== null && handles.subnet !== undefined && handles.subnet !== subnet,
    sign_in_new_device_since_s: newDeviceAt === null ? -1 : (placedAt - newDeviceAt) / 1_000,
    sign_in_speed_kmh: speedKmh,
  };
}
