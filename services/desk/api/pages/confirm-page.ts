// Where one-time links of requests lead. Nothing happens before the button is pressed, so whatever looks at links in mails does no harm.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessPackage } from '#services/desk/steps/access-package';
import type { Authorises, Confirmed, LinkSays } from '#services/desk/steps/confirm-request';
import { erases, type SubjectRequest } from '#services/desk/domain/requests/subject-request';
import { accessPage } from './access-page.js';
import { CONFIRM_WORDS, type ConfirmWords } from './confirm-words.js';
import { termOf } from './data-terms.js';
import { CODE_SCRIPT, codeForm, inTheirLanguage, sendOnce, tokenIn } from './one-time-page.js';
import { localeOf, type PageLanguage } from './page-language.js';
import { escapeHtml } from './page.js';

export interface ConfirmOperations {
  look(token: string): Promise<LinkSays>;
  confirm(token: string): Promise<Confirmed>;
  /** Opens the package of a confirmed access request at once. */
  open(request: SubjectRequest): Promise<AccessPackage | null>;
}

export const confirmPages =
  (operations: ConfirmOperations) =>
  (app: FastifyInstance): void => {
    // A scope of its own: forms are taken here and nowhere else.
    void app.register(async (scope) => {
      scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
        done(null, Object.fromEntries(new URLSearchParams(String(body)))),
      );
      const open = { config: { access: 'public' as const }, schema: { hide: true } };
      scope.get('/confirm.js', open, (_request, reply) =>
        reply.type('text/javascript; charset=utf-8').send(CODE_SCRIPT),
      );
      scope.get('/confirm', open, (request, reply) => {
        const { words, send } = inTheirs(request, reply);
        return send(words.title, codeForm('/confirm/look', words));
      });
      scope.post('/confirm/look', open, async (request, reply) => {
        const { words, language, send } = inTheirs(request, reply);
        const token = tokenIn(request.body);
        const says = await operations.look(token);
        if (says.kind !== 'open') return send(words.failed, `<p>${escapeHtml(words.says[says.kind])}</p>`);
        const asked = words.request(says.request.requestId, words.asks[says.right]);
        return send(
          words.title,
          `<p>${escapeHtml(asked)}</p>${authorisedBy(words, language, says.authorises ?? null)}
<form method="post" action="/confirm"><input type="hidden" name="token" value="${escapeHtml(token)}"><p><button>${escapeHtml(words.yes)}</button></p></form>
<p class="meta">${escapeHtml(words.notYou)}</p>`,
        );
      });
      scope.post('/confirm', open, async (request, reply) => {
        const { words, language, send } = inTheirs(request, reply);
        const done = await operations.confirm(tokenIn(request.body));
        if (done.kind !== 'confirmed') return send(words.failed, `<p>${escapeHtml(words.says[done.kind])}</p>`);
        const found = done.request.kind === 'ACCESS' ? await operations.open(done.request) : null;
        if (found === null) return send(words.thanks, donePart(words, language, done.request));
        const { title, body } = accessPage(found, language);
        return sendOnce(reply, title, body, language);
      });
    });
  };

function inTheirs(request: FastifyRequest, reply: FastifyReply) {
  const { language, send } = inTheirLanguage(request, reply);
  const sendBelow = (title: string, body: string): FastifyReply => send(title, `<h1>${escapeHtml(title)}</h1>${body}`);
  return { language, words: CONFIRM_WORDS[language], send: sendBelow };
}

function authorisedBy(words: ConfirmWords, language: PageLanguage, authorises: Authorises | null): string {
  if (authorises === null) return '';
  const { thirdParty, categories, days } = authorises;
  const items = categories.map((category) => `<li>${escapeHtml(termOf(category, language))}</li>`).join('');
  return `<p>${escapeHtml(words.authorises(thirdParty, days))}</p><ul>${items}</ul><p>${escapeHtml(words.withdrawable)}</p>`;
}

function donePart(
  words: ConfirmWords,
  language: PageLanguage,
  { requestId, kind, clock, orders }: SubjectRequest,
): string {
  const days = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' });
  const erased = orders.filter(({ fate }) => fate === 'erase').length;
  const fates = new Set(orders.map(({ fate }) => fate));
  const stays = [...fates].flatMap((fate) => (fate === 'erase' ? [] : [words.stays(words.stayReasons[fate])]));
  const said = [
    words.workedOn(requestId, days.format(clock.breachedAtMs)),
    ...(erases(kind) ? [words.deleted(erased, orders.length), ...stays] : []),
  ];
  return said.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join('');
}
