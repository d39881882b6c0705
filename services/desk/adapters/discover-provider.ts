// What an OpenID provider publishes of itself (OpenID Connect Discovery): where its keys lie and where people log in.

export interface ProviderEndpoints {
  readonly jwksUri: string;
  /** Where people log in; null: this provider knows programs only. */
  readonly authorizationEndpoint: string | null;
  readonly tokenEndpoint: string | null;
}

/** @throws TypeError when it can't be reached, or names another issuer than the one we trust (OpenID Connect Discovery 4.3) */
export async function discoverProvider(issuer: string, timeoutMs: number): Promise<ProviderEndpoints> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  if (!response.ok) throw new TypeError(`discovery answered ${response.status}`);
  const found = (await response.json()) as Readonly<Record<string, unknown>>;
  const jwksUri = textOf(found['jwks_uri']);
  if (found['issuer'] !== issuer || jwksUri === null) throw new TypeError('discovery does not fit the issuer');
  return {
    jwksUri,
    authorizationEndpoint: textOf(found['authorization_endpoint']),
    tokenEndpoint: textOf(found['token_endpoint']),
  };
}

/** Asks once; a discovery that failed is tried again by the next caller, not remembered. */
export function rememberedProvider(issuer: string, timeoutMs: number): () => Promise<ProviderEndpoints> {
  let discovered: Promise<ProviderEndpoints> | undefined;
  return () => {
    discovered ??= discoverProvider(issuer, timeoutMs).catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
