// Logs people in with the authorization-code flow and PKCE. The token lives in the memory of this page and nowhere else: it dies with it.
import { challengeOf, newSecret } from './pkce.js';

interface Settings {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly clientId: string;
  readonly audience: string;
}

/** What has to outlive the way to the provider and back: nothing that opens anything by itself. */
interface Begun {
  readonly state: string;
  readonly verifier: string;
  readonly route: string;
}

export type Arrival =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'failed' };

const BEGUN = 'desk-log-in';
const redirectUri = (): string => `${location.origin}/console/`;

/** Leaves for the provider. @param hint whom to log in, where the provider takes hints; @param isAnew asks for a log-in even if one is open there */
export async function beginLogIn(hint: string | null, isAnew: boolean): Promise<void> {
  const settings = await loadSettings();
  const begun: Begun = { state: newSecret(24), verifier: newSecret(), route: location.hash };
  sessionStorage.setItem(BEGUN, JSON.stringify(begun));
  const address = new URL(settings.authorizationEndpoint);
  const asked: Record<string, string> = {
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: redirectUri(),
    scope: 'openid',
    resource: settings.audience,
    state: begun.state,
    code_challenge: await challengeOf(begun.verifier),
    code_challenge_method: 'S256',
    ...(hint === null ? {} : { login_hint: hint }),
    ...(isAnew || hint !== null ? { prompt: 'login' } : {}),
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  location.assign(address);
}

/** Finishes a log-in that the provider sent back to us; the code leaves the address line at once. */
export async function arrive(): Promise<Arrival> {
  const query = new URLSearchParams(location.search);
  const kept = sessionStorage.getItem(BEGUN);
  sessionStorage.removeItem(BEGUN);
  const [code, state] = [query.get('code'), query.get('state')];
  if (code === null && query.get('error') === null) return { kind: 'nobody' };
  const begun = kept === null ? null : (JSON.parse(kept) as Begun);
  history.replaceState(null, '', `/console/${begun?.route ?? ''}`);
  if (code === null || begun === null || state !== begun.state) return { kind: 'failed' };
  try {
    const token = await redeem(code, begun.verifier);
    return token === null ? { kind: 'failed' } : { kind: 'token', token };
  } catch {
    return { kind: 'failed' };
  }
}

/** Whom a one-click link asks to log in. */
export function hintOfAddress(): string | null {
  return new URLSearchParams(location.search).get('as');
}

async function redeem(code: string, verifier: string): Promise<string | null> {
  const settings = await loadSettings();
  const response = await fetch(settings.tokenEndpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: settings.clientId,
      redirect_uri: redirectUri(),
      code,
      code_verifier: verifier,
      resource: settings.audience,
    }),
  });
  if (!response.ok) return null;
  const { access_token: token } = (await response.json()) as { readonly access_token?: unknown };
  return typeof token === 'string' ? token : null;
}

async function loadSettings(): Promise<Settings> {
  const response = await fetch('/console/settings.json');
  if (!response.ok) throw new Error('the identity provider does not answer');
  return (await response.json()) as Settings;
}
