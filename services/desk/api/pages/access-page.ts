// Everything held of a person as a page to read, in her language: no script, nothing loaded from elsewhere, the same as a file to keep.
import type { AccessPackage } from '#services/desk/steps/access-package';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ACCESS_WORDS, type AccessWords } from './access-words.js';
import { purposeOf, termOf } from './data-terms.js';
import { languageFor, localeOf, type PageLanguage } from './page-language.js';
import { escapeHtml, sendPage } from './page.js';

/** Photos stand in the page itself; nothing is loaded, no script runs. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** @param found null: the link was used, or is over */
export function sendAccessPage(
  request: FastifyRequest,
  reply: FastifyReply,
  found: AccessPackage | null,
): FastifyReply {
  const language = languageFor(request.headers['accept-language']);
  const { title, body } = found === null ? gonePage(ACCESS_WORDS[language]) : accessPage(found, language);

  if (found === null) void reply.code(404);
  return sendPage(reply, title, body, { policy: POLICY, caching: 'no-store', language });
}

function gonePage({ gone, again }: AccessWords): { readonly title: string; readonly body: string } {
  return { title: gone, body: `<h1>${escapeHtml(gone)}</h1><p>${escapeHtml(again)}</p>` };
}

interface Reader {
  readonly words: AccessWords;
  readonly term: (name: string) => string;
  readonly instant: (ms: number) => string;
}

export function accessPage(
  found: AccessPackage,
  language: PageLanguage,
): { readonly title: string; readonly body: string } {
  const { orders, categories, policyVersion } = found;
  const words = ACCESS_WORDS[language];
  const times = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  const reader: Reader = {
    words,
    term: (name) => escapeHtml(termOf(name, language)),
    instant: (ms) => `${times.format(ms)} UTC`,
  };
  const file = Buffer.from(JSON.stringify(found, null, 2)).toString('base64');
  const meanings = categories.map(({ category, meaning, purposes }) => {
    const means = words.meanings[meaning] ?? meaning;
    const uses = purposes.map((purpose) => purposeOf(purpose, language)).join(', ');
    return `<dt>${reader.term(category)}</dt><dd>${escapeHtml(`${means} ${words.usedFor} ${uses}.`)}</dd>`;
  });
  const nothing = orders.length === 0 ? `<p>${escapeHtml(words.nothing)}</p>` : '';
  const body = `<h1>${escapeHtml(words.title)}</h1>
<p class="meta">${escapeHtml(words.heldBy(policyVersion))} <a href="/policy">${escapeHtml(words.policy)}</a>. ${escapeHtml(words.once)}</p>
<p><a download="your-data.json" href="data:application/json;base64,${file}">${escapeHtml(words.keep)}</a></p>${nothing}
${orders.map((order) => orderSection(order, reader)).join('\n')}
${meanings.length === 0 ? '' : `<section><h2>${escapeHtml(words.whatFor)}</h2><dl>${meanings.join('')}</dl></section>`}`;
  return { title: words.title, body };
}

function orderSection({ orderId, state, data, erased }: AccessPackage['orders'][number], reader: Reader): string {
  const { words, term } = reader;
  const parts = Object.entries(data).map(([category, held]) => `<h3>${term(category)}</h3>${valueOf(held, reader)}`);
  const gone =
    erased.length === 0 ? '' : `<p class="meta">${escapeHtml(words.deleted)} ${erased.map(term).join(', ')}.</p>`;
  return `<section><h2>${escapeHtml(words.order(orderId))}</h2><p class="meta">${term(state)}</p>${parts.join('')}${gone}</section>`;
}

/** Numbers under these names are instants. */
const INSTANT = /At$/;

function valueOf(value: unknown, reader: Reader, name = ''): string {
  const none = `<span class="meta">${escapeHtml(reader.words.none)}</span>`;
  if (value === null || value === undefined || value === '') return none;
  if (Array.isArray(value))
    return value.length === 0
      ? none
      : `<ul>${value.map((one) => `<li>${valueOf(one, reader, name)}</li>`).join('')}</ul>`;
  if (typeof value === 'object') {
    const { media, content } = value as { media?: unknown; content?: unknown };
    if (typeof media === 'string' && typeof content === 'string')
      return `<img alt="${escapeHtml(reader.words.photo)}" src="data:${escapeHtml(media)};base64,${escapeHtml(content)}">`;
    const rows = Object.entries(value).map(
      ([key, held]) => `<dt>${reader.term(key)}</dt><dd>${valueOf(held, reader, key)}</dd>`,
    );
    return `<dl>${rows.join('')}</dl>`;
  }
  if (typeof value === 'number' && INSTANT.test(name)) return escapeHtml(reader.instant(value));
  return escapeHtml(typeof value === 'string' ? value : JSON.stringify(value));
}
