// A notice in the customer's language, as mail and as text message. Plain on purpose: no picture, nothing loaded from elsewhere, no link but the one-time one.
import type { Notice, NoticeKind, NoticeOf } from '../domain/notice.js';
import type { Message, MessageFacts, NoticeFacts, Words } from './words.js';
import { DE } from './words/de.js';
import { EN } from './words/en.js';
import { FR } from './words/fr.js';
import { PT } from './words/pt.js';

const WORDS = { en: EN, de: DE, fr: FR, pt: PT } as const satisfies Record<string, Words>;
export type Language = keyof typeof WORDS;
export const LANGUAGES = Object.keys(WORDS) as readonly Language[];

export interface RenderedMail {
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** One text message; gateways split and charge what is longer. */
export const LONGEST_TEXT = 160;

/** `de-AT` → `de`; a language we do not write in → English. */
export function languageOf(locale: string): Language {
  const primary = locale.split(/[-_]/, 1)[0]?.toLowerCase();
  return LANGUAGES.find((language) => language === primary) ?? 'en';
}

export function renderMail(notice: Notice, language: Language, facts: NoticeFacts): RenderedMail {
  const words: Words = WORDS[language];
  const { subject, paragraphs } = messageOf(words, notice, factsIn(language, facts));
  const footer = words.footer(facts.orderId);
  const label = notice.kind === 'after-sales-update' ? words.writeLink : words.openLink;
  const link = facts.link === undefined ? [] : [`${label}: ${facts.link}`];
  const text = [words.greeting, ...paragraphs, ...link, `-- \n${footer}`].join('\n\n');
  const body = [words.greeting, ...paragraphs].map((line) => `<p>${escaped(line)}</p>`).join('\n');
  const button =
    facts.link === undefined ? '' : `\n<p><a class="button" href="${escaped(facts.link)}">${escaped(label)}</a></p>`;
  return { language, subject, text: `${text}\n`, html: page(language, subject, `${body}${button}`, footer) };
}

/** Null for kinds that are not sent as text messages. */
export function renderText(notice: Notice, language: Language, facts: NoticeFacts): string | null {
  const { texts } = WORDS[language];
  const spelt = factsIn(language, facts);
  if (notice.kind === 'parcel-handed-over')
    return cut(texts[notice.kind](notice as NoticeOf<typeof notice.kind>, spelt));
  if (notice.kind === 'parcel-delivered') return cut(texts[notice.kind](notice as NoticeOf<typeof notice.kind>, spelt));
  return null;
}

function messageOf({ messages }: Words, notice: Notice, facts: MessageFacts): Message {
  // The table has a function for exactly the notice that its kind names.
  const write = messages[notice.kind] as (of: NoticeOf<NoticeKind>, facts: MessageFacts) => Message;
  return write(notice, facts);
}

function factsIn(language: Language, { orderId, carrierName = '' }: NoticeFacts): MessageFacts {
  const lists = new Intl.ListFormat(language, { type: 'conjunction' });
  const times = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return {
    orderId: oneLine(orderId),
    carrier: oneLine(carrierName),
    list: (words) => lists.format(words),
    time: (ms) => `${times.format(ms)} UTC`,
    part: (parcel, parcels) => (parcels > 1 ? ` (${parcel}/${parcels})` : ''),
  };
}

/** A line break in an order number must not start a header or a paragraph of its own. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 80);
}

function cut(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const STYLE = `body{margin:0;background:#f4f2ef;color:#23201d;font:16px/1.55 system-ui,-apple-system,Segoe UI,Roboto,sans-serif}
main{max-width:34rem;margin:2rem auto;padding:2rem;background:#fff;border-radius:12px}
h1{font-size:1.25rem;line-height:1.3;margin:0 0 1.25rem}p{margin:0 0 1rem}
.button{display:inline-block;padding:.75rem 1.25rem;border-radius:8px;background:#1f4d3a;color:#fff;text-decoration:none}
footer{max-width:34rem;margin:0 auto 2rem;padding:0 2rem;color:#5f5850;font-size:.8125rem}`;

function page(language: Language, subject: string, body: string, footer: string): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(subject)}</title><style>${STYLE}</style>`;
  const main = `<main>\n<h1>${escaped(subject)}</h1>\n${body}\n</main>\n<footer>${escaped(footer)}</footer>`;
  return `<!doctype html>\n<html lang="${language}"><head>${head}</head><body>\n${main}\n</body></html>\n`;
}
