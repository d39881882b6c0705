// The port that makes the ledger take each entry once: the first position to ask for it wins and may repeat after a crash.

export interface LedgerClaim {
  readonly erasureId: string;
  readonly kind: 'STARTED' | 'COMPLETED';
  /** Of which order: so that it is found again by those who know the erasure only. */
  readonly orderRef: string;
  /** Input position `topic:partition:offset` of the intent. */
  readonly position: string;
}

export interface LedgerClaims {
  /** One outcome per claim, in order: `won` and `repeat` write the entry, `lost` was written from another position. */
  /** The orders of these erasures; unknown ones are not in the map. */
  ordersOf(erasureIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  claim(claims: readonly LedgerClaim[]): Promise<readonly ('won' | 'repeat' | 'lost')[]>;
}
