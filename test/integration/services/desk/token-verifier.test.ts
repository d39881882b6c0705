// Tokens of a real OpenID provider are taken; whatever is forged, expired, made for others or unsigned is refused.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { base64url, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createOidcTokenVerifier } from '#services/desk/adapters/oidc-token-verifier';
import { type IdentityProvider, startIdentityProvider } from '#shared/sample/identity/identity-provider';

const AUDIENCE = 'urn:desk';
const clients = [
  { clientId: 'shop-service', clientSecret: 'development only', roles: ['service', 'emperor'] },
  { clientId: 'anna', clientSecret: 'development only', roles: ['analyst'] },
];
let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startIdentityProvider({ port: 0, audience: AUDIENCE, clients });
});
afterAll(async () => await provider.close());

async function tokenFor(clientId: string): Promise<string> {
  const answer = await fetch(`${provider.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:development%20only`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return token;
}

describe('a token of the provider', () => {
  test('lets its owner in with the roles that the desk knows', async () => {
    const verifier = createOidcTokenVerifier({ issuer: provider.issuer, audience: AUDIENCE });
    expect(await verifier.verify(await tokenFor('shop-service'))).toEqual({
      kind: 'accepted',
      endsAtMs: expect.any(Number),
      principal: { subject: 'shop-service', roles: new Set(['service']) },
    });
    expect(await verifier.verify(await tokenFor('anna'))).toMatchObject({ principal: { roles: new Set(['analyst']) } });
  });

  test('is refused when it was made for another audience, changed, unsigned or signed by somebody else', async () => {
    const token = await tokenFor('anna');
    const [header = '', payload = '', signature = ''] = token.split('.');
    const elsewhere = createOidcTokenVerifier({ issuer: provider.issuer, audience: 'urn:other' });
    expect(await elsewhere.verify(token)).toEqual({ kind: 'refused' });
    const verifier = createOidcTokenVerifier({ issuer: provider.issuer, audience: AUDIENCE });
    const claims = JSON.parse(new TextDecoder().decode(base64url.decode(payload))) as Record<string, unknown>;
    const asOfficer = base64url.encode(JSON.stringify({ ...claims, roles: ['privacy-officer'] }));
    const unsigned = base64url.encode(JSON.stringify({ alg: 'none', typ: 'at+jwt' }));
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt' }).sign(privateKey);
    const hmac = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
      .sign(new TextEncoder().encode('a secret that everybody knows, or could know'));
    const wrong = [
      `${header}.${asOfficer}.${signature}`,
      `${unsigned}.${asOfficer}.`,
      `${header}.${payload}.`,
      forged,
      hmac,
      'no token at all',
      '',
    ];
    for (const each of wrong) expect(await verifier.verify(each)).toEqual({ kind: 'refused' });
  });
});

/** A provider whose key the test holds, so that it can sign what no honest one would. */
async function dishonestProvider(): Promise<{
  issuer: string;
  sign: (claims: object, typ?: string) => Promise<string>;
  close: () => void;
}> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' };
  const server = createServer((request, response) => {
    const body = request.url === '/keys' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/keys` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sign = async (claims: object, typ = 'at+jwt'): Promise<string> =>
    await new SignJWT({ iss: issuer, aud: AUDIENCE, sub: 'p', roles: ['auditor'], ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'k', typ })
      .sign(privateKey);
  return { issuer, sign, close: () => server.close() };
}

describe('a token with a good signature', () => {
  test('is refused when it is expired, not yet valid, without an end, without a person, or of another kind', async () => {
    const { issuer, sign, close } = await dishonestProvider();
    const verifier = createOidcTokenVerifier({ issuer, audience: AUDIENCE });
    const soon = Math.floor(Date.now() / 1000) + 600;
    const endsAtMs = soon * 1_000;
    expect(await verifier.verify(await sign({ exp: soon }))).toMatchObject({ kind: 'accepted', endsAtMs });
    const refused = [
      await sign({ exp: soon - 700 }),
      await sign({ exp: soon, nbf: soon - 60 }),
      await sign({}),
      await sign({ exp: soon, sub: undefined }),
      await sign({ exp: soon, sub: '' }),
      await sign({ exp: soon, iss: 'https://elsewhere.example' }),
      await sign({ exp: soon }, 'JWT'),
    ];
    for (const each of refused) expect(await verifier.verify(each)).toEqual({ kind: 'refused' });
    close();
  });

  test('opens nothing while its provider does not answer, and again when it does', async () => {
    const { issuer, sign, close } = await dishonestProvider();
    close();
    const verifier = createOidcTokenVerifier({ issuer, audience: AUDIENCE, timeoutMs: 500 });
    const token = await sign({ exp: Math.floor(Date.now() / 1000) + 600 });
    expect(await verifier.verify(token)).toEqual({ kind: 'unavailable' });
  });
});
