// What the fraud check knows of one sign-in to an account: hashes, and the country its address is registered in.

export interface SignIn {
  /** Keyed hash of the event; sign-ins of the same instant are ordered by it. */
  readonly signInRef: string;
  /** Event time, ms since the epoch. */
  readonly signedInAt: number;
  /** Keyed hashes; null: not told, or one that says nothing. */
  readonly account: string;
  readonly device: string | null;
  readonly ip: string | null;
  readonly subnet: string | null;
  /** ISO 3166-1 alpha-2; empty when it is not known where the person was, as behind a VPN, a relay or Tor. */
  readonly country: string;
}

/** Negative when `one` was before `other`; zero only for the same sign-in. */
export function bySigningIn(one: SignIn, other: SignIn): number {
  if (one.signedInAt !== other.signedInAt) return one.signedInAt - other.signedInAt;
  if (one.signInRef === other.signInRef) return 0;
  return one.signInRef < other.signInRef ? -1 : 1;
}
