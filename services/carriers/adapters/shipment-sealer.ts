// Seals shipments to the public keys of carriers in sealed mode: one session per carrier, renewed by number and by time, so that what a
// stolen session key would open stays small. A key that changes in the register counts from the next unit on.
import type { SealedBlock } from '#schemas/generated/records';
import type { Clock } from '#shared/domain/clock';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { shipmentBinding, shipmentsInfo } from '#shared/hpke/associated-data';
import { openSealingSession, type SealingSession } from '#shared/hpke/sealing-session';
import type { CarrierRule, Policy, SealingKeyRule } from '#shared/policy/policy';

export interface ShipmentSealer {
  /**
   * Makes ready for a unit of work under this policy, and answers what to decide by: the same policy, in which a key that nothing can be
   * sealed to is no key, so that the carrier's orders are held (SEALING_KEY_MISSING).
   */
  prepare(policy: Policy): Promise<Policy>;
  /** Call after `prepare` only. @param plain the record as it would be in plain mode */
  seal(carrierId: string, shipmentRef: string, plain: Buffer): SealedBlock;
}

export interface ShipmentSealerOptions {
  readonly clock: Clock;
  /** Default 10,000. */
  readonly recordsPerSession?: number;
  /** Default 10 minutes. */
  readonly sessionMs?: number;
}

interface Open {
  readonly key: SealingKeyRule;
  readonly session: SealingSession;
  readonly openedAtMs: number;
}

export function createShipmentSealer(options: ShipmentSealerOptions): ShipmentSealer {
  const { clock, recordsPerSession = 10_000, sessionMs = 600_000 } = options;
  const sessions = new Map<string, Open>();

  function isFresh(open: Open | undefined, key: SealingKeyRule): boolean {
    if (open === undefined || open.key.keyId !== key.keyId || !open.key.publicKey.equals(key.publicKey)) return false;
    return open.session.sealed < recordsPerSession && clock.nowMs() - open.openedAtMs < sessionMs;
  }

  /** False when its key is of no use. */
  async function renew({ id, deliveryMode, sealingKey }: CarrierRule): Promise<boolean> {
    if (deliveryMode === 'plain' || sealingKey === null) return true;
    if (isFresh(sessions.get(id), sealingKey)) return true;
    const session = await openSealingSession(sealingKey, shipmentsInfo(id)).catch(() => null);
    if (session === null) return false;
    sessions.set(id, { key: sealingKey, session, openedAtMs: clock.nowMs() });
    return true;
  }

  return {
    prepare: async (policy) => {
      let carriers: Map<string, CarrierRule> | undefined;
      for (const carrier of policy.carriers.values()) {
        if (await renew(carrier)) continue;
        carriers ??= new Map(policy.carriers);
        carriers.set(carrier.id, { ...carrier, sealingKey: null });
      }
      return carriers === undefined ? policy : { ...policy, carriers };
    },
    seal: (carrierId, shipmentRef, plain) => {
      const open = sessions.get(carrierId);
      if (open === undefined) throw new FulfilmentError('UNEXPECTED', { place: 'seal shipment', carrierId });
      return open.session.seal(plain, shipmentBinding(shipmentRef));
    },
  };
}
