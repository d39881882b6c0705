// What a carrier in sealed mode does with its records: opens them with its private key, each bound to its own place on its own topic.
import type { SealedShipment } from '#schemas/generated/records';
import { shipmentBinding, shipmentsInfo } from '#shared/hpke/associated-data';
import { createSessionOpener } from '#shared/hpke/session-opener';

/**
 * Gives what lies sealed in a value, in the wire format of the registry. `plain`: nothing is sealed there; `lost`: it was sealed to a key
 * that this carrier has not, or has no more.
 */
export type OpenSealed = (key: string, value: unknown) => Promise<Buffer | 'plain' | 'lost'>;

export function createOpenSealed(carrierId: string, privateKeyOf: (keyId: string) => Buffer | undefined): OpenSealed {
  const opener = createSessionOpener({ info: shipmentsInfo(carrierId), privateKeyOf });
  return async (key, value) => {
    if (typeof value !== 'object' || value === null || !('block' in value)) return 'plain';
    const { block } = value as SealedShipment;
    await opener.prepare([block]);
    const opened = opener.open(block, shipmentBinding(key));
    return opened.kind === 'opened' ? opened.plain : 'lost';
  };
}
