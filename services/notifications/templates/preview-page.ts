// One page with every message in every language, as customers see them.
import { LANGUAGES, type Language, renderMail, renderText } from './render-notice.js';
import { SAMPLE_NOTICES, sampleFacts } from './samples.js';
import type { Notice } from '../domain/notice.js';

const NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch', fr: 'Français', pt: 'Português' };

export interface PreviewRule {
  readonly channels: readonly string[];
  readonly sentWhen: string;
}

/** @param ruleOf what the policy says of a kind; undefined: it is never sent */
export function previewPage(ruleOf: (kind: string) => PreviewRule | undefined): string {
  const kinds = [...new Set(SAMPLE_NOTICES.map(({ kind }) => kind))];
  const sections = kinds.map((kind) => section(kind, ruleOf(kind)));
  const contents = kinds.map((kind) => `<a href="#${kind}">${kind}</a>`).join(' ');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Messages to customers</title><style>${STYLE}</style></head><body>
<header><h1>Messages to customers</h1><p>Every message there is, in every language, with samples of nobody. What is not on this page is never sent.</p>
<nav>${contents}</nav></header>
${sections.join('\n')}
</body></html>
`;
}

function section(kind: string, rule: PreviewRule | undefined): string {
  const notices = SAMPLE_NOTICES.filter((notice) => notice.kind === kind);
  const when =
    rule === undefined
      ? 'The policy does not list it: never sent.'
      : `${rule.sentWhen} By ${rule.channels.map((channel) => (channel === 'sms' ? 'text message' : 'e-mail')).join(' and ')}.`;
  const rows = notices.map(
    (notice) => `<div class="row">${LANGUAGES.map((language) => card(notice, language)).join('')}</div>`,
  );
  return `<section id="${kind}"><h2>${kind}</h2><p>${escaped(when)}</p>${rows.join('\n')}</section>`;
}

function card(notice: Notice, language: Language): string {
  const facts = sampleFacts(notice);
  const { html, subject } = renderMail(notice, language, facts);
  const text = renderText(notice, language, facts);
  const phone =
    text === null ? '' : `<p class="sms" lang="${language}">${escaped(text)}<small>${text.length} of 160</small></p>`;
  const title = `${NAMES[language]}: ${subject}`;
  return `<article><h3>${NAMES[language]}</h3><iframe sandbox title="${escaped(title)}" srcdoc="${escaped(html)}"></iframe>${phone}</article>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const STYLE = `body{margin:0;padding:2rem clamp(1rem,3vw,3rem);background:#ebe8e3;color:#23201d;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,sans-serif}
header,section>h2,section>p{max-width:60rem}h1{margin:0 0 .5rem}nav a{display:inline-block;margin:.2rem .6rem .2rem 0;color:#1f4d3a}
section{margin-top:3rem}h2{margin:0;font-size:1.2rem}section>p{margin:.25rem 0 1rem;color:#5f5850}
.row{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));gap:1rem;margin-bottom:1rem}
article{background:#fff;border-radius:12px;overflow:hidden;display:flex;flex-direction:column}
h3{margin:0;padding:.6rem 1rem;font-size:.85rem;background:#1f4d3a;color:#fff}
iframe{border:0;width:100%;height:34rem;background:#f4f2ef}
.sms{margin:1rem;padding:.75rem 1rem;border-radius:14px;background:#dff0e6;font-size:.9rem}.sms small{display:block;color:#4d6a5b}`;
