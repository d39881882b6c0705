// The policy as a page: the text that holds, and its history with the differences.
import type { FastifyInstance } from 'fastify';
import type { PublishedVersion } from '#services/desk/steps/published-policy';
import type { PolicyVersions } from '../routes/policy-route.js';
import { escapeHtml, sendPage } from './page.js';

export const policyPages =
  (versions: PolicyVersions) =>
  (app: FastifyInstance): void => {
    const open = { config: { access: 'public' as const }, schema: { hide: true } };
    app.get('/policy', open, async (_request, reply) => {
      const current = (await versions()).at(-1) as PublishedVersion;
      return sendPage(reply, 'Privacy policy', currentPage(current));
    });
    app.get('/policy/history', open, async (_request, reply) =>
      sendPage(reply, 'Privacy policy: history', historyPage(await versions())),
    );
  };

function currentPage(current: PublishedVersion): string {
  const [title = 'Privacy policy', ...rest] = current.text.split('\n');
  return `<nav><a href="/policy/history">What changed, and when</a></nav>
<h1>${escapeHtml(title)}</h1><p class="meta">${escapeHtml(heading(current))}, in force</p>
<div class="text">${escapeHtml(rest.join('\n').trim())}</div>`;
}

function historyPage(versions: readonly PublishedVersion[]): string {
  const parts = versions.toReversed().map((version, index) => {
    const rules = rulesOf(version);
    const text = version.textChanges
      .filter(({ kind }) => kind !== 'same')
      .map((line) => {
        const tag = line.kind === 'added' ? 'ins' : 'del';
        return `<p class="change"><${tag}>${escapeHtml(line.text)}</${tag}></p>`;
      })
      .join('\n');
    const state = index === 0 ? ', in force' : '';
    return `<section><h2>${escapeHtml(heading(version))}${state}</h2>${text}${rules}</section>`;
  });
  return `<nav><a href="/policy">The policy in force</a></nav><h1>History of the privacy policy</h1>
<p class="meta">A new version holds everywhere within a second. What it withdraws is taken back from parcels under way.</p>${parts.join('\n')}`;
}

function rulesOf({ ruleChanges, textChanges }: PublishedVersion): string {
  if (ruleChanges === null)
    return '<p class="meta">Its rules are written in a form that this program does not read.</p>';
  if (ruleChanges.length === 0)
    return textChanges.length === 0
      ? '<p class="meta">The text and the rules stayed as they were, or began here.</p>'
      : '';
  const items = ruleChanges.map(({ part, what, why }) => {
    const because = why === null ? '' : ` <span class="meta">because: ${escapeHtml(why)}</span>`;
    return `<li><strong>${escapeHtml(part)}</strong>: ${escapeHtml(what)}${because}</li>`;
  });
  return `<ul>${items.join('')}</ul>`;
}

function heading({ version, publishedAtMs, publishedBy }: PublishedVersion): string {
  if (publishedAtMs === null) return `Version ${version}`;
  return `Version ${version}, published ${new Date(publishedAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC by the ${publishedBy}`;
}
