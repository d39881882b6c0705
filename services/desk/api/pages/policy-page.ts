// The policy as a page: the text that holds, and its history with the differences. The frame is in the language of the browser; the text is English.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PublishedVersion } from '#services/desk/steps/published-policy';
import type { PolicyVersions } from '../routes/policy-route.js';
import { languageFor, localeOf, type PageLanguage } from './page-language.js';
import { escapeHtml, sendPage } from './page.js';
import { POLICY_WORDS, type PolicyWords } from './policy-words.js';

export const policyPages =
  (versions: PolicyVersions) =>
  (app: FastifyInstance): void => {
    const open = { config: { access: 'public' as const }, schema: { hide: true } };
    app.get('/policy', open, async (request, reply) => {
      const current = (await versions()).at(-1) as PublishedVersion;
      const { reader, send } = inTheirs(request, reply);
      return send(reader.words.title, currentPage(current, reader));
    });
    app.get('/policy/history', open, async (request, reply) => {
      const { reader, send } = inTheirs(request, reply);
      return send(reader.words.history, historyPage(await versions(), reader));
    });
  };

interface Reader {
  readonly words: PolicyWords;
  readonly heading: (version: PublishedVersion) => string;
}

function inTheirs(request: FastifyRequest, reply: FastifyReply) {
  const language = languageFor(request.headers['accept-language']);
  void reply.header('vary', 'accept-language');
  return {
    reader: { words: POLICY_WORDS[language], heading: headingIn(language) } satisfies Reader,
    send: (title: string, body: string) => sendPage(reply, title, body, { language }),
  };
}

function currentPage(current: PublishedVersion, { words, heading }: Reader): string {
  const [title = words.title, ...rest] = current.text.split('\n');
  return `<nav><a href="/policy/history">${escapeHtml(words.toHistory)}</a></nav>${bindingIn(words)}
<h1 lang="en">${escapeHtml(title)}</h1><p class="meta">${escapeHtml(`${heading(current)}, ${words.inForce}`)}</p>
<div class="text" lang="en">${escapeHtml(rest.join('\n').trim())}</div>`;
}

function historyPage(versions: readonly PublishedVersion[], { words, heading }: Reader): string {
  const parts = versions.toReversed().map((version, index) => {
    const text = version.textChanges
      .filter(({ kind }) => kind !== 'same')
      .map((line) => {
        const tag = line.kind === 'added' ? 'ins' : 'del';
        return `<p class="change" lang="en"><${tag}>${escapeHtml(line.text)}</${tag}></p>`;
      })
      .join('\n');
    const state = index === 0 ? `, ${words.inForce}` : '';
    return `<section><h2>${escapeHtml(`${heading(version)}${state}`)}</h2>${text}${rulesOf(version, words)}</section>`;
  });
  return `<nav><a href="/policy">${escapeHtml(words.toCurrent)}</a></nav><h1>${escapeHtml(words.history)}</h1>
<p class="meta">${escapeHtml(words.holds)}</p>${bindingIn(words)}${parts.join('\n')}`;
}

/** Whoever reads another language is told which text counts. */
function bindingIn({ binding }: PolicyWords): string {
  return binding === null ? '' : `<p class="note">${escapeHtml(binding)}</p>`;
}

function rulesOf({ ruleChanges, textChanges }: PublishedVersion, words: PolicyWords): string {
  if (ruleChanges === null) return `<p class="meta">${escapeHtml(words.unread)}</p>`;
  if (ruleChanges.length === 0)
    return textChanges.length === 0 ? `<p class="meta">${escapeHtml(words.unchanged)}</p>` : '';
  const items = ruleChanges.map(({ part, what, why }) => {
    const because =
      why === null
        ? ''
        : ` <span class="meta">${escapeHtml(words.because)} <span lang="en">${escapeHtml(why)}</span></span>`;
    return `<li><span lang="en"><strong>${escapeHtml(part)}</strong>: ${escapeHtml(what)}</span>${because}</li>`;
  });
  return `<ul>${items.join('')}</ul>`;
}

function headingIn(language: PageLanguage): (version: PublishedVersion) => string {
  const words = POLICY_WORDS[language];
  const times = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return ({ version, publishedAtMs, publishedBy }) => {
    if (publishedAtMs === null) return words.version(version);
    const at = `${times.format(publishedAtMs)} UTC`;
    return `${words.version(version)}, ${words.published(at, words.roles[publishedBy] ?? publishedBy)}`;
  };
}
