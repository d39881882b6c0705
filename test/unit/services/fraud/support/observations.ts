// Seeded observations of a small shop with a few devices and addresses in common, some of one instant.
import type { Observation } from '#schemas/generated/records';
import { createFraudHash } from '#shared/refs/fraud-hash';
import { createFraudSeal } from '#shared/refs/fraud-seal';
import { createRefs } from '#shared/refs/refs';

const refs = createRefs(Buffer.alloc(32, 1));
const hash = createFraudHash(Buffer.alloc(32, 2));
/** Opens what it sealed, as the service does. */
export const seal = createFraudSeal(Buffer.alloc(32, 2));
const T = Date.UTC(2026, 0, 10);
const MINUTE_MS = 60_000;

/** @param random gives whole numbers below its argument */
export function observations(count: number, random: (below: number) => number): Observation[] {
  return Array.from({ length: count }, (_, n): Observation => {
    const orderId = `o-${String(random(1_000)).padStart(4, '0')}-${n}`;
    const account = random(Math.max(2, count >> 1));
    return {
      orderRef: refs.orderRef(orderId),
      orderId: '',
      placedAt: T + random(count) * MINUTE_MS,
      amount: `${random(900)}.00`,
      currency: 'EUR',
      handles: [
        { kind: 'device', hash: hash('device', `d${random(4)}`) },
        { kind: 'ip', hash: hash('ip', `i${random(6)}`) },
        { kind: 'account', hash: hash('account', `a${account}`) },
        { kind: 'email', hash: hash('email', `e${account >> 1}`) },
      ],
      facts: [
        { name: 'account_age_s', value: String(random(200)) },
        { name: 'agent', value: random(5) === 0 ? 'bot' : 'browser' },
        { name: 'device_present', value: 'true' },
      ],
      lists: [],
      policyVersion: 1,
      sealedOrderId: seal.seal(orderId),
    };
  });
}
