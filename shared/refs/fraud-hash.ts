// Hashes by which fraud control finds orders alike. Their key is none of the refs' keys: what is hashed here joins with nothing outside.
import { createKeyedRef } from './keyed-ref.js';

/** What can be hashed. Each kind is a domain of its own: the same text as device and as account gives unrelated hashes. */
export type FraudHashKind = 'device' | 'ip' | 'subnet' | 'account' | 'address' | 'email' | 'phone' | 'sign-in';

export type FraudHash = (kind: FraudHashKind, value: string) => string;

/** @param fraudKey 32 bytes: `keyring.derive('fraud')`. Another key makes all history worthless, so it never rotates. */
export function createFraudHash(fraudKey: Buffer): FraudHash {
  const byKind: Readonly<Record<FraudHashKind, (value: string) => string>> = {
    device: createKeyedRef(fraudKey, 'fraud-device'),
    ip: createKeyedRef(fraudKey, 'fraud-ip'),
    subnet: createKeyedRef(fraudKey, 'fraud-subnet'),
    account: createKeyedRef(fraudKey, 'fraud-account'),
    address: createKeyedRef(fraudKey, 'fraud-address'),
    email: createKeyedRef(fraudKey, 'fraud-email'),
    phone: createKeyedRef(fraudKey, 'fraud-phone'),
    'sign-in': createKeyedRef(fraudKey, 'fraud-sign-in'),
  };
  return (kind, value) => byKind[kind](value);
}
