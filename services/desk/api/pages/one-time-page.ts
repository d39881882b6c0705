// What the pages of one-time links share. The code stands behind the # of the address, which browsers do not send: a few lines of script put it
// into the form, and without scripts it is typed. Looking uses nothing up, so whatever looks at links in mails does no harm.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageFor, type PageLanguage } from './page-language.js';
import { escapeHtml, sendPage } from './page.js';

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

/** Pages in the language of the browser. */
export function inTheirLanguage(request: FastifyRequest, reply: FastifyReply) {
  const language = languageFor(request.headers['accept-language']);
  void reply.header('vary', 'accept-language');
  return { language, send: (title: string, body: string) => sendOnce(reply, title, body, language) };
}

/** Asks for the code and goes on to `place`. */
export function codeForm(place: string, { codeIs, goOn }: { readonly codeIs: string; readonly goOn: string }): string {
  return `<form method="post" action="${place}" data-go>
<p><label>${escapeHtml(codeIs)}<br><input name="token" required autocomplete="off" size="48"></label></p>
<p><button>${escapeHtml(goOn)}</button></p></form><script src="/confirm.js"></script>`;
}
