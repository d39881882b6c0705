// Where the one-time link into a case leads: plain forms that work without scripts. A form that is not taken is shown again with its words, and
// the link still works; photos have to be chosen again, for browsers do not let a page do it.
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CaseLinkSays, Filled, SentIn } from '#services/desk/steps/case-links';
import { type CaseForm, readCaseForm } from './case-form.js';
import { CASE_WORDS, type CaseTrouble, type CaseWords } from './case-words.js';
import { codeForm, inTheirLanguage, tokenIn } from './one-time-page.js';
import { localeOf, type PageLanguage } from './page-language.js';
import { escapeHtml } from './page.js';

export interface CaseLinkOperations {
  /** By the code alone, without asking a database: whether we made it. */
  isOurs(token: string): boolean;
  look(token: string): Promise<CaseLinkSays>;
  fill(token: string, sent: SentIn): Promise<Filled>;
  /** Of a form, so that the same one counts once. */
  nextAttempt(): string;
}

type OpenLink = Extract<CaseLinkSays, { kind: 'open' }>;
const PLACE = '/case';

export const casePages =
  (operations: CaseLinkOperations) =>
  (app: FastifyInstance): void => {
    // A scope of its own: forms are taken here and nowhere else.
    void app.register(async (scope) => {
      scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
        done(null, Object.fromEntries(new URLSearchParams(String(body)))),
      );
      scope.addContentTypeParser('multipart/form-data', async (request: FastifyRequest, payload: Readable) => {
        const { 'content-type': contentType = '', 'content-length': length } = request.headers;
        const sent = { payload, contentType, length: length === undefined ? null : Number(length) };
        return await readCaseForm(sent, (token) => operations.isOurs(token));
      });
      const open = { config: { access: 'public' as const }, schema: { hide: true } };
      scope.get(PLACE, open, (request, reply) => {
        const { words, send } = inTheirs(request, reply);
        return send(words.title, `<h1>${escapeHtml(words.title)}</h1>${codeForm(`${PLACE}/look`, words)}`);
      });
      scope.post(`${PLACE}/look`, open, async (request, reply) => {
        const { words, language, send } = inTheirs(request, reply);
        const token = tokenIn(request.body);
        const says = await operations.look(token);
        if (says.kind !== 'open') return send(words.failed, trouble(words, says.kind));
        return send(words.title, writeForm({ words, language, token, says, attempt: operations.nextAttempt() }));
      });
      scope.post(
        `${PLACE}/send`,
        { ...open, config: { ...open.config, takesPhotos: true as const } },
        async (request, reply) => {
          const { words, language, send } = inTheirs(request, reply);
          const form = isForm(request.body) ? request.body : ({ kind: 'unreadable' } as const);
          if (form.kind !== 'form') return send(words.failed, trouble(words, form.kind));
          const { token, attempt, text } = form;
          const filled = await operations.fill(token, form);
          if (filled.kind === 'filled') return send(words.thanks, thanks(words, filled.caseRef));
          const says = await operations.look(token);
          if (says.kind !== 'open') return send(words.failed, trouble(words, says.kind));
          const faults =
            filled.kind === 'photos-refused'
              ? filled.faults.map(({ photo, code }) => `${words.photo(photo)} ${words.faults[code]}`)
              : [words.troubles[filled.kind]];
          return send(
            `${words.notTaken} – ${words.title}`,
            writeForm({ words, language, token, says, attempt, text, faults }),
          );
        },
      );
    });
  };

function inTheirs(request: FastifyRequest, reply: FastifyReply) {
  const { language, send } = inTheirLanguage(request, reply);
  return { language, words: CASE_WORDS[language], send };
}

function isForm(body: unknown): body is CaseForm {
  return typeof body === 'object' && body !== null && 'kind' in body;
}

interface Writing {
  readonly words: CaseWords;
  readonly language: PageLanguage;
  readonly token: string;
  readonly says: OpenLink;
  readonly attempt: string;
  readonly text?: string;
  readonly faults?: readonly string[];
}

/** The code comes first: by it the desk decides whether to read on. */
function writeForm({ words, language, token, says, attempt, text = '', faults = [] }: Writing): string {
  const times = new Intl.DateTimeFormat(localeOf(language), {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  const wrong = faults.map((fault) => `<li>${escapeHtml(fault)}</li>`).join('');
  const told =
    wrong === '' ? '' : `<div class="fault" role="alert"><h2>${escapeHtml(words.notTaken)}</h2><ul>${wrong}</ul></div>`;
  return `<h1>${escapeHtml(words.title)}</h1>
<p class="meta">${escapeHtml(words.intro(says.caseRef, `${times.format(says.untilMs)} UTC`))}</p>${told}
<form method="post" action="${PLACE}/send" enctype="multipart/form-data">
<input type="hidden" name="token" value="${escapeHtml(token)}"><input type="hidden" name="attempt" value="${escapeHtml(attempt)}">
<p><label for="text">${escapeHtml(words.message)}</label><span id="free" class="hint">${escapeHtml(words.free)}</span>
<textarea id="text" name="text" rows="8" maxlength="5000" aria-describedby="free">\n${escapeHtml(text)}</textarea></p>
<p><label for="photos">${escapeHtml(words.photos)}</label><span id="kinds" class="hint">${escapeHtml(words.photosHint)}</span>
<input id="photos" type="file" name="photos" multiple accept="image/jpeg,image/png,image/webp" aria-describedby="kinds"></p>
<p><button>${escapeHtml(words.send)}</button></p></form>`;
}

function thanks({ thanks: title, taken, afterwards }: CaseWords, caseRef: string): string {
  return `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(taken(caseRef))}</p><p>${escapeHtml(afterwards)}</p>`;
}

function trouble({ failed, troubles }: CaseWords, why: CaseTrouble): string {
  return `<h1>${escapeHtml(failed)}</h1><p>${escapeHtml(troubles[why])}</p>`;
}
