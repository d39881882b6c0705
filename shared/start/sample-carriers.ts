// The systems of the carriers in the sample: each reads its own topic under its own login.
import { type CarrierSystem, type ShipmentSeen, startCarrierSystem } from '#shared/sample/carrier-system';
import { carrierConnection, SAMPLE_CARRIERS } from '#shared/sample/outside/outside-config';
import type { ScaledClock } from '#shared/domain/scaled-clock';

export interface SampleCarriersOptions {
  readonly config: Parameters<typeof carrierConnection>[0];
  readonly clock: ScaledClock;
  readonly seed: string;
  /** Of this run. */
  readonly originMs: number;
  /** By carrier: the private keys of those whose records are sealed. */
  readonly privateKeys: ReadonlyMap<string, (keyId: string) => Buffer | undefined>;
  readonly onShipment: (carrierId: string, shipmentRef: string, seen: ShipmentSeen) => void;
}

export interface SampleCarrierSystem {
  readonly carrierId: string;
  readonly system: CarrierSystem;
}

export function startSampleCarriers(options: SampleCarriersOptions): Promise<readonly SampleCarrierSystem[]> {
  const { config, clock, seed, originMs, privateKeys, onShipment } = options;
  return Promise.all(
    SAMPLE_CARRIERS.map(async (carrierId) => ({
      carrierId,
      system: await startCarrierSystem({
        connection: carrierConnection(config, carrierId),
        carrierId,
        // Its store lives in memory: each run is a carrier of its own.
        groupId: `${carrierId}.sample-${originMs}`,
        clock,
        seed,
        privateKeyOf: privateKeys.get(carrierId),
        onShipment: (shipmentRef, seen) => onShipment(carrierId, shipmentRef, seen),
      }),
    })),
  );
}
