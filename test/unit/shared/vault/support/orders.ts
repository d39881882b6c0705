// Refs and vaults for tests: refs from plain names, two vaults over one store where a test needs two instances.
import type { OrderRef } from '#shared/domain/refs';
import { createRefs } from '#shared/refs/refs';
import type { Admission, AdmitResult, OrderKeys, Vault } from '#shared/vault/vault';

const refs = createRefs(Buffer.alloc(32, 9));

export function orderRef(name: string | number): OrderRef {
  return refs.orderRef(`order-${name}`);
}

export function admission(name: string | number, offset = 0, note?: Buffer): Admission {
  return { orderRef: orderRef(name), claim: `orders.events:0:${offset}`, note };
}

/** Admits one new order and gives its keys. */
export async function admitted(vault: Vault, name: string | number): Promise<OrderKeys> {
  const [result] = await vault.admit([admission(name)]);
  return keysOf(result);
}

export function keysOf(result: AdmitResult | undefined): OrderKeys {
  if (result === undefined || !('keys' in result) || result.keys === undefined)
    throw new Error(`no keys: ${result?.kind}`);
  return result.keys;
}
