// One click, one access token: the sample's people have no passwords, their secrets live and die with the provider. Development only.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SampleClient } from './sample-client.js';

export interface LogInPage {
  /** True: it was a page of ours and is answered. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
}

const PATH = /^\/log-in(?:\/([a-z-]{1,40}))?\/?$/;

export function createLogInPage(issuer: string, clients: readonly SampleClient[]): LogInPage {
  return {
    answer: (request, response) => {
      const found = PATH.exec(request.url ?? '');
      if (found === null || request.method !== 'GET') return false;
      const client = clients.find(({ clientId }) => clientId === found[1]);
      if (client === undefined) sendPage(response, choice(clients));
      else
        fetchToken(issuer, client).then(
          (token) => sendPage(response, granted(client, token)),
          () => sendPage(response, '<p>The provider gave no token.</p>'),
        );
      return true;
    },
  };
}

/** A fresh access token of the client, by the client-credentials grant. */
export async function fetchToken(issuer: string, { clientId, clientSecret }: SampleClient): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  if (!response.ok) throw new TypeError(`the provider answered ${response.status}`);
  const { access_token: token } = (await response.json()) as { readonly access_token: string };
  return token;
}

function choice(clients: readonly SampleClient[]): string {
  const links = clients.map(({ clientId }) => `<li><a href="/log-in/${clientId}">${clientId}</a></li>`);
  return `<h1>Log in as</h1><ul>${links.join('')}</ul>`;
}

function granted({ clientId }: SampleClient, token: string): string {
  return `<h1>${clientId}</h1><p>Your access token, good for ten minutes. Send it as <code>Authorization: Bearer …</code>.</p>
<textarea readonly rows="12" aria-label="access token">${token}</textarea><p><a href="/log-in">Another role</a></p>`;
}

export function sendPage(response: ServerResponse, body: string): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Sample log-in</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}textarea{width:100%;font-family:monospace}</style>
${body}</html>\n`);
}
