// The AsyncAPI document as one page without anything from elsewhere: opens from a file, prints, follows light and dark.
import { escapeHtml } from '#shared/policy/check/render-html';
import type { AsyncApiChannel, AsyncApiDocument, AsyncApiMessage } from './asyncapi-types.js';
import { DOCUMENT_STYLE } from './document-style.js';
import { type FieldRow, fieldRows } from './record-fields.js';

export function renderDocument(document: AsyncApiDocument): string {
  const { info, channels, components } = document;
  const all = Object.entries(channels);
  const outside = all.filter(([, channel]) => isTagged(channel, 'outside'));
  const inside = all.filter(([, channel]) => !isTagged(channel, 'outside'));
  const messages = Object.entries(components.messages).sort(([, one], [, other]) =>
    one.title.localeCompare(other.title, 'en'),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(info.title)}</title>
<style>${DOCUMENT_STYLE}</style>
</head>
<body>
<nav aria-label="Topics and records">
<p class="brand">${escapeHtml(info.title)}</p>
${navList(
  'Topics for others',
  outside.map(([name]) => [`topic-${name}`, name]),
)}
${navList(
  'Topics inside',
  inside.map(([name]) => [`topic-${name}`, name]),
)}
${navList(
  'Records',
  messages.map(([name, { title }]) => [`record-${name}`, title]),
)}
</nav>
<main>
<header>
<h1>${escapeHtml(info.title)}</h1>
<p class="lead">${paragraph(info.description)}</p>
<p class="soft">Policy version ${escapeHtml(info.version)} · AsyncAPI ${document.asyncapi} · the same as <a href="asyncapi.json">asyncapi.json</a></p>
</header>
<h2>Topics for others</h2>
${outside.map(([, channel]) => channelSection(channel, components.messages)).join('\n')}
<h2>Topics inside</h2>
${inside.map(([, channel]) => channelSection(channel, components.messages)).join('\n')}
<h2>Records</h2>
${messages.map(([name, message]) => messageSection(name, message)).join('\n')}
<footer>Written by <code>npm run docs</code> from the catalogue of topics, the schemas and the policy.</footer>
</main>
</body>
</html>
`;
}

function isTagged({ tags }: AsyncApiChannel, name: string): boolean {
  return tags.some((tag) => tag.name === name);
}

function navList(title: string, links: readonly (readonly [string, string])[]): string {
  const items = links.map(([id, text]) => `<li><a href="#${escapeHtml(id)}">${escapeHtml(text)}</a></li>`);
  return `<p class="group">${escapeHtml(title)}</p>\n<ul>\n${items.join('\n')}\n</ul>`;
}

function channelSection(channel: AsyncApiChannel, messages: Readonly<Record<string, AsyncApiMessage>>): string {
  const { title, address, description, bindings } = channel;
  const { key, owner, writers, readers, layout, plaintext } = channel['x-fulfilment'];
  const settings = bindings.kafka['topicConfiguration'] as Readonly<Record<string, unknown>>;
  const facts: readonly (readonly [string, string])[] = [
    ['Key', key],
    ['Written by', writers.join(', ')],
    ['Read by', readers.join(', ')],
    ['Owner', owner],
    ['Partitions', `${String(bindings.kafka['partitions'])}, ${layout}`],
    ['Kept', keptText(settings)],
  ];
  const records = Object.keys(channel.messages).map((name) => {
    return `<li><a href="#record-${escapeHtml(name)}">${escapeHtml(messages[name]?.title ?? name)}</a></li>`;
  });
  return `<section id="topic-${escapeHtml(title)}">
<h3><code>${escapeHtml(address)}</code>${plaintext ? ' <span class="badge personal">may hold plain personal data</span>' : ''}</h3>
<p>${escapeHtml(description)}</p>
<dl>
${facts.map(([term, text]) => `<div><dt>${term}</dt><dd>${escapeHtml(text)}</dd></div>`).join('\n')}
</dl>
<p class="group">Records</p>
<ul class="records">
${records.join('\n')}
</ul>
</section>`;
}

const DAY_MS = 86_400_000;

function keptText(settings: Readonly<Record<string, unknown>>): string {
  if (String(settings['cleanup.policy']) === 'compact') return 'the newest value of each key, until its tombstone';
  const ms = Number(settings['retention.ms'] ?? -1);
  return ms < 0 ? 'for ever' : `${ms / DAY_MS} days`;
}

function messageSection(name: string, message: AsyncApiMessage): string {
  const { title, summary, payload, headers } = message;
  const body =
    'schema' in payload ? fieldTable(title, fieldRows(payload.schema)) : headerTable(title, headers?.properties ?? {});
  return `<section id="record-${escapeHtml(name)}">
<h3>${escapeHtml(title)} <small><code>${escapeHtml(name)}</code></small></h3>
<p>${escapeHtml(summary)}</p>
${body}
</section>`;
}

function fieldTable(title: string, rows: readonly FieldRow[]): string {
  const body = rows.map(({ path, type, doc, unit, category }) => {
    const unitText = unit === '' ? '' : `<br><span class="soft">${escapeHtml(unit)}</span>`;
    const badge =
      category === '' ? '' : `<span class="badge ${PERSONAL.has(category) ? 'personal' : ''}">${category}</span>`;
    return `<tr><th scope="row"><code>${escapeHtml(path)}</code></th><td>${escapeHtml(type)}${unitText}</td><td>${escapeHtml(doc)}</td><td>${badge}</td></tr>`;
  });
  return table(title, ['Field', 'Type', 'Meaning', 'Category'], body);
}

const PERSONAL = new Set(['shipping', 'contact', 'payment', 'signals', 'account', 'after-sales']);

function headerTable(title: string, headers: Readonly<Record<string, { readonly description: string }>>): string {
  const body = Object.entries(headers).map(([name, { description }]) => {
    return `<tr><th scope="row"><code>${escapeHtml(name)}</code></th><td>${escapeHtml(description)}</td></tr>`;
  });
  return table(title, ['Header', 'Meaning'], body);
}

function table(title: string, columns: readonly string[], rows: readonly string[]): string {
  const head = columns.map((column) => `<th scope="col">${column}</th>`).join('');
  return `<div class="scroll" role="region" aria-label="${escapeHtml(title)}" tabindex="0">
<table>
<thead><tr>${head}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>`;
}

/** Words in back ticks as code. */
function paragraph(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}
