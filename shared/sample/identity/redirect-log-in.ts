// Logs people in who were sent here by the console: one click on a role, or none when the console names it. Development only.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { SampleClient } from './sample-client.js';

/** As which program the console is known here; it has no secret, its log-ins are bound by PKCE. */
export const CONSOLE_CLIENT_ID = 'desk-console';

/** A program at any port of this machine, as RFC 8252 has it for loopback addresses. */
export const CONSOLE_CLIENT = {
  client_id: CONSOLE_CLIENT_ID,
  application_type: 'native',
  redirect_uris: ['http://127.0.0.1/console/'],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
} as const;

const PATH = /^\/interaction\/([A-Za-z0-9_-]+)(?:\/([a-z-]{1,40}))?$/;

export interface RedirectLogIn {
  /** True: it was a page of ours and is answered. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
}

export function createRedirectLogIn(
  provider: Provider,
  people: readonly SampleClient[],
  sendPage: (response: ServerResponse, body: string) => void,
): RedirectLogIn {
  const known = (name: unknown): string | undefined => people.find(({ clientId }) => clientId === name)?.clientId;
  return {
    answer: (request, response) => {
      const found = PATH.exec(request.url ?? '');
      if (found === null || request.method !== 'GET') return false;
      const finish = async (): Promise<void> => {
        const { uid, params } = await provider.interactionDetails(request, response);
        const person = known(found[2] ?? params['login_hint']);
        if (person === undefined) return sendPage(response, choice(uid, people));
        // Programs at loopback addresses need a yes of their own each time: the click is it.
        await provider.interactionFinished(request, response, { login: { accountId: person }, consent: {} });
      };
      finish().catch(() => sendPage(response, '<h1>This log-in is over</h1><p>Begin again at the console.</p>'));
      return true;
    },
  };
}

/** Nobody of the sample is asked for consent: the console is the house's own. */
export async function grantConsole(context: KoaContextWithOIDC, audience: string) {
  const { client, session, provider } = context.oidc;
  const accountId = session?.accountId;
  if (client === undefined || accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId });
  grant.addOIDCScope('openid');
  grant.addResourceScope(audience, '');
  await grant.save();
  return grant;
}

function choice(uid: string, people: readonly SampleClient[]): string {
  const links = people.map(({ clientId }) => `<li><a href="/interaction/${uid}/${clientId}">${clientId}</a></li>`);
  return `<h1>Log in as</h1><ul>${links.join('')}</ul>`;
}
