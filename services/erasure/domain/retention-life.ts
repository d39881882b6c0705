// The moments and pauses of an order's life that the retention clocks of the policy run by.
import { refusalOf } from './order-life.js';
import { summariseParcels } from './parcel-summary.js';
import type { Clocked } from './tracked-order.js';

/** Names as the policy has them; times in ms since the epoch. */
export interface RetentionLife {
  readonly moments: Readonly<
    Partial<Record<'delivered' | 'returned' | 'lost' | 'cancelled' | 'refused' | 'after-sales-closed', number>>
  >;
  readonly paused: Readonly<Partial<Record<'open-after-sales-case' | 'legal-hold' | 'parcel-under-way', boolean>>>;
}

export function retentionLifeOf({ life, legalHolds }: Pick<Clocked, 'life' | 'legalHolds'>): RetentionLife {
  const { facts, hadCase } = life;
  const refusal = refusalOf(life);
  const { lastEndAt, underWay } = summariseParcels(life);
  const moments = {
    ...(lastEndAt.DELIVERED === null ? {} : { delivered: lastEndAt.DELIVERED }),
    ...(lastEndAt.RETURNED === null ? {} : { returned: lastEndAt.RETURNED }),
    ...(lastEndAt.LOST === null ? {} : { lost: lastEndAt.LOST }),
    ...(facts !== null && facts.cancelledAt !== null ? { cancelled: facts.cancelledAt } : {}),
    ...(facts?.state === 'REFUSED' ? { refused: facts.lastEventAt } : {}),
    ...(refusal === null ? {} : { refused: refusal.at }),
    // Facts say which cases are open, not when one was closed: the latest event is never before it.
    ...(facts !== null && hadCase && !facts.caseOpen ? { 'after-sales-closed': facts.lastEventAt } : {}),
  };
  const paused = {
    'open-after-sales-case': facts?.caseOpen === true,
    'legal-hold': legalHolds.length > 0,
    'parcel-under-way': underWay,
  };
  return { moments, paused };
}
