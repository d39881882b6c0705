// Spares a good token the check of its signature for a minute, and no longer than it is good. Keys of a provider are kept for longer than that anyhow.
import { hash } from 'node:crypto';
import type { Clock } from '#shared/domain/clock';
import { createShortMemory } from './short-memory.js';
import type { TokenVerdict, TokenVerifier } from './token-verifier.js';

const BOUNDS = { keepMs: 60_000, most: 1_000 } as const;

export function rememberTokens(verifier: TokenVerifier, clock: Clock): TokenVerifier {
  const known = createShortMemory<TokenVerdict>(clock, BOUNDS);
  return {
    verify: async (token) => {
      // What is remembered must not be usable as a token.
      const name = hash('sha256', token, 'base64');
      const remembered = known.recall(name);
      if (remembered !== null) return remembered;
      const verdict = await verifier.verify(token);
      if (verdict.kind === 'accepted' && verdict.endsAtMs !== undefined) known.keep(name, verdict, verdict.endsAtMs);
      return verdict;
    },
  };
}
