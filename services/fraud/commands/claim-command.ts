// An analyst takes an order to look at, or gives it back.
import type { Claim } from '#schemas/generated/records';
import { holderOf } from '#shared/domain/analysts/claims';
import { minuteOf } from '../backtest/figures-text.js';
import type { Work } from './analyst-desk.js';

const REFUSED = 1;
const HALF_AN_HOUR_MS = 1_800_000;
const LONGEST_MS = 86_400_000;

/** @returns the exit code */
export async function claim(work: Work, orderRef: string): Promise<number> {
  const { asked, desk, clock, out, err } = work;
  const forMs = asked.forMs ?? HALF_AN_HOUR_MS;
  if (forMs > LONGEST_MS) {
    err('--for is longer than a day: claim it again tomorrow.\n');
    return REFUSED;
  }
  const nowMs = clock.nowMs();
  const before = holderOf((await desk.claims()).get(orderRef), nowMs);
  if (before !== null && before.claimedBy !== asked.by) return taken(work, before.claimedBy, before.until);
  await desk.claim({ orderRef, claimedBy: asked.by, claimedAt: nowMs, until: nowMs + forMs });
  // Somebody may have claimed it at the same moment: the log says who was first.
  const standing = (await desk.claims()).get(orderRef);
  if (standing !== undefined && standing.claimedBy !== asked.by) return taken(work, standing.claimedBy, standing.until);
  out(`✓ ${orderRef} is yours (${asked.by}) until ${minuteOf(nowMs + forMs)}.\n`);
  return 0;
}

/** @returns the exit code */
export async function unclaim({ asked, desk, clock, out, err }: Work, orderRef: string): Promise<number> {
  const nowMs = clock.nowMs();
  const standing = (await desk.claims()).get(orderRef);
  const holder = holderOf(standing, nowMs);
  if (standing === undefined || holder === null) {
    err('Nobody has it.\n');
    return REFUSED;
  }
  if (holder.claimedBy !== asked.by) {
    err(`${holder.claimedBy} has it: only they can give it back. It is free at ${minuteOf(holder.until)}.\n`);
    return REFUSED;
  }
  await desk.claim({ ...standing, claimedAt: nowMs, until: nowMs });
  out(`✓ ${orderRef} is free again.\n`);
  return 0;
}

/** Whether somebody else has it. */
export function heldByOther(standing: Claim | undefined, by: string, nowMs: number): string | null {
  const holder = holderOf(standing, nowMs);
  return holder === null || holder.claimedBy === by ? null : holder.claimedBy;
}

function taken({ err }: Work, by: string, until: number): number {
  err(`${by} looks at it already, until ${minuteOf(until)}.\n`);
  return REFUSED;
}
