// Opens the keyring where the configuration says it is.
import type { KeyringConfig } from '#shared/config/keyring';
import { createFileKeyring } from './file-keyring.js';
import type { Keyring } from './keyring.js';
import { createTransitClient } from './transit-client.js';
import { openTransitKeyring } from './transit-keyring.js';

export interface OpenKeyringOptions {
  /** Make it when there is none. Default false: a keyring that is missing is not replaced in silence. */
  readonly create?: boolean;
}

/** @throws KEYRING_UNAVAILABLE */
export async function openKeyring(
  config: KeyringConfig,
  { create = false }: OpenKeyringOptions = {},
): Promise<Keyring> {
  const { transit, directory } = config;
  if (transit === null) return createFileKeyring({ directory, create });
  return await openTransitKeyring({ client: createTransitClient(transit), name: transit.name, create });
}

/** For people: a folder, or a place in a key server. */
export function placeOf({ transit, directory }: KeyringConfig): string {
  return transit === null ? directory : `${transit.address}/v1/${transit.mount}, keys ${transit.name}-*`;
}
