// A real OpenID provider for this machine: people and programs of the sample log in here. Everything is in memory, for development only.
import './without-notices.js';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogInPage, sendPage } from './log-in-page.js';
import { CONSOLE_CLIENT, CONSOLE_CLIENT_ID, createRedirectLogIn, grantConsole } from './redirect-log-in.js';
import type { SampleClient } from './sample-client.js';
import { type ClientMetadata, errors, type JWK, Provider } from 'oidc-provider';

const ALGORITHM = 'ES256';
/** A person at the console has no program that fetches the next token. */
const CONSOLE_TOKEN_SECONDS = 8 * 3_600;

export interface IdentityProviderOptions {
  /** 0: any free port. */
  readonly port: number;
  /** What access tokens are made for when nobody asks for something else. */
  readonly audience: string;
  readonly clients: readonly SampleClient[];
  /** Life of an access token; default 600 s. */
  readonly accessTokenSeconds?: number;
}

export interface IdentityProvider {
  readonly issuer: string;
  close(): Promise<void>;
}

/** Starts the provider; programs get tokens with the client-credentials grant at `/token`, people with one click at `/log-in`. */
export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const server = createServer();
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(options.port, '127.0.0.1', done);
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, configuration(options));
  const answer = provider.callback();
  const logIn = createLogInPage(issuer, options.clients);
  const redirected = createRedirectLogIn(provider, options.clients, sendPage);
  server.on('request', (request, response) => {
    if (!logIn.answer(request, response) && !redirected.answer(request, response)) void answer(request, response);
  });
  return { issuer, close: () => close(server) };
}

function configuration(options: IdentityProviderOptions): ConstructorParameters<typeof Provider>[1] {
  const { accessTokenSeconds = 600 } = options;
  const known = new Map(options.clients.map((client) => [client.clientId, client]));
  return {
    clients: [
      ...options.clients.map(asMetadata),
      { ...CONSOLE_CLIENT, redirect_uris: [...CONSOLE_CLIENT.redirect_uris] },
    ],
    cookies: { keys: [randomBytes(24).toString('base64url')] },
    clientBasedCORS: (_context, _origin, client) => client.clientId === CONSOLE_CLIENT_ID,
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: (context) => grantConsole(context, options.audience),
    clientDefaults: { id_token_signed_response_alg: ALGORITHM },
    enabledJWA: { idTokenSigningAlgValues: [ALGORITHM] },
    jwks: { keys: [newSigningKey()] },
    pkce: { required: () => true },
    extraTokenClaims: (_context, token) => {
      const { roles = [], customerId } =
        known.get(('accountId' in token ? token.accountId : token.clientId) ?? '') ?? {};
      return customerId === undefined ? { roles } : { roles, customer_id: customerId };
    },
    ttl: { ClientCredentials: accessTokenSeconds },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => options.audience,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource, client) => {
          if (resource !== options.audience) throw new errors.InvalidTarget();
          return {
            scope: '',
            audience: options.audience,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: ALGORITHM } },
            accessTokenTTL: client.clientId === CONSOLE_CLIENT_ID ? CONSOLE_TOKEN_SECONDS : accessTokenSeconds,
          };
        },
      },
    },
  };
}

/** New at each start: tokens of an earlier run are worth nothing. */
function newSigningKey(): JWK {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), kid: 'sample', alg: ALGORITHM, use: 'sig' };
}

function asMetadata({ clientId, clientSecret }: SampleClient): ClientMetadata {
  return {
    client_id: clientId,
    client_secret: clientSecret,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  };
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
}
