// What is known of an account: when it was closed and when somebody last signed in. Pure. By keyed hash only.

export interface KnownAccount {
  readonly customerRef: string;
  readonly deactivatedAtMs: number | null;
  readonly signedInAtMs: number | null;
}

type Moments = Readonly<Partial<Record<'deactivated' | 'last-sign-in', number>>>;

/**
 * The moments its clocks run from. Of several clocks the one that ends last counts: so a closed account runs by its end alone, unless
 * somebody signed in after it.
 */
export function momentsOf({ deactivatedAtMs, signedInAtMs }: KnownAccount): Moments {
  if (deactivatedAtMs !== null && deactivatedAtMs >= (signedInAtMs ?? 0)) return { deactivated: deactivatedAtMs };
  return signedInAtMs === null ? {} : { 'last-sign-in': signedInAtMs };
}
