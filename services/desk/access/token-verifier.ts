// The port behind which access tokens are checked.
import type { Principal } from '../domain/roles.js';

export type TokenVerdict =
  /** Absent end: it counts for this once. */
  | { readonly kind: 'accepted'; readonly principal: Principal; readonly endsAtMs?: number }
  | { readonly kind: 'refused' }
  /** The provider's keys could not be fetched: nobody is let in, and nobody is told that the token is wrong. */
  | { readonly kind: 'unavailable' };

export interface TokenVerifier {
  /** Never rejects. */
  verify(token: string): Promise<TokenVerdict>;
}
