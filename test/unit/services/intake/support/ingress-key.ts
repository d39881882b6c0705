// One ingress key in memory, for flows in memory.
import { createBlockOpener } from '#services/intake/adapters/block-opener';
import { ORDERS_INFO } from '#shared/hpke/associated-data';
import { openSealingSession, type SealingSession } from '#shared/hpke/sealing-session';
import { newKeyPair } from '#shared/hpke/suite';
import type { IngressKey } from '#shared/ingress-keys/ingress-key';

export const GRACE_MS = 1_000;
const pairs = [newKeyPair(), newKeyPair()] as const;

const keyOf = (at: 0 | 1, retiredAtMs: number | null): IngressKey => {
  return {
    number: at + 2,
    keyId: `ingress-${at + 2}-abcdef00`,
    publicKey: pairs[at].publicKey,
    madeAtMs: at,
    retiredAtMs,
  };
};

/** The first was replaced at 1 ms, the second is the newest. Key number 1 was destroyed. */
export const INGRESS_KEYS: readonly [IngressKey, IngressKey] = [keyOf(0, 1), keyOf(1, null)];

export const opener = createBlockOpener({
  keys: {
    list: () => INGRESS_KEYS,
    privateKeyOf: (keyId) => pairs[INGRESS_KEYS.findIndex((key) => key.keyId === keyId)]?.privateKey,
  },
  graceMs: GRACE_MS,
});

export function sessionTo(key: Pick<IngressKey, 'keyId' | 'publicKey'>): Promise<SealingSession> {
  return openSealingSession(key, ORDERS_INFO);
}
