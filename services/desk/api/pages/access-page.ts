// Everything held of a person as a page to read: no script, nothing loaded from elsewhere, the same as a file to keep.
import type { AccessPackage } from '#services/desk/steps/access-package';
import type { FastifyReply } from 'fastify';
import { escapeHtml, sendPage } from './page.js';

/** Photos stand in the page itself; nothing is loaded, no script runs. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function sendAccessPage(reply: FastifyReply, found: AccessPackage): FastifyReply {
  return sendPage(reply, 'Your data', accessPage(found), { policy: POLICY, caching: 'no-store' });
}

export function accessPage(found: AccessPackage): string {
  const { orders, categories, policyVersion } = found;
  const file = Buffer.from(JSON.stringify(found, null, 2)).toString('base64');
  const meanings = categories.map(
    ({ category, meaning, purposes }) =>
      `<dt>${escapeHtml(nameOf(category))}</dt><dd>${escapeHtml(meaning)} Used for: ${escapeHtml(purposes.map(nameOf).join(', '))}.</dd>`,
  );
  const none = orders.length === 0 ? '<p>There is nothing: no order of yours is known here any more.</p>' : '';
  return `<h1>Your data</h1>
<p class="meta">All that is held of you, by version ${policyVersion} of <a href="/policy">the privacy policy</a>. This page opens once: keep the file, or print it.</p>
<p><a download="your-data.json" href="data:application/json;base64,${file}">Keep it as a file</a></p>${none}
${orders.map(orderSection).join('\n')}
${meanings.length === 0 ? '' : `<section><h2>What it is for</h2><dl>${meanings.join('')}</dl></section>`}`;
}

function orderSection({ orderId, state, data, erased }: AccessPackage['orders'][number]): string {
  const parts = Object.entries(data).map(
    ([category, held]) => `<h3>${escapeHtml(nameOf(category))}</h3>${valueOf(held)}`,
  );
  const gone =
    erased.length === 0 ? '' : `<p class="meta">Deleted already: ${escapeHtml(erased.map(nameOf).join(', '))}.</p>`;
  return `<section><h2>Order ${escapeHtml(orderId)}</h2><p class="meta">${escapeHtml(nameOf(state))}</p>${parts.join('')}${gone}</section>`;
}

/** Numbers under these names are instants. */
const INSTANT = /At$/;

function valueOf(value: unknown, name = ''): string {
  if (value === null || value === undefined || value === '') return '<span class="meta">none</span>';
  if (Array.isArray(value))
    return value.length === 0
      ? '<span class="meta">none</span>'
      : `<ul>${value.map((one) => `<li>${valueOf(one, name)}</li>`).join('')}</ul>`;
  if (typeof value === 'object') {
    const { media, content } = value as { media?: unknown; content?: unknown };
    if (typeof media === 'string' && typeof content === 'string')
      return `<img alt="Photo of the case" src="data:${escapeHtml(media)};base64,${escapeHtml(content)}">`;
    const rows = Object.entries(value).map(
      ([key, held]) => `<dt>${escapeHtml(nameOf(key))}</dt><dd>${valueOf(held, key)}</dd>`,
    );
    return `<dl>${rows.join('')}</dl>`;
  }
  if (typeof value === 'number' && INSTANT.test(name)) return new Date(value).toISOString();
  return escapeHtml(typeof value === 'string' ? value : JSON.stringify(value));
}

/** `recipientName` → `Recipient name`. */
function nameOf(name: string): string {
  const words = name
    .split('.')
    .at(-1)
    ?.replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase();
  return words === undefined ? name : words.charAt(0).toUpperCase() + words.slice(1);
}
