// Who looks at which order: of two analysts who claim the same, the one whose claim lies first in the log has it.

export interface Claimed {
  readonly orderRef: string;
  readonly claimedBy: string;
  readonly claimedAt: number;
  readonly until: number;
}

/**
 * What stands after one more claim, in the order of the log: everybody who reads it comes to the same.
 * @param standing null: nobody has claimed the order yet
 */
export function afterClaim<Claim extends Claimed>(standing: Claim | null, next: Claim): Claim {
  if (standing === null || standing.claimedBy === next.claimedBy) return next;
  return next.claimedAt >= standing.until ? next : standing;
}

/** The one who has it at this moment; null: nobody. */
export function holderOf(standing: Claimed | undefined, nowMs: number): Claimed | null {
  return standing !== undefined && nowMs < standing.until ? standing : null;
}
