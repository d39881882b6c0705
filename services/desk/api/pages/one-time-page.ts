// What the pages of one-time links share. The code stands behind the # of the address, which browsers do not send: a few lines of script put it
// into the form, and without scripts it is typed. Looking uses nothing up, so whatever looks at links in mails does no harm.
import type { FastifyReply } from 'fastify';
import type { PageLanguage } from './page-language.js';
import { sendPage } from './page.js';

/** Our one script, and photos that stand in the page itself. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** `data-go`: the form only looks, so it need not wait for a press. */
export const CODE_SCRIPT = `const field = document.querySelector('input[name=token]');
if (location.hash.length > 1 && field) {
  field.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, '', location.pathname);
  if (field.form.hasAttribute('data-go')) field.form.requestSubmit();
}
`;

/** Whatever a form sends that is not even text is no code. */
export function tokenIn(body: unknown): string {
  const token = typeof body === 'object' && body !== null ? (body as { token?: unknown }).token : undefined;
  return typeof token === 'string' ? token.trim().slice(0, 200) : '';
}

export function sendOnce(
  reply: FastifyReply,
  title: string,
  body: string,
  language: PageLanguage = 'en',
): FastifyReply {
  void reply.header('referrer-policy', 'no-referrer');
  return sendPage(reply, title, body, { policy: POLICY, caching: 'no-store', language });
}
