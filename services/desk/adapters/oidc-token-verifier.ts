// Checks JWT access tokens (RFC 9068) against the keys that an OpenID provider publishes; any provider with discovery will do.
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { TokenVerdict, TokenVerifier } from '../access/token-verifier.js';
import { rolesOf } from '../domain/roles.js';
import { discoverProvider } from './discover-provider.js';

export interface OidcOptions {
  /** The provider's issuer URL; its configuration lies at `/.well-known/openid-configuration` below it. */
  readonly issuer: string;
  /** What tokens must be made for: ours, not another program's. */
  readonly audience: string;
  /** Claim that lists the roles; default `roles`. */
  readonly rolesClaim?: string;
  /** Claim with the number of a customer's account; default `customer_id`. */
  readonly customerClaim?: string;
  /** Patience with the provider; default 3 s. */
  readonly timeoutMs?: number;
}

/** Only signatures that need the provider's private key: no `none`, and no HMAC that a public key could be mistaken for. */
const ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'PS256', 'RS256'];
/** Clocks of two machines differ. */
const CLOCK_TOLERANCE_SECONDS = 5;

type Keys = ReturnType<typeof createRemoteJWKSet>;

export function createOidcTokenVerifier(options: OidcOptions): TokenVerifier {
  const { issuer, audience, rolesClaim = 'roles', customerClaim = 'customer_id', timeoutMs = 3_000 } = options;
  let discovered: Promise<Keys> | undefined;
  // A discovery that failed is tried again by the next request, not remembered.
  const keys = (): Promise<Keys> => {
    discovered ??= discoverKeys(issuer, timeoutMs).catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  };
  return {
    verify: async (token) => {
      try {
        const { payload } = await jwtVerify(token, await keys(), {
          issuer,
          audience,
          algorithms: ALGORITHMS,
          typ: 'at+jwt',
          requiredClaims: ['sub', 'exp'],
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
        });
        return accepted(payload, rolesClaim, customerClaim);
      } catch (error) {
        return verdictOn(error);
      }
    },
  };
}

function accepted(payload: JWTPayload, rolesClaim: string, customerClaim: string): TokenVerdict {
  const { sub: subject = '', [customerClaim]: customer } = payload;
  if (subject === '') return { kind: 'refused' };
  const roles = rolesOf(payload[rolesClaim]);
  // An account counts for a customer only: nobody of the house may be one of them by a claim.
  const isCustomer = roles.has('customer') && roles.size === 1 && typeof customer === 'string' && customer !== '';
  const principal = isCustomer ? { subject, roles, customerId: customer } : { subject, roles };
  return { kind: 'accepted', principal, endsAtMs: (payload.exp ?? 0) * 1_000 };
}

/** What jose says of a token is the token's fault; a fetch that failed or timed out, or a key set it can't read, is not. */
function verdictOn(error: unknown): TokenVerdict {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return { kind: 'unavailable' };
  if (error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC') return { kind: 'refused' };
  return { kind: 'unavailable' };
}

async function discoverKeys(issuer: string, timeoutMs: number): Promise<Keys> {
  const { jwksUri } = await discoverProvider(issuer, timeoutMs);
  return createRemoteJWKSet(new URL(jwksUri), { timeoutDuration: timeoutMs, cooldownDuration: 10_000 });
}
