// What would become of an order at a carrier: sent with which fields, held for which reason, or refused at the door. Sends nothing. Pure.
import { findAddressFaults } from '../address-rules.js';
import { explainRelease, type ReleaseExplanation } from '../explain-release.js';
import { findForbidden } from '../forbidden-data.js';
import type { Policy } from '../policy.js';
import { readOrder } from './read-order.js';

export interface DryRunFault {
  readonly code: string;
  readonly path: string;
}

export type DryRun =
  | {
      readonly kind: 'explained';
      readonly orderId: string;
      /** What the intake would refuse the order for; then nothing of it is ever sent. */
      readonly faults: readonly DryRunFault[];
      readonly release: ReleaseExplanation;
    }
  /** It is no order; sentences with paths, never values. */
  | { readonly kind: 'unreadable'; readonly problems: readonly string[] };

/**
 * @param order as a publisher sends it: an `OrderPlaced`, its blocks plain
 * @param carrierId null: the carrier that the order names
 * @param atMs time of the release, ms since the epoch: agreements have dates
 */
export function dryRun(policy: Policy, order: unknown, carrierId: string | null, atMs: number): DryRun {
  const read = readOrder(order);
  if (read.kind === 'unreadable') return read;
  const { orderId, release, scanned, names, carrierId: named } = read.order;
  return {
    kind: 'explained',
    orderId,
    faults: [
      ...findAddressFaults(release.shipping, 'shipping'),
      ...findForbidden(policy, scanned),
      ...policy.forbidden.findInSchema(names),
    ],
    release: explainRelease(policy, carrierId ?? named, release, atMs),
  };
}
