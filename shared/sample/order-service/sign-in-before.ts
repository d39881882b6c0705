// How the customer of an order signed in before she placed it; decided by the seed alone.
import type { AccountSignedIn } from '#schemas/generated/records';
import { blocksOf, type PlainOrder } from '../orders/plain-order.js';
import { seededUuid } from '../seeded-ids.js';
import { createRandom } from '../seeded-random.js';

const MINUTE_MS = 60_000;
const LONGEST_VISIT_MS = 40 * MINUTE_MS;

/** From the device and address of the order, up to forty minutes before it. */
export function signInBefore(order: PlainOrder, seed: number | string): AccountSignedIn {
  const random = createRandom(`${seed}/sign-in/${order.orderId}`);
  const { deviceId, ipAddress } = blocksOf(order).signals;
  return {
    eventId: seededUuid(random),
    customerId: order.customerId,
    occurredAt: order.occurredAt - random.between(MINUTE_MS, LONGEST_VISIT_MS),
    deviceId,
    ipAddress,
  };
}
